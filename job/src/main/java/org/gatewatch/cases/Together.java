package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gatewatch.event.LogSource;

/**
 * A credential that several hold at once: on a day of one log, requests from the attacker's places
 * lie between the first and the last request from its owner's, or from two of the attacker's with
 * different clients. A hand-over from one holder to the next shows no such day. With one client at
 * both places it may also be one holder with several machines.
 */
final class Together {
  private static final int LEAST = 2;

  private Together() {}

  /** Two uses of one day, the one within the span of the other. */
  private record Met(long day, Track one, Track other, Day span, Day within) {}

  /** In words, with what shows it; empty when nothing does. */
  static String statement(Part part) {
    if (part.usage == null) {
      return "";
    }
    List<Met> met = new ArrayList<>();
    for (Track theirs : part.tracks) {
      for (Track other : part.usage.tracks()) {
        boolean own = part.way != Part.Way.VOID && !part.tracks.contains(other);
        boolean third = part.tracks.contains(other) && differs(theirs, other);
        if (theirs.source == other.source && (own || third) && isPlace(theirs) && isPlace(other)) {
          met(theirs, other, part, met);
        }
      }
    }
    if (met.isEmpty()) {
      return "";
    }
    met.sort(
        Comparator.comparingLong((Met m) -> m.within.first)
            .thenComparing(m -> m.one.source)
            .thenComparing(m -> String.valueOf(m.one.network))
            .thenComparing(m -> String.valueOf(m.other.network)));
    TreeSet<Long> days = new TreeSet<>();
    TreeSet<String> places = new TreeSet<>();
    met.forEach(
        m -> {
          days.add(m.day);
          places.add(String.valueOf(m.one.network));
          places.add(String.valueOf(m.other.network));
        });
    Met first = met.get(0);
    boolean clients = met.stream().anyMatch(m -> differs(m.one, m.other));
    return (clients
            ? " Several held " + part.credential + " at once: on "
            : " "
                + part.credential
                + " was held by several at once, or by one with several machines: on ")
        + Words.count(days.size(), "day")
        + " it was used from "
        + Words.count(places.size(), "network")
        + " in turn, first at "
        + Words.time(first.within.first)
        + " from "
        + first.other.network
        + " between requests from "
        + first.one.network
        + " at "
        + Words.time(first.span.first)
        + " and "
        + Words.time(first.span.last)
        + (first.one.source == LogSource.VENDOR ? " (by the vendor's log)." : ".");
  }

  private static boolean isPlace(Track track) {
    return !track.mixed && track.network != null;
  }

  /** Another place, and another client: one that travels keeps its client. */
  private static boolean differs(Track a, Track b) {
    boolean client =
        (a.fingerprint() == null || b.fingerprint() == null)
            ? !String.valueOf(a.agent()).equals(String.valueOf(b.agent()))
            : !String.valueOf(a.fingerprint()).equals(b.fingerprint());
    return client && !String.valueOf(a.network).equals(b.network);
  }

  private static void met(Track theirs, Track other, Part part, List<Met> out) {
    if (String.valueOf(theirs.network).equals(other.network)) {
      return;
    }
    TreeMap<Long, Day> days = new TreeMap<>();
    other.days.forEach(d -> days.put(d.number, d));
    for (Day a : theirs.days) {
      Day b = days.get(a.number);
      if (b != null && a.last >= part.first && a.first <= part.last) {
        if (a.requests >= LEAST && b.first > a.first && b.first < a.last) {
          out.add(new Met(a.number, theirs, other, a, b));
        } else if (b.requests >= LEAST && a.first > b.first && a.first < b.last) {
          out.add(new Met(a.number, other, theirs, b, a));
        }
      }
    }
  }
}
