package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.gatewatch.event.LogSource;
import org.gatewatch.judge.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Tells the attacker's uses of a credential from its own, with the span of the case left out of
 * what counts as its own.
 */
final class Attribution {
  /** How long before a finding an identity it cites may have begun. */
  private static final long EARLIER = 3 * Day.LENGTH;

  private Attribution() {}

  static Part of(List<Suspect> suspects) {
    Part part = new Part(suspects);
    part.notBefore = part.first;
    part.notAfter = Math.max(part.first, part.alertFirst());
    Usage usage = part.usage;
    if (usage == null || !(isVoid(part, usage) || tell(part, usage))) {
      cited(part);
    }
    part.notBefore = Math.min(part.notBefore, part.first);
    part.notAfter = Math.max(part.notAfter, part.first);
    if (part.way != Part.Way.EXCESS && part.way != Part.Way.CLIMB) {
      part.untilNotBefore = Math.min(part.last, part.alertLast());
      part.untilNotAfter = after(part, usage);
    }
    return part;
  }

  /** By what the alerts are about: identities, names, or mere volume. */
  private static boolean tell(Part part, Usage usage) {
    double who = part.who();
    double volume = part.weight("requests") + part.weight("tokens");
    double days = part.weight("drift");
    boolean climbs = part.suspects.stream().anyMatch(Climb::isClimb) && days >= volume;
    if (climbs && days > who + part.weight("probing") && Climb.of(part, usage)) {
      return true;
    }
    boolean guesses = part.suspects.stream().anyMatch(Guesses::isGuessing);
    boolean ruled = part.findings().stream().anyMatch(f -> f.lane() == Finding.Lane.RULE);
    if ((who > 0 || ruled || !guesses) && identity(part, usage)) {
      if (guesses) {
        Guesses.of(part, usage, part.tracks);
      }
      return true;
    }
    return (guesses && Guesses.of(part, usage, List.of()))
        || (climbs && Climb.of(part, usage))
        || Excess.of(part, usage)
        || Climb.of(part, usage)
        || Guesses.of(part, usage, List.of());
  }

