package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gatewatch.judge.Decision;
import org.gatewatch.stat.BrokenLine;
import org.gatewatch.stat.Stretch;
import org.jspecify.annotations.Nullable;

/**
 * A rise of whole days: what an e-detector, or a day's total against older days, was raised by.
 *
 * <p>It began where two lines broken at that day fit the credential's days best ({@link
 * BrokenLine}, in logarithms, without what everybody's days had in common): a sum of evidence
 * starts only when a climb is already steep, and is late by that. The interval of doubt holds what
 * the fit does not exclude and the first day of that sum. Taken is what its days had above the
 * median of the days before, like days with like. It goes on until two days in a row are back at
 * the level before.
 */
final class Climb {
  /** Families whose sum of evidence is about volume. */
  private static final Set<String> ADDS = Set.of("drift", "requests", "tokens");

  /** Days that must lie before it. */
  private static final int LEAST = 5;

  /** Days of a part of the week that must lie before it to be a level of their own. */
  private static final int LEAST_OF_PART = 3;

  /** Evidence at which a rise is plain. */
  private static final double PLAIN = 20;

  private static final double LEAST_SD = 0.1;

  /** What shows a change by so much of the clearer one's gain shows it as well. */
  private static final double CLEAR = 0.5;

  /** Days in a row at the old level that end it. */
  private static final int BACK = 2;

  private static final long DAY = Day.LENGTH;

  private final Part part;
  private final Usage usage;
  private final List<Day> days;

  /** What shows the change more clearly. */
  private Count shown = d -> d.requests;

  private Climb(Part part, Usage usage) {
    this.part = part;
    this.usage = usage;
    this.days = usage.days();
  }

  /** Whether a finding is about a rise of whole days. */
  static boolean isClimb(Suspect s) {
    Decision decision = s.decision();
    String by = decision == null || decision.by() == null ? "" : decision.by().id();
    return s.finding.alert() && (ADDS.contains(by) || s.isFirst("drift"));
  }

  static boolean of(Part part, Usage usage) {
    List<Suspect> climbs = part.suspects.stream().filter(Climb::isClimb).toList();
    return !climbs.isEmpty() && new Climb(part, usage).fill(climbs);
  }

  private boolean fill(List<Suspect> climbs) {
    long seen = Long.MAX_VALUE;
    long since = Long.MAX_VALUE;
    for (Suspect s : climbs) {
      if (day(s.finding.firstSeen()) < seen) {
        seen = day(s.finding.firstSeen());
        since = since(s);
      }
    }
    int upTo = index(seen);
    BrokenLine.Fit fit = fit(upTo);
    fit = fit == null ? null : fit(Math.min(upTo, plain(fit, upTo)));
    if (fit == null) {
      return false;
    }
    int begin = fit.at();
    int adding = Math.min(index(since), upTo);
    int end = begin;
    for (Suspect s : climbs) {
      int from = Math.max(begin, index(day(s.finding.firstSeen())));
      if (from <= Math.max(end, upTo) || isAbove(begin, from, fit.sd())) {
        end = Math.max(end, end(begin, from, fit.sd()));
      }
    }
    Taking requests = new Taking(begin, end, d -> d.requests);
    Taking input = new Taking(begin, end, d -> d.inputTokens);
    Taking output = new Taking(begin, end, d -> d.outputTokens);
    Taking bytes = new Taking(begin, end, d -> d.bytesOut);
    Taking tokens = new Taking(begin, end, Day::tokens);
    if (requests.excess() < 1 && tokens.excess() < 1) {
      return false;
    }
    part.way = Part.Way.CLIMB;
    part.requests = requests.excess();
    part.requestsLow = requests.low();
    part.requestsHigh = requests.high();
    part.inputTokens = input.excess();
    part.outputTokens = output.excess();
    part.tokensLow = tokens.low();
    part.tokensHigh = tokens.high();
    part.bytesOut = bytes.excess();
    part.expectedRequests = requests.expected;
    part.expectedTokens = tokens.expected;
    part.succeeded = part.requests;
    part.first = days.get(begin).first;
    part.last = days.get(end).last;
    part.notBefore = days.get(Math.min(fit.earliest(), adding)).first;
    part.notAfter = days.get(Math.max(Math.min(fit.latest(), upTo), Math.min(adding, upTo))).last;
    part.untilNotBefore = days.get(end).first;
    part.untilNotAfter =
        end + 1 < days.size() ? days.get(Math.min(days.size() - 1, end + BACK)).last : part.last;
    return true;
  }

  private static long day(long time) {
    return Math.floorDiv(time, DAY);
  }

  /** First day of the sum of evidence; the day itself without one. */
  private static long since(Suspect s) {
    return Math.min(s.evidenceFrom(), day(s.finding.firstSeen()));
  }

  /** Index of a day, or of the last one before it. */
  private int index(long day) {
    int at = 0;
    for (int i = 0; i < days.size(); i++) {
      at = days.get(i).number <= day ? i : at;
    }
    return at;
  }

