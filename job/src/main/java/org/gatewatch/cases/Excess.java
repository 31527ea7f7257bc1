package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gatewatch.baseline.Window;
import org.gatewatch.stat.Stretch;

/**
 * Hours far above what that time of day usually brings, where nothing but volume tells the attacker
 * from the owner. It reaches from the hours that are plain in both directions as far as evidence
 * adds up ({@link Stretch}); taken is what its hours hold above the mean of the credential's other
 * active hours at that time of day, one hour to either side, times what everybody's day was above
 * the usual.
 */
final class Excess {
  /** An hour is plain above this many times the expected requests or tokens. */
  private static final double MUCH = 3;

  /** And this many requests, or thousands of tokens, more. */
  private static final long LEAST = 5;

  /** Hours at a time of day that make a level of their own; else all hours do. */
  private static final int LEAST_HOURS = 5;

  /** No hour's logarithm is known better than this: counts of some ten scatter by as much. */
  private static final double LEAST_SD = 0.3;

  private static final long HOUR = Window.LENGTH;

  /** How far from an alert's own time it is looked for, hours. */
  private static final long REACH = 72;

  private final Part part;
  private final Usage usage;
  private final List<Day> hours;
  private final List<long[]> spans = new ArrayList<>();

  /** By hour of the day. */
  private final List<Usual> known = new ArrayList<>(25);

  private Excess(Part part, Usage usage) {
    this.part = part;
    this.usage = usage;
    this.hours = usage.hours();
    for (Suspect s : part.suspects) {
      if (s.finding.alert()) {
        spans.add(
            new long[] {
              Math.floorDiv(s.finding.firstSeen(), HOUR), Math.floorDiv(s.finding.lastSeen(), HOUR)
            });
      }
    }
    if (spans.isEmpty()) {
      spans.add(new long[] {Math.floorDiv(part.first, HOUR), Math.floorDiv(part.last, HOUR)});
    }
  }

  static boolean of(Part part, Usage usage) {
    return new Excess(part, usage).fill();
  }

  /** What is usual at an hour's time of day. */
  private record Usual(
      double requests,
      double input,
      double output,
      double bytes,
      double requestVariance,
      double tokenVariance,
      double logRequests,
      double logTokens,
      double sdRequests,
      double sdTokens,
      double n) {}

  private boolean fill() {
    List<Usual> usual = new ArrayList<>();
    TreeSet<Integer> plain = new TreeSet<>();
    for (int i = 0; i < hours.size(); i++) {
      Day hour = hours.get(i);
      Usual u = usual(hour);
      usual.add(u);
      double tide = tide(hour);
      boolean many = hour.requests > MUCH * tide * u.requests + LEAST;
      boolean much = hour.tokens() > MUCH * tide * (u.input + u.output) + LEAST * 1000;
      if ((many || much) && isCited(hour)) {
        plain.add(i);
      }
    }
    if (plain.isEmpty()) {
      return false;
    }
    double[] evidence = evidence(usual, plain);
    double[] mirrored = new double[evidence.length];
    for (int i = 0; i < evidence.length; i++) {
      mirrored[i] = evidence[evidence.length - 1 - i];
    }
    TreeSet<Integer> counted = new TreeSet<>();
    Stretch begin = null;
    Stretch end = null;
    for (int i : plain) {
      Stretch back = Stretch.back(evidence, i);
      Stretch on = Stretch.back(mirrored, evidence.length - 1 - i);
      begin = begin == null ? back : begin;
      end = on;
      for (int k = back.first(); k <= evidence.length - 1 - on.first(); k++) {
        counted.add(k);
      }
    }
    if (begin == null || end == null) {
      return false;
    }
    take(counted, usual);
    int last = evidence.length - 1;
    part.first = Math.max(hours.get(counted.first()).first, 0);
    part.last = hours.get(counted.last()).last;
    part.notBefore = hours.get(begin.earliest()).first;
    part.notAfter = (hours.get(begin.latest()).number + 1) * HOUR;
    part.untilNotBefore = hours.get(last - end.latest()).number * HOUR;
    part.untilNotAfter = (hours.get(last - end.earliest()).number + 1) * HOUR;
    return true;
  }

  /** Whether an alert's own time holds an hour. */
  private boolean isCited(Day hour) {
    return spans.stream().anyMatch(s -> hour.number >= s[0] && hour.number <= s[1]);
  }

  /** Whether an hour may belong to it, although no alert cites it. */
  private boolean isNear(Day hour) {
    return spans.stream().anyMatch(s -> hour.number >= s[0] - REACH && hour.number <= s[1] + REACH);
  }

  /** Whether an hour may say what is usual: a day off every alert. */
  private boolean isOwn(Day hour) {
    return spans.stream().noneMatch(s -> hour.number >= s[0] - 24 && hour.number <= s[1] + 24);
  }

  private double tide(Day hour) {
    return usage.tide(Math.floorDiv(hour.number, 24));
  }

