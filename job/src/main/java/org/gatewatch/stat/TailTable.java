package org.gatewatch.stat;

import java.util.Locale;

/**
 * A tail that was counted elsewhere, as a few points: {@code -ln P(V >= v)} at rising v, straight
 * lines between them and a straight line beyond the last. 0 for v &lt;= 0.
 */
public final class TailTable {
  private static final double STEP = 0.5;
  private static final int MOST = 64;

  private final double[] at;
  private final double[] surprise;
  private final double slope;

  private TailTable(double[] at, double[] surprise, double slope) {
    this.at = at;
    this.surprise = surprise;
    this.slope = slope;
  }

  /**
   * A score that claims {@code -ln P} itself, times a factor: what holds when nothing was counted.
   */
  public static TailTable claim(double perUnit) {
    return new TailTable(new double[0], new double[0], perUnit);
  }

  /**
   * The tail of a histogram at steps of 1/2, up to where it turns straight.
   *
   * @param counted refit before
   */
  public static TailTable of(TailHistogram counted) {
    int n = (int) Math.min(MOST, Math.ceil(counted.tailFrom() / STEP) + 1);
    double[] at = new double[n];
    double[] surprise = new double[n];
    for (int i = 0; i < n; i++) {
      at[i] = i == 0 ? 1e-3 : i * STEP;
      surprise[i] = counted.surpriseOf(at[i]);
    }
    double last = n == 0 ? 0 : at[n - 1];
    double far = Math.max(last, counted.tailFrom()) + 8;
    double slope = (counted.surpriseOf(far) - counted.surpriseOf(last)) / (far - last);
    return new TailTable(at, surprise, slope);
  }

  /** {@code -ln P(V >= v)}, never falling in v. */
  public double surpriseOf(double v) {
    if (v <= 0) {
      return 0;
    }
    int n = at.length;
    if (n == 0) {
      return slope * v;
    }
    if (v >= at[n - 1]) {
      return surprise[n - 1] + (v - at[n - 1]) * slope;
    }
    int i = 0;
    while (at[i] < v) {
      i++;
    }
    if (i == 0) {
      return surprise[0];
    }
    double part = (v - at[i - 1]) / (at[i] - at[i - 1]);
    return surprise[i - 1] + part * (surprise[i] - surprise[i - 1]);
  }

  /** One line: the slope, then points {@code v:surprise}. */
  public String text() {
    StringBuilder out = new StringBuilder(String.format(Locale.ROOT, "%.4f", slope));
    for (int i = 0; i < at.length; i++) {
      out.append(String.format(Locale.ROOT, " %.3f:%.3f", at[i], surprise[i]));
    }
    return out.toString();
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static TailTable parse(String text) {
    String[] parts = text.strip().split(" +");
    double[] at = new double[parts.length - 1];
    double[] surprise = new double[parts.length - 1];
    for (int i = 0; i < at.length; i++) {
      int colon = parts[i + 1].indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("a point is v:surprise, not " + parts[i + 1]);
      }
      at[i] = Double.parseDouble(parts[i + 1].substring(0, colon));
      surprise[i] = Double.parseDouble(parts[i + 1].substring(colon + 1));
    }
    return new TailTable(at, surprise, Double.parseDouble(parts[0]));
  }
}
