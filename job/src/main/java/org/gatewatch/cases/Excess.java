package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gatewatch.baseline.Window;

/**
 * Uses that no identity tells from the owner's: requests for names never asked for before, or hours
 * far above what that time of day usually brings.
 */
final class Excess {
  /** An hour is in excess above this many times the expected requests or tokens. */
  private static final double MUCH = 3;

  /** And this many requests, or thousands of tokens, more. */
  private static final long LEAST = 5;

  private static final long HOUR = Window.LENGTH;

  private Excess() {}

  /** New names where the finding is about names, else hours far above the usual ones. */
  static boolean of(Part part, Usage usage) {
    boolean names =
        part.weight("probing") > part.weight("requests") + part.weight("tokens")
            && names(part, usage);
    return names || hours(part, usage);
  }

  private static boolean names(Part part, Usage usage) {
    TreeMap<String, long[]> endpoints = new TreeMap<>();
    TreeMap<String, long[]> models = new TreeMap<>();
    for (Track track : usage.counted()) {
      track.endpoints.forEach((name, n) -> Part.add(endpoints, name, n));
      track.models.forEach((name, n) -> Part.add(models, name, n));
    }
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Map.Entry<String, long[]> e : endpoints.entrySet()) {
      long[] n = e.getValue();
      if (isGuess(part, n)) {
        part.requests += n[0];
        part.inputTokens += n[1];
        part.outputTokens += n[2];
        part.succeeded += n[3];
        Part.add(part.endpoints, e.getKey(), n);
        first = Math.min(first, n[4]);
        last = Math.max(last, n[5]);
      }
    }
    models.forEach(
        (name, n) -> {
          if (isGuess(part, n)) {
            Part.add(part.models, name, n);
          }
        });
    if (part.requests == 0) {
      return false;
    }
    part.way = Part.Way.NAMES;
    part.first = first;
    part.last = last;
    part.notBefore = Attribution.lastBefore(usage, first, List.of());
    return true;
  }

  /** First asked for while the alert lasted, and never again after it. */
  private static boolean isGuess(Part part, long[] n) {
    return n[4] >= part.alertFirst() - HOUR && n[5] <= part.alertLast();
  }

  private static boolean hours(Part part, Usage usage) {
    long from = Math.floorDiv(part.alertFirst(), HOUR);
    long to = Math.floorDiv(part.alertLast(), HOUR);
    List<Day> much = new ArrayList<>();
    for (Day hour : usage.hours()) {
      if (hour.number < from || hour.number > to) {
        continue;
      }
      double[] usual = usual(usage, hour, from, to);
      boolean many = hour.requests > MUCH * usual[0] + LEAST;
      if (many || hour.tokens() > MUCH * usual[1] + LEAST * 1000) {
        much.add(hour);
        part.take(hour);
        part.expectedRequests += usual[0];
        part.expectedTokens += usual[1];
      }
    }
    if (much.isEmpty()) {
      return false;
    }
    part.way = Part.Way.EXCESS;
    part.succeeded = part.requests;
    Day begin = much.get(0);
    Day end = much.get(much.size() - 1);
    part.first = Math.max(begin.number * HOUR, part.alertFirst());
    part.last = end.last;
    part.notBefore = begin.number * HOUR - HOUR;
    part.notAfter = (begin.number + 1) * HOUR;
    part.untilNotBefore = end.number * HOUR;
    part.untilNotAfter = (end.number + 2) * HOUR;
    return true;
  }

  /**
   * Mean requests and tokens of the credential's active hours at that time of day, one hour to
   * either side, outside the case.
   */
  private static double[] usual(Usage usage, Day hour, long from, long to) {
    double requests = 0;
    double tokens = 0;
    int n = 0;
    for (Day other : usage.hours()) {
      long apart = Math.floorMod(other.number - hour.number + 1, 24);
      if ((other.number < from || other.number > to) && apart <= 2) {
        requests += other.requests;
        tokens += other.tokens();
        n++;
      }
    }
    return new double[] {n == 0 ? 0 : requests / n, n == 0 ? 0 : tokens / n};
  }
}