  private static boolean isVoid(Part part, Usage usage) {
    if (!part.isVoid()) {
      return false;
    }
    long over = Suspect.voidFrom(part.declared);
    long from = over == Long.MAX_VALUE || over > part.alertFirst() ? usage.first() : over;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Track track : usage.tracks()) {
      for (Day day : track.days) {
        if (day.last >= from) {
          part.tracks.remove(track);
          part.tracks.add(track);
        }
      }
    }
    for (Track track : usage.counted()) {
      for (Day day : track.days) {
        if (day.first >= from) {
          part.take(day);
          first = Math.min(first, day.first);
          last = Math.max(last, day.last);
        }
      }
      part.name(track, from);
      part.succeeded += track.last() >= from ? track.succeeded() : 0;
    }
    if (part.requests == 0) {
      return false;
    }
    part.way = Part.Way.VOID;
    part.notBefore = Math.max(from, lastBefore(usage, from, List.of()));
    part.notAfter = Math.max(part.alertFirst(), first);
    part.first = first;
    part.last = last;
    return true;
  }

  private static boolean identity(Part part, Usage usage) {
    List<Track> chosen = foreign(part, usage);
    if (chosen.isEmpty()) {
      for (Suspect s : part.suspects) {
        for (Track track : s.fresh()) {
          boolean client = isLate(s, usage, track, Kind.AGENT) && hasForeignClient(s, usage, track);
          if (client && s.cites(track) && !chosen.contains(track)) {
            chosen.add(track);
          }
        }
      }
    }
    List<Track> counted = new ArrayList<>(chosen);
    counted.retainAll(usage.counted());
    if (counted.isEmpty()) {
      counted = chosen;
    }
    if (counted.isEmpty()) {
      return false;
    }
    part.way = Part.Way.IDENTITY;
    part.tracks.addAll(chosen);
    part.first = Long.MAX_VALUE;
    part.last = Long.MIN_VALUE;
    for (Track track : counted) {
      track.days.forEach(part::take);
      part.first = Math.min(part.first, track.first());
      part.last = Math.max(part.last, track.last());
      part.succeeded += track.succeeded();
      part.name(track, Long.MIN_VALUE);
    }
    part.notBefore = lastBefore(usage, part.first, chosen);
    return true;
  }

  /**
   * Tracks from networks that were not the credential's own and that a finding cites; where some of
   * them came with a client of their own, only those: the others may be its owner's journeys.
   * Behind a vendor's proxy the gateway sees the proxy's network, so there, and only there, tracks
   * go with the client: anywhere else an owner's upgrade would hand the owner's place to a
   * stranger.
   */
  private static List<Track> foreign(Part part, Usage usage) {
    TreeSet<String> networks = new TreeSet<>();
    TreeSet<String> withClient = new TreeSet<>();
    TreeSet<String> agents = new TreeSet<>();
    for (Suspect s : part.suspects) {
      for (Track track : usage.tracks()) {
        if (track.network == null || !s.cites(track) || !isForeign(s, usage, track)) {
          continue;
        }
        boolean client = hasForeignClient(s, usage, track);
        if (client) {
          withClient.add(track.network);
        }
        if (client || !usage.knows(track.sample.asn(), track.first() - EARLIER)) {
          networks.add(track.network);
        }
        String agent = track.agent();
        if (agent != null && isForeignAgent(s, usage, track)) {
          agents.add(agent);
        }
      }
    }
    if (!withClient.isEmpty()) {
      networks.retainAll(withClient);
    }
    List<Track> chosen = new ArrayList<>();
    for (Track track : usage.tracks()) {
      String agent = track.agent();
      boolean here = track.network != null && networks.contains(track.network);
      boolean alike = !networks.isEmpty() && agent != null && agents.contains(agent);
      if (here || (alike && isHidden(usage, track))) {
        chosen.add(track);
      }
    }
    return chosen;
  }

  private static boolean hasForeignClient(Suspect s, Usage usage, Track track) {
    return track.fingerprint() == null
        ? isForeignAgent(s, usage, track)
        : isLate(s, usage, track, Kind.FINGERPRINT);
  }

  /** A new agent that is more than another version of one that was the credential's own. */
  private static boolean isForeignAgent(Suspect s, Usage usage, Track track) {
    String agent = track.agent();
    if (agent == null || !isLate(s, usage, track, Kind.AGENT)) {
      return false;
    }
    if (track.fingerprint() != null && isLate(s, usage, track, Kind.FINGERPRINT)) {
      return true;
    }
    String client = client(agent);
    for (Track other : usage.tracks()) {
      String known = other.agent();
      if (known != null
          && other.first() < track.first()
          && client.equals(client(known))
          && !isLate(s, usage, other, Kind.AGENT)) {
        return false;
      }
    }
    return true;
  }

  /** An agent without its version numbers. */
  static String client(String agent) {
    return agent.replaceAll("[0-9.]+", "#");
  }

  /**
   * Whether a track's network is a vendor's proxy and says nothing of who is behind it: the
   * vendor's own log saw the credential, but never from there.
   */
  private static boolean isHidden(Usage usage, Track track) {
    boolean logged = false;
    for (Track other : usage.tracks()) {
      if (other.source == LogSource.VENDOR) {
        logged = true;
        if (track.network != null && track.network.equals(other.network)) {
          return false;
        }
      }
    }
    return track.network == null || (logged && track.source == LogSource.GATEWAY);
  }

  /** A network that was not the credential's own before. */
  private static boolean isForeign(Suspect s, Usage usage, Track track) {
    return isLate(s, usage, track, Kind.NETWORK);
  }

  /** Whether a value was first used shortly before the finding or while it lasted. */
  private static boolean isLate(Suspect s, Usage usage, Track track, Kind kind) {
    String value = track.value(kind);
    if (value == null || track.mixed) {
      return false;
    }
    long since = usage.firstUse(kind, value);
    return since >= s.finding.firstSeen() - EARLIER
        && since <= s.finding.lastSeen()
        && usage.first() < since - EARLIER;
  }

  private static void cited(Part part) {
    part.way = Part.Way.CITED;
    for (Suspect s : part.suspects) {
      part.requests = Math.max(part.requests, s.finding.citedCount());
    }
    part.notBefore = part.first - Day.LENGTH;
  }

  /** The last event before a time that is not of those tracks; the time itself without any. */
  static long lastBefore(Usage usage, long time, List<Track> without) {
    long before = Long.MIN_VALUE;
    for (Track track : usage.counted()) {
      for (Day day : without.contains(track) ? List.<Day>of() : track.days) {
        if (day.last < time) {
          before = Math.max(before, day.last);
        } else if (day.first < time) {
          before = Math.max(before, day.first);
        }
      }
    }
    return before == Long.MIN_VALUE ? time : before;
  }

  /** The first use after the last one that is its own; the last one itself without any. */
  private static long after(Part part, @Nullable Usage usage) {
    long next = Long.MAX_VALUE;
    if (usage != null && part.way != Part.Way.VOID) {
      for (Track track : usage.counted()) {
        for (Day day : part.tracks.contains(track) ? List.<Day>of() : track.days) {
          if (day.first > part.last) {
            next = Math.min(next, day.first);
          } else if (day.last > part.last) {
            next = Math.min(next, day.last);
          }
        }
      }
    }
    return next == Long.MAX_VALUE ? part.last : next;
  }
}
