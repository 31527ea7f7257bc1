package org.gatewatch.scenario;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A stream of random draws that belongs to one named thing (a credential's day, an attack, a line).
 * Streams of different names are independent, so adding one never changes another. Only {@link
 * SplittableRandom#nextLong()} and StrictMath are used: the same bits everywhere.
 */
public final class Draw {
  private final SplittableRandom random;

  private Draw(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The stream of that seed and name, seeded by the FNV-1a hash of both. */
  public static Draw of(long seed, String name) {
    String text = seed + "/" + name;
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return new Draw(hash);
  }

  public long bits() {
    return random.nextLong();
  }

  /** Uniform in [0, 1). */
  public double unit() {
    return (random.nextLong() >>> 11) * 0x1.0p-53;
  }

  public double between(double low, double high) {
    return low + unit() * (high - low);
  }

  /** Uniform in 0..bound-1. */
  public int below(int bound) {
    return (int) (unit() * bound);
  }

  public boolean chance(double p) {
    return unit() < p;
  }

  public <T> T pick(List<T> list) {
    return list.get(below(list.size()));
  }

  /** The first entry half of the time, the second a quarter of it, and so on. */
  public <T> T pickEarly(List<T> list) {
    int i = 0;
    while (i < list.size() - 1 && chance(0.5)) {
      i++;
    }
    return list.get(i);
  }

  public double exponential(double mean) {
    return -mean * StrictMath.log(1 - unit());
  }

  /** Box and Muller (1958), one of the pair. */
  public double gaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
    return radius * StrictMath.cos(2 * StrictMath.PI * unit());
  }

  public double logNormal(double logMean, double logSd) {
    return StrictMath.exp(logMean + logSd * gaussian());
  }

  /** Marsaglia and Tsang (2000); shapes below one by the power of a uniform. Scale one. */
  public double gamma(double shape) {
    if (shape < 1) {
      return gamma(shape + 1) * StrictMath.pow(1 - unit(), 1 / shape);
    }
    double d = shape - 1 / 3.0;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = gaussian();
      double v = 1 + c * x;
      if (v > 0) {
        v = v * v * v;
        if (StrictMath.log(1 - unit()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
          return d * v;
        }
      }
    }
  }

  /** Knuth's products, in steps of at most mean 20. */
  public int poisson(double mean) {
    int count = 0;
    for (double left = mean; left > 0; left -= 20) {
      double floor = StrictMath.exp(-StrictMath.min(left, 20));
      for (double product = unit(); product > floor; product *= unit()) {
        count++;
      }
    }
    return count;
  }

  /** Negative binomial: variance mean + mean²/size. */
  public int negativeBinomial(double mean, double size) {
    return mean <= 0 ? 0 : poisson(gamma(size) * mean / size);
  }

  /** That many lower-case hex digits, at most 16. */
  public String hex(int digits) {
    String all = Long.toHexString(bits() | Long.MIN_VALUE);
    return all.substring(16 - digits);
  }
}