  /**
   * The fit of requests or of output tokens, whichever shows the change more clearly; the interval
   * is that of both where both show it.
   */
  private BrokenLine.@Nullable Fit fit(int upTo) {
    int n = upTo + 1;
    int[] classes = new int[n];
    int[] count = new int[2];
    for (int i = 0; i < n; i++) {
      classes[i] = Tides.part(days.get(i).number);
      count[classes[i]]++;
    }
    if (Math.min(count[0], count[1]) < LEAST_OF_PART) {
      classes = new int[n];
    }
    double[] t = new double[n];
    double[] requests = new double[n];
    double[] tokens = new double[n];
    for (int i = 0; i < n; i++) {
      Day d = days.get(i);
      double tide = StrictMath.log(usage.tide(d.number));
      t[i] = (double) d.number;
      requests[i] = StrictMath.log1p((double) d.requests) - tide;
      tokens[i] = StrictMath.log1p((double) d.outputTokens) - tide;
    }
    BrokenLine.Fit one = BrokenLine.of(t, requests, classes, LEAST);
    BrokenLine.Fit two =
        Tides.median(tokens.clone()) > 0 ? BrokenLine.of(t, tokens, classes, LEAST) : null;
    boolean byTokens = one == null || (two != null && two.gain() > one.gain());
    shown = byTokens ? d -> d.outputTokens : d -> d.requests;
    if (one == null || two == null) {
      return one == null ? two : one;
    }
    BrokenLine.Fit best = byTokens ? two : one;
    return Math.min(one.gain(), two.gain()) < best.gain() * CLEAR
        ? best
        : new BrokenLine.Fit(
            best.at(),
            Math.min(one.earliest(), two.earliest()),
            Math.max(one.latest(), two.latest()),
            best.sd(),
            best.gain());
  }

  /**
   * When the rise was plain: the first day at which evidence since it began, of a level higher by a
   * standard deviation, is that of one in {@code e^20}. What a climb does later says nothing of how
   * it began.
   */
  private int plain(BrokenLine.Fit fit, int upTo) {
    Taking plain = new Taking(fit.at(), fit.at(), shown);
    double sum = 0;
    int at = fit.at();
    while (at < upTo && sum < PLAIN) {
      sum += Stretch.evidence(plain.above(days.get(at)) / Math.max(LEAST_SD, fit.sd()));
      at += sum < PLAIN ? 1 : 0;
    }
    return at;
  }

  /**
   * The last day of the rise: days after it are back at the level before, which is to be above it
   * by less than half of what the days of the rise are (in logarithms).
   *
   * @param from a day on which it is seen
   */
  private int end(int begin, int from, double sd) {
    int end = from;
    int back = 0;
    for (int i = from + 1; i < days.size() && back < BACK; i++) {
      boolean above = isAbove(begin, i, sd);
      end = above ? i : end;
      back = above ? 0 : back + 1;
    }
    return end;
  }

  private boolean isAbove(int begin, int i, double sd) {
    Taking plain = new Taking(begin, begin, shown);
    return i > begin && plain.above(days.get(i)) > Math.max(sd, plain.half(begin, i));
  }

  /** What is counted of a day. */
  private interface Count {
    long of(Day day);
  }

  /** What the days of a rise hold above what the days before it make likely. */
  private final class Taking {
    private final Count count;
    private final double[] usual = new double[2];
    private final double[] known = new double[2];
    private double variance;
    private double observed;
    double expected;
    private double error;

    Taking(int begin, int end, Count count) {
      this.count = count;
      for (int p = 0; p < 2; p++) {
        double[] like = before(begin, p);
        double[] used = like.length < LEAST_OF_PART ? before(begin, -1) : like;
        known[p] = Math.max(1, used.length);
        usual[p] = used.length == 0 ? 0 : Tides.median(used);
      }
      double squares = 0;
      for (int i = 0; i < begin; i++) {
        double r = above(days.get(i));
        squares += r * r;
      }
      variance = squares / Math.max(1, begin - 1);
      double[] sums = new double[2];
      for (int i = begin; i <= end; i++) {
        Day d = days.get(i);
        double mean = StrictMath.expm1(usual[Tides.part(d.number)]) * usage.tide(d.number);
        observed += count.of(d);
        expected += mean;
        sums[Tides.part(d.number)] += mean;
        error += mean * mean * variance;
      }
      for (int p = 0; p < 2; p++) {
        // The median of n normal values has pi/2 times the variance of their mean.
        error += sums[p] * sums[p] * variance * Math.PI / 2 / known[p];
      }
    }

    /** Logarithms of the days before, without the tide; of a part of the week, or of all. */
    private double[] before(int begin, int p) {
      List<Double> out = new ArrayList<>();
      for (int i = 0; i < begin; i++) {
        Day d = days.get(i);
        if (p < 0 || Tides.part(d.number) == p) {
          out.add(StrictMath.log1p((double) count.of(d)) - StrictMath.log(usage.tide(d.number)));
        }
      }
      return out.stream().mapToDouble(v -> v).toArray();
    }

    /** By how much a day is above the level before, in logarithms. */
    double above(Day d) {
      return StrictMath.log1p((double) count.of(d))
          - StrictMath.log(usage.tide(d.number))
          - usual[Tides.part(d.number)];
    }

    /** Half of the median of what days are above the level before. */
    double half(int begin, int end) {
      return Tides.median(days.subList(begin, end).stream().mapToDouble(this::above).toArray()) / 2;
    }

    long excess() {
      return Math.max(0, Math.round(observed - expected));
    }

    long low() {
      return Math.max(0, Math.round(observed - expected - Part.TWO_SIDED * Math.sqrt(error)));
    }

    long high() {
      return Math.round(
          Math.max(0, Math.min(observed, observed - expected + Part.TWO_SIDED * Math.sqrt(error))));
    }
  }
}
