package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gatewatch.baseline.Window;

/**
 * Requests for names that the credential never asked for before, refused and answered. Made from an
 * identity that began with them, all that this identity did is the guesser's; made from the owner's
 * own, only the requests for those names are, and those for names that found no room to be kept,
 * beyond what it has of them as a rule.
 */
final class Guesses {
  private static final long HOUR = Window.LENGTH;

  /** Guesses this far apart are no run of guesses; and so long they may go on after an alert. */
  private static final long APART = 6 * HOUR;

  private static final int SEVERAL = 3;

  private final Part part;
  private final Usage usage;
  private final long from;
  private final long to;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  /**
   * Whether an identity is the guesser's: what found no room is most likely its own, and counted.
   */
  private boolean whole;

  private Guesses(Part part, Usage usage, long from, long to) {
    this.part = part;
    this.usage = usage;
    this.from = from;
    this.to = to;
  }

  /** Whether a finding is about names or refusals more than about anything else. */
  static boolean isGuessing(Suspect s) {
    return s.finding.alert() && s.isFirst("probing");
  }

  /**
   * Counts them.
   *
   * @param besides tracks that are the attacker's already
   */
  static boolean of(Part part, Usage usage, List<Track> besides) {
    boolean found = false;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    List<Track> left = new ArrayList<>(usage.counted());
    left.removeAll(besides);
    for (Suspect s : part.suspects) {
      if (isGuessing(s)) {
        long from = Math.floorDiv(s.finding.firstSeen(), HOUR) - 1;
        long to = Math.floorDiv(s.finding.lastSeen() + APART, HOUR) + 1;
        if (last != Long.MIN_VALUE && from * HOUR <= last) {
          continue; // the same guesses, told again
        }
        Guesses g = new Guesses(part, usage, from * HOUR, to * HOUR);
        found |= g.count(left, besides.isEmpty());
        first = Math.min(first, g.first);
        last = Math.max(last, g.last);
      }
    }
    if (!found) {
      return false;
    }
    if (besides.isEmpty()) {
      part.way = Part.Way.NAMES;
      part.first = first;
      part.last = last;
      part.notBefore = Attribution.lastBefore(usage, first, List.of());
    } else {
      part.first = Math.min(part.first, first);
      part.last = Math.max(part.last, last);
      part.notBefore = Math.min(part.notBefore, Attribution.lastBefore(usage, first, besides));
    }
    return true;
  }

  private boolean count(List<Track> tracks, boolean alone) {
    long named = 0;
    TreeMap<String, long[]> endpoints = new TreeMap<>();
    TreeMap<String, long[]> models = new TreeMap<>();
    for (Track track : tracks) {
      if (began(track)) {
        named += whole(track);
        continue;
      }
      track.endpoints.forEach((name, n) -> Part.add(endpoints, name, n));
      track.models.forEach((name, n) -> Part.add(models, name, n));
    }
    for (String name : runs(endpoints)) {
      long[] n = endpoints.getOrDefault(name, new long[6]);
      named += n[0];
      add(n[0], n[1], n[2], n[3]);
      Part.add(part.endpoints, name, n);
      seen(n[4], n[5]);
    }
    addModels(models);
    return (alone && !whole && nameless(named)) || named > 0;
  }

  /**
   * Names in runs of guesses: hours apart from others, and some of them refused or several. A
   * single new name that was answered is rather its owner's.
   */
  private List<String> runs(NavigableMap<String, long[]> names) {
    TreeMap<Long, List<String>> byTime = new TreeMap<>();
    names.forEach(
        (name, n) -> {
          if (isGuess(n) && !name.equals(Track.OTHERS)) {
            byTime.computeIfAbsent(n[4], t -> new ArrayList<>()).add(name);
          }
        });
    List<String> out = new ArrayList<>();
    List<String> run = new ArrayList<>();
    long refused = 0;
    long before = Long.MIN_VALUE;
    for (Map.Entry<Long, List<String>> e : byTime.entrySet()) {
      if (before != Long.MIN_VALUE && e.getKey() - before > APART) {
        end(run, refused, out);
        refused = 0;
      }
      for (String name : e.getValue()) {
        long[] n = names.getOrDefault(name, new long[6]);
        refused += n[0] - n[3];
        run.add(name);
      }
      before = e.getKey();
    }
    end(run, refused, out);
    return out;
  }

  private static void end(List<String> run, long refused, List<String> out) {
    if (refused > 0 || run.size() >= SEVERAL) {
      out.addAll(run);
    }
    run.clear();
  }

  private void addModels(NavigableMap<String, long[]> models) {
    models.forEach(
        (name, n) -> {
          if (isGuess(n)) {
            Part.add(part.models, name, n);
          }
        });
  }

