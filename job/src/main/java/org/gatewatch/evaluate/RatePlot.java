package org.gatewatch.evaluate;

import java.util.List;
import java.util.Locale;

/** Stated against realised rate as SVG, both axes logarithmic. Holds numbers only. */
final class RatePlot {
  private static final double WIDTH = 560;
  private static final double HEIGHT = 380;
  private static final double LEFT = 56;
  private static final double BOTTOM = 44;
  private static final double TOP = 12;
  private static final double RIGHT = 16;
  private static final double LEAST = 0.2;
  private static final double MOST = 50;
  private static final double[] TICKS = {0.2, 0.5, 1, 2, 5, 10, 20, 50};

  private RatePlot() {}

  static String svg(List<RealisedRate> rates) {
    StringBuilder out = new StringBuilder();
    line(
        out,
        "<svg viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" role=\"img\""
            + " aria-label=\"Stated against realised alert rate per 1,000 credential-days\">",
        WIDTH,
        HEIGHT,
        WIDTH);
    for (double tick : TICKS) {
      String label = tick < 1 ? String.format(Locale.ROOT, "%.1f", tick) : "" + (int) tick;
      line(out, "<path class=\"axis\" d=\"M%.1f %.1fV%.1f\"/>", x(tick), y(LEAST), y(MOST));
      line(out, "<path class=\"axis\" d=\"M%.1f %.1fH%.1f\"/>", x(LEAST), y(tick), x(MOST));
      line(
          out,
          "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
          x(tick),
          y(LEAST) + 16,
          label);
      line(
          out,
          "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          LEFT - 6,
          y(tick) + 4,
          label);
    }
    line(
        out,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">stated, per 1,000</text>",
        (LEFT + WIDTH - RIGHT) / 2,
        HEIGHT - 6);
    line(
        out,
        "<text transform=\"translate(14 %.1f) rotate(-90)\" text-anchor=\"middle\">realised</text>",
        (TOP + HEIGHT - BOTTOM) / 2);
    line(
        out,
        "<path class=\"ideal\" d=\"M%.1f %.1fL%.1f %.1f\"/>",
        x(LEAST),
        y(LEAST),
        x(MOST),
        y(MOST));
    StringBuilder band = new StringBuilder();
    StringBuilder curve = new StringBuilder();
    for (RealisedRate r : rates) {
      point(band, r.stated(), r.interval().high());
      point(curve, r.stated(), r.realised());
    }
    for (int i = rates.size() - 1; i >= 0; i--) {
      point(band, rates.get(i).stated(), rates.get(i).interval().low());
    }
    line(out, "<path class=\"band\" d=\"%sZ\"/>", band);
    line(out, "<path class=\"rate\" d=\"%s\"/>", curve);
    for (RealisedRate r : rates) {
      line(
          out,
          "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"><title>stated %.1f, realised"
              + " %.2f</title></circle>",
          x(r.stated()),
          y(r.realised()),
          r.stated(),
          r.realised());
    }
    return out.append("</svg>\n").toString();
  }

  private static void point(StringBuilder path, double stated, double realised) {
    path.append(path.isEmpty() ? "M" : "L");
    path.append(String.format(Locale.ROOT, "%.1f %.1f", x(stated), y(realised)));
  }

  private static double x(double rate) {
    return LEFT + position(rate) * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double rate) {
    return HEIGHT - BOTTOM - position(rate) * (HEIGHT - BOTTOM - TOP);
  }

  private static double position(double rate) {
    double inside = Math.min(MOST, Math.max(LEAST, rate));
    return StrictMath.log(inside / LEAST) / StrictMath.log(MOST / LEAST);
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
