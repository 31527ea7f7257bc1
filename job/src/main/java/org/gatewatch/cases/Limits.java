package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.cases.Case.Unknown;
import org.gatewatch.event.LogSource;

/** What a case cannot know, from the ledger and from what was kept. */
final class Limits {
  private static final long SHORT = 14 * Day.LENGTH;

  private final List<Part> parts;
  private final List<Feed> feeds;
  private final long first;
  private final long last;

  Limits(List<Part> parts, List<Feed> feeds) {
    this.parts = parts;
    this.feeds = feeds;
    this.first = parts.stream().mapToLong(p -> p.first).min().orElse(0);
    this.last = parts.stream().mapToLong(p -> p.last).max().orElse(0);
  }

  List<Unknown> unknown() {
    List<Unknown> out = new ArrayList<>();
    long begin = Long.MAX_VALUE;
    for (Feed feed : feeds) {
      begin = Math.min(begin, feed.first());
      for (Feed.Gap gap : feed.gaps()) {
        long unseen = unseen(feed, gap);
        if (gap.overlaps(first, last) && (feed.source() == LogSource.GATEWAY || unseen > 0)) {
          out.add(
              new Unknown(
                  "gap",
                  feed.name()
                      + " has no lines from "
                      + Words.time(gap.from())
                      + " to "
                      + Words.time(gap.to())
                      + (unseen > 0
                          ? ", while the gateway saw "
                              + Words.count(unseen, "request")
                              + " of this case: where they came from is not known"
                          : ": what happened then is not known")));
        }
      }
      if (feed.rejected() > 0) {
        out.add(
            new Unknown(
                "rejected",
                Words.count(feed.rejected(), "line")
                    + " of "
                    + feed.name()
                    + " could not be read"));
      }
      if (feed.late() > 0) {
        out.add(
            new Unknown(
                "late",
                Words.count(feed.late(), "line")
                    + " of "
                    + feed.name()
                    + " came too late and were left out"));
      }
    }
    if (begin != Long.MAX_VALUE && first - begin < SHORT) {
      out.add(
          new Unknown(
              "history",
              "the log begins "
                  + Words.duration(first - begin)
                  + " before the case: what came before it, and much of what is usual, is not"
                  + " known"));
    }
    for (Part p : parts) {
      of(p, out);
    }
    return out;
  }

  /** Requests of the case that the gateway saw in days that touch a gap of their vendor's feed. */
  private long unseen(Feed feed, Feed.Gap gap) {
    long n = 0;
    for (Part p : parts) {
      if (feed.vendor() != null && feed.vendor().equals(p.declared.vendor()) && p.usage != null) {
        for (Day hour : p.usage.hours()) {
          boolean inside = hour.first >= gap.from() && hour.first < gap.to();
          n += inside && hour.last >= p.first ? hour.requests : 0;
        }
      }
    }
    return n;
  }

  private static void of(Part p, List<Unknown> out) {
    if (p.usage == null) {
      out.add(
          new Unknown(
              "unmodelled", "what " + p.credential + " was used for was not kept: too many keys"));
      return;
    }
    if (p.tracks.stream().anyMatch(t -> t.mixed)) {
      out.add(
          new Unknown(
              "unmodelled",
              p.credential
                  + " was used by more identities than are told apart; the rest is counted as"
                  + " one"));
    }
    if (p.way == Part.Way.EXCESS || p.way == Part.Way.CLIMB || p.way == Part.Way.NAMES) {
      out.add(
          new Unknown(
              "unmodelled",
              "which single requests of "
                  + p.credential
                  + " were not its owner's: they came from its usual network and client"));
    }
  }
}
