package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;

/** Since when, what was taken, and whether it spread: what the parts of a case add up to. */
final class Answers {
  private static final String NONE = "(none)";
  private static final long SOON = 3_600_000L;

  private final List<Part> parts;
  private final List<Feed> feeds;

  Answers(List<Part> parts, List<Feed> feeds) {
    this.parts = parts;
    this.feeds = feeds;
  }

  long first() {
    return parts.get(0).first;
  }

  long last() {
    return parts.stream().mapToLong(p -> p.last).max().orElse(0);
  }

  Case.Since since() {
    Part begin = parts.get(0);
    Part end = begin;
    for (Part p : parts) {
      end = p.last > end.last ? p : end;
    }
    long logEnd =
        feeds.stream()
            .filter(f -> f.source() == LogSource.GATEWAY)
            .mapToLong(Feed::last)
            .max()
            .orElse(end.last);
    boolean open = logEnd - end.last < Day.LENGTH;
    long untilNotAfter = open ? Math.max(logEnd, end.untilNotAfter) : end.untilNotAfter;
    String statement =
        "From "
            + Words.time(begin.first)
            + " UTC (at the earliest "
            + Words.time(begin.notBefore)
            + ", "
            + Doubt.earliest(begin)
            + "; at the latest "
            + Words.time(begin.notAfter)
            + ", "
            + Doubt.latest(begin)
            + ") until "
            + Words.time(end.last)
            + (open ? ", within a day of the end of the log: it may go on" : "")
            + ".";
    return new Case.Since(
        statement,
        begin.first,
        end.last,
        begin.notBefore,
        begin.notAfter,
        Math.min(end.untilNotBefore, end.last),
        Math.max(untilNotAfter, end.last));
  }

  Case.Taken taken() {
    long requests = 0;
    double expected = 0;
    long input = 0;
    long output = 0;
    double tokens = 0;
    long bytes = 0;
    TreeMap<String, long[]> models = new TreeMap<>();
    TreeMap<String, long[]> endpoints = new TreeMap<>();
    TreeSet<String> ways = new TreeSet<>();
    for (Part p : parts) {
      requests += p.requests;
      expected += p.expectedRequests;
      input += p.inputTokens;
      output += p.outputTokens;
      tokens += p.expectedTokens;
      bytes += p.bytesOut;
      p.models.forEach((name, n) -> Part.add(models, name, n));
      p.endpoints.forEach((name, n) -> Part.add(endpoints, name, n));
      ways.add(how(p));
    }
    Case.Range range = range();
    String statement =
        (expected >= 1 ? "About " : "")
            + Words.count(requests, "request")
            + (range.requestsLow() == range.requestsHigh()
                ? ""
                : " ("
                    + Words.number((double) range.requestsLow())
                    + " to "
                    + Words.number((double) range.requestsHigh())
                    + ")")
            + " with "
            + Words.number((double) input + output)
            + " tokens ("
            + (range.tokensLow() == range.tokensHigh()
                ? ""
                : Words.number((double) range.tokensLow())
                    + " to "
                    + Words.number((double) range.tokensHigh())
                    + ": ")
            + Words.number((double) input)
            + " in, "
            + Words.number((double) output)
            + " out)"
            + (expected >= 1
                ? " above the "
                    + Words.number(expected)
                    + " requests and "
                    + Words.number(tokens)
                    + " tokens that were to be expected"
                : "")
            + (models.isEmpty() ? "" : "; models: " + Words.list(models.keySet()))
            + ". Counted: "
            + String.join("; ", ways)
            + ".";
    return new Case.Taken(
        statement, requests, expected, input, output, tokens, bytes, range, models, endpoints);
  }

  /** Between what requests, and what tokens, lie: a part that is counted is as counted. */
  private Case.Range range() {
    long[] out = new long[4];
    for (Part p : parts) {
      long tokens = p.inputTokens + p.outputTokens;
      out[0] += p.requestsLow < 0 ? p.requests : p.requestsLow;
      out[1] += p.requestsHigh < 0 ? p.requests : p.requestsHigh;
      out[2] += p.tokensLow < 0 ? tokens : p.tokensLow;
      out[3] += p.tokensHigh < 0 ? tokens : p.tokensHigh;
    }
    return new Case.Range(out[0], out[1], out[2], out[3]);
  }

  private static String how(Part p) {
    return switch (p.way) {
      case VOID -> "everything after the credential's end, when nobody was to use it";
      case IDENTITY -> "what came from networks or clients that were new with it";
      case NAMES -> "requests for names the credential had never asked for";
      case CLIMB -> "what whole days held above the median of the days before";
      case EXCESS -> "what hours held above the mean of the same time of other days";
      case CITED -> "only the requests that the findings counted";
    };
  }