  /**
   * Evidence of every hour, by what the alerts say more of, for a level that is higher by as much
   * as the plain hours are.
   */
  private double[] evidence(List<Usual> usual, Set<Integer> plain) {
    boolean byTokens = part.weight("tokens") > part.weight("requests");
    double[] out = new double[hours.size()];
    for (int i = 0; i < out.length; i++) {
      Day hour = hours.get(i);
      Usual u = usual.get(i);
      double level = byTokens ? u.logTokens : u.logRequests;
      double value = StrictMath.log1p((double) (byTokens ? hour.tokens() : hour.requests));
      double z =
          (value - StrictMath.log(tide(hour)) - level) / (byTokens ? u.sdTokens : u.sdRequests);
      out[i] = z;
    }
    double shift = Tides.median(plain.stream().mapToDouble(i -> out[i]).toArray());
    for (int i = 0; i < out.length; i++) {
      out[i] =
          isNear(hours.get(i))
              ? Stretch.evidence(out[i], Math.max(1, Math.min(Stretch.MOST, shift)))
              : Double.NEGATIVE_INFINITY;
    }
    return out;
  }

  private void take(Set<Integer> counted, List<Usual> usual) {
    double requests = 0;
    double input = 0;
    double output = 0;
    double bytes = 0;
    double[] variance = new double[2];
    double[] error = new double[2];
    Day sum = new Day(0);
    for (int i : counted) {
      Usual u = usual.get(i);
      double tide = tide(hours.get(i));
      sum.add(hours.get(i));
      requests += tide * u.requests;
      input += tide * u.input;
      output += tide * u.output;
      bytes += tide * u.bytes;
      variance[0] += tide * tide * u.requestVariance;
      variance[1] += tide * tide * u.tokenVariance;
      error[0] += tide * Math.sqrt(u.requestVariance / Math.max(1, u.n));
      error[1] += tide * Math.sqrt(u.tokenVariance / Math.max(1, u.n));
    }
    part.way = Part.Way.EXCESS;
    part.requests = above(sum.requests, requests);
    part.inputTokens = above(sum.inputTokens, input);
    part.outputTokens = above(sum.outputTokens, output);
    part.bytesOut = above(sum.bytesOut, bytes);
    part.expectedRequests = requests;
    part.expectedTokens = input + output;
    part.succeeded = part.requests;
    double doubt = Part.TWO_SIDED * Math.sqrt(variance[0] + error[0] * error[0]);
    part.requestsLow = above(sum.requests, requests + doubt);
    part.requestsHigh = Math.min(sum.requests, above(sum.requests, requests - doubt));
    doubt = Part.TWO_SIDED * Math.sqrt(variance[1] + error[1] * error[1]);
    part.tokensLow = above(sum.tokens(), input + output + doubt);
    part.tokensHigh = Math.min(sum.tokens(), above(sum.tokens(), input + output - doubt));
  }

  private static long above(long observed, double expected) {
    return Math.max(0, Math.round((double) observed - expected));
  }

  /** Of the active hours at that time of day outside the case, or of all without enough. */
  private Usual usual(Day hour) {
    if (known.isEmpty()) {
      double[][] sums = new double[25][];
      for (int h = 0; h < 25; h++) {
        sums[h] = new double[11];
      }
      for (Day other : hours) {
        if (isOwn(other)) {
          int h = (int) Math.floorMod(other.number, 24L);
          for (int near : new int[] {(h + 23) % 24, h, (h + 1) % 24, 24}) {
            add(other, sums[near]);
          }
        }
      }
      for (int h = 0; h < 25; h++) {
        known.add(usual(sums[h][10] < LEAST_HOURS ? sums[24] : sums[h]));
      }
    }
    return known.get((int) Math.floorMod(hour.number, 24L));
  }

  private void add(Day other, double[] sums) {
    double tide = tide(other);
    double requests = other.requests / tide;
    double tokens = other.tokens() / tide;
    double logRequests = StrictMath.log1p((double) other.requests) - StrictMath.log(tide);
    double logTokens = StrictMath.log1p((double) other.tokens()) - StrictMath.log(tide);
    sums[0] += requests;
    sums[1] += other.inputTokens / tide;
    sums[2] += other.outputTokens / tide;
    sums[3] += other.bytesOut / tide;
    sums[4] += requests * requests;
    sums[5] += tokens * tokens;
    sums[6] += logRequests;
    sums[7] += logTokens;
    sums[8] += logRequests * logRequests;
    sums[9] += logTokens * logTokens;
    sums[10]++;
  }

  private static Usual usual(double[] sums) {
    double n = sums[10];
    if (n == 0) {
      return new Usual(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0);
    }
    double bessel = n / Math.max(1, n - 1);
    double tokens = (sums[1] + sums[2]) / n;
    double requests = sums[0] / n;
    double logRequests = sums[6] / n;
    double logTokens = sums[7] / n;
    return new Usual(
        requests,
        sums[1] / n,
        sums[2] / n,
        sums[3] / n,
        Math.max(0, sums[4] / n - requests * requests) * bessel,
        Math.max(0, sums[5] / n - tokens * tokens) * bessel,
        logRequests,
        logTokens,
        sd(sums[8] / n - logRequests * logRequests, bessel),
        sd(sums[9] / n - logTokens * logTokens, bessel),
        n);
  }

  private static double sd(double variance, double bessel) {
    return Math.max(LEAST_SD, Math.sqrt(Math.max(0, variance) * bessel));
  }
}