  /**
   * Whether an identity, with a client of its own, began with guesses that were refused: an owner
   * who moves takes the client along.
   */
  private boolean began(Track track) {
    return track.first() >= from
        && track.first() < to
        && usage.first() < from - Day.LENGTH
        && hasOwnClient(track)
        && track.endpoints.values().stream().filter(n -> isGuess(n) && n[3] < n[0]).count()
            >= SEVERAL;
  }

  /** A client that is more than another version of one that was the credential's own. */
  private boolean hasOwnClient(Track track) {
    String agent = track.agent();
    if (agent == null) {
      String fingerprint = track.fingerprint();
      return fingerprint != null && usage.firstUse(Kind.FINGERPRINT, fingerprint) >= from;
    }
    String client = Attribution.client(agent);
    for (Track other : usage.tracks()) {
      String known = other.agent();
      if (known != null && other.first() < from && client.equals(Attribution.client(known))) {
        return false;
      }
    }
    return true;
  }

  private long whole(Track track) {
    long requests = 0;
    for (Day day : track.days) {
      if (day.first < to) {
        part.take(day);
        requests += day.requests;
        seen(day.first, day.last);
      }
    }
    whole = true;
    part.tracks.add(track);
    part.succeeded += track.succeeded();
    part.name(track, Long.MIN_VALUE);
    return requests;
  }

  /** First asked for while the alert lasted, and never again after it. */
  private boolean isGuess(long[] n) {
    return n[4] >= from && n[5] < to;
  }

  private void add(long requests, long input, long output, long succeeded) {
    part.requests += requests;
    part.inputTokens += input;
    part.outputTokens += output;
    part.succeeded += succeeded;
  }

  private void seen(long begin, long end) {
    first = Math.min(first, begin);
    last = Math.max(last, end);
  }

  /**
   * Names that found no room: what the hours of the guesses have of them beyond what the others
   * have as a rule. Where an hour had no room left, the owner's usual requests may be among them.
   */
  private boolean nameless(long named) {
    double requests = 0;
    double tokens = 0;
    int n = 0;
    for (Day hour : usage.hours()) {
      if (isElsewhere(hour)) {
        requests += hour.requests;
        tokens += hour.tokens();
        n++;
      }
    }
    double each = requests > 0 ? tokens / requests : 0;
    Rest lost = new Rest(usage.nameless(), named, n);
    double known = 0;
    double own = 0;
    for (Day hour : usage.hours()) {
      if (lost.hours.contains(hour.number)) {
        known += hour.requests;
        own += requests / Math.max(1, n) * usage.tide(Math.floorDiv(hour.number, 24));
      }
    }
    double left = Math.max(0, known - lost.sum.requests - named);
    Rest others = new Rest(usage.others(), named, n);
    part.requestsLow = part.requests;
    part.requestsHigh = part.requests + lost.sum.requests + others.sum.requests;
    part.tokensLow = part.inputTokens + part.outputTokens;
    part.tokensHigh = part.tokensLow + lost.sum.tokens() + others.sum.tokens();
    boolean found = take(lost, lost.usual + Math.max(0, own - left), each);
    found |= take(others, others.usual, each);
    return found;
  }

  /** What a list of hours holds of the guesses. */
  private final class Rest {
    final Day sum = new Day(0);
    final TreeSet<Long> hours = new TreeSet<>();

    /** Of it, what those hours have as a rule. */
    final double usual;

    Rest(List<Day> all, long named, int elsewhere) {
      double rule = 0;
      for (Day hour : all) {
        rule += isElsewhere(hour) ? hour.requests : 0;
      }
      rule /= Math.max(1, elsewhere);
      long begin = named > 0 ? first - HOUR : from;
      long end = named > 0 ? Math.min(to, last + HOUR) : to;
      for (Day hour : all) {
        if (hour.last >= begin && hour.first <= end && hour.requests > rule) {
          end = Math.min(to, Math.max(end, hour.last + HOUR));
          sum.add(hour);
          hours.add(hour.number);
        }
      }
      usual = rule * hours.size();
    }
  }

  /** Takes it in, less some requests of the owner's with that many tokens each. */
  private boolean take(Rest rest, double own, double each) {
    long counted = Math.max(0, Math.round(rest.sum.requests - own));
    if (counted == 0) {
      return false;
    }
    seen(rest.sum.first, rest.sum.last);
    double all = (double) rest.sum.tokens();
    double share = all == 0 ? 0 : Math.max(0, 1 - own * each / all);
    add(
        counted,
        Math.round(share * rest.sum.inputTokens),
        Math.round(share * rest.sum.outputTokens),
        0);
    return true;
  }

  /** Whether an hour is a day off the guesses. */
  private boolean isElsewhere(Day hour) {
    return hour.number * HOUR < from - Day.LENGTH || hour.number * HOUR >= to + Day.LENGTH;
  }
}