  /** Who was reached, and whether all of it is one vendor's. */
  Case.Spread spread() {
    TreeSet<String> credentials = new TreeSet<>();
    TreeSet<String> vendors = new TreeSet<>();
    TreeSet<String> touched = new TreeSet<>();
    TreeSet<String> sources = new TreeSet<>();
    boolean unattributed = false;
    for (Part p : parts) {
      credentials.add(p.credential);
      String vendor = p.declared.vendor();
      vendors.add(vendor == null ? NONE : vendor);
      unattributed |= p.declared.kind().equals("unknown");
      if (p.usage != null) {
        p.usage.tracks().stream()
            .filter(t -> t.last() >= p.first)
            .forEach(t -> sources.add(t.source.text()));
      }
    }
    for (Part p : parts) {
      for (String network : p.newNetworks()) {
        Holders holders = p.usage == null ? null : p.usage.holders(Kind.NETWORK, network);
        for (Holders.Holder h : holders == null ? List.<Holders.Holder>of() : holders.some()) {
          if (!credentials.contains(h.credential()) && h.first() >= first() - SOON) {
            touched.add(h.credential());
            if (!Keys.isAnonymous(h.credential())) {
              vendors.add(h.vendor().isEmpty() ? NONE : h.vendor());
            }
          }
        }
      }
    }
    List<String> blind = blind(vendors);
    if (Doubt.isWeak(parts)) {
      blind.add(
          0,
          "whether anybody but its owner used it is not known: one statistical finding says so, and no rule");
    }
    boolean one = vendors.size() == 1 && !vendors.contains(NONE);
    String vendor = one ? vendors.first() : null;
    String contained = !one ? unattributed ? "unknown" : "no" : blind.isEmpty() ? "yes" : "unknown";
    String because =
        !one
            ? because(vendors, unattributed)
            : blind.isEmpty()
                ? "all of its credentials are "
                    + vendor
                    + "'s, and no other credential was used from its networks while the gateway's"
                    + " log had no gap"
                : "all that was seen is " + vendor + "'s, but " + String.join("; ", blind);
    List<String> known = new ArrayList<>(vendors);
    known.remove(NONE);
    String statement =
        Words.count(credentials.size(), "credential")
            + " used"
            + (touched.isEmpty()
                ? ""
                : ", " + Words.list(touched) + " touched from the same networks")
            + ". "
            + (vendor == null ? "Contained to one vendor: " : "Contained to " + vendor + ": ")
            + contained
            + ", because "
            + because
            + ".";
    if (vendors.size() == 1 && vendors.contains(NONE) && !unattributed) {
      statement = Words.count(credentials.size(), "credential") + " used. No vendor is concerned.";
    }
    return new Case.Spread(
        statement, contained, vendor, credentials.size(), known, List.copyOf(sources), because);
  }

  private static String because(NavigableSet<String> vendors, boolean unattributed) {
    if (unattributed) {
      return "a credential of the case is in no roster";
    }
    TreeSet<String> named = new TreeSet<>(vendors);
    boolean own = named.remove(NONE);
    return own
        ? named.isEmpty()
            ? "its credentials are the lab's own, no vendor's"
            : "beside those of " + Words.list(named) + " the lab's own were used"
        : "credentials of " + Words.list(named) + " were used";
  }

  /** Where use beyond the vendor could have gone unseen: gaps of the gateway while it lasted. */
  private List<String> blind(NavigableSet<String> vendors) {
    List<String> out = new ArrayList<>();
    for (Feed feed : feeds) {
      boolean ours = feed.vendor() != null && vendors.contains(feed.vendor());
      for (Feed.Gap gap : feed.gaps()) {
        if (!ours && feed.source() == LogSource.GATEWAY && gap.overlaps(first(), last())) {
          out.add(
              feed.name()
                  + " has no lines from "
                  + Words.time(gap.from())
                  + " to "
                  + Words.time(gap.to()));
        }
      }
    }
    return out;
  }

  /** The case in one sentence. */
  String headline() {
    Part p = parts.get(0);
    String what =
        switch (p.way) {
          case VOID ->
              p.ruled("unknown-credential")
                  ? "A credential that is in no roster was used"
                  : "A credential that should not work any more was used";
          case IDENTITY -> "A credential was used from somewhere else than ever before";
          case NAMES -> "Names were guessed with a credential";
          case CLIMB -> "A credential was used more and more";
          case EXCESS -> "A credential was used far beyond its usual volume";
          case CITED -> "A credential was used in a way it should not be";
        };
    if (Doubt.isWeak(parts)) {
      what = Doubt.headline(p);
    }
    if (Keys.isAnonymous(p.credential)) {
      what = "Requests of an unusual kind named no known credential";
    }
    String vendor = p.declared.vendor();
    long tokens = 0;
    long requests = 0;
    for (Part part : parts) {
      tokens += part.inputTokens + part.outputTokens;
      requests += part.requests;
    }
    return what
        + ": "
        + p.credential
        + (vendor == null ? "" : " of " + vendor)
        + (parts.size() > 1 ? " and " + Words.count(parts.size() - 1, "other") : "")
        + ", "
        + Words.time(p.first)
        + " to "
        + Words.time(last())
        + ", "
        + Words.count(requests, "request")
        + (tokens > 0 ? ", " + Words.number((double) tokens) + " tokens" : "");
  }

  /** Names asked for, some refused: what was tried. */
  static List<String> guessedRight(Map<String, long[]> names) {
    List<String> out = new ArrayList<>();
    names.forEach(
        (name, n) -> {
          if (n[3] > 0 && !name.equals(Track.OTHERS)) {
            out.add(name);
          }
        });
    return out;
  }
}
