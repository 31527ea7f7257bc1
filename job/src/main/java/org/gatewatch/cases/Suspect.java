package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.gatewatch.baseline.Cited;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Prefix;
import org.gatewatch.judge.Decision;
import org.gatewatch.judge.Dossier;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Measure;
import org.jspecify.annotations.Nullable;

/**
 * One finding with what was new behind its credential while it lasted: the identities that may
 * belong to somebody else.
 */
final class Suspect {
  /** Rules whose credential nobody may use: all of its uses are somebody else's. */
  static final Set<String> VOID =
      Set.of(
          "expired-credential", "leftover-credential", "revoked-credential", "unknown-credential");

  private static final Set<String> ADDRESSES = Set.of("hosting", "vpn", "proxy", "tor", "mobile");

  final Finding finding;
  final @Nullable Usage usage;

  Suspect(Finding finding, @Nullable Usage usage) {
    this.finding = finding;
    this.usage = usage;
  }

  /** Why it paged; null where that is not known. */
  @Nullable Decision decision() {
    Dossier dossier = finding.dossier();
    return dossier == null ? null : dossier.decision();
  }

  /** Whether that family of signals contributes most to it. */
  boolean isFirst(String family) {
    List<Measure> measures = finding.measures();
    return !measures.isEmpty() && measures.get(0).family().equals(family);
  }

  /** First epoch day of what adds up to the finding: of its e-detector's cycle, or its own. */
  long evidenceFrom() {
    long first = Math.floorDiv(finding.firstSeen(), Day.LENGTH);
    Decision decision = decision();
    return decision == null || decision.since() <= 0 ? first : Math.min(first, decision.since());
  }

  /**
   * When what adds up to the finding begins, epoch ms: its first event, or its cycle's first day.
   */
  long evidenceBegin() {
    return Math.min(finding.firstSeen(), evidenceFrom() * Day.LENGTH);
  }

  /** From when on nobody may use a credential, epoch ms; MAX_VALUE when it may be used. */
  static long voidFrom(Credential declared) {
    long from = Long.MAX_VALUE;
    for (Long end : new Long[] {declared.expiresAt(), declared.revokedAt()}) {
      if (end != null) {
        from = Math.min(from, end);
      }
    }
    Long grace = declared.graceUntil();
    return grace == null || from == Long.MAX_VALUE ? from : Math.max(from, grace);
  }

  boolean isVoid() {
    return VOID.contains(finding.analyticId());
  }

  /** Tracks that were used while the finding lasted and whose network or client was new then. */
  List<Track> fresh() {
    List<Track> out = new ArrayList<>();
    if (usage == null) {
      return out;
    }
    for (Track track : usage.tracks()) {
      boolean used =
          track.first() <= finding.lastSeen() + Day.LENGTH && track.last() >= finding.firstSeen();
      if (used
          && (isNew(track, Kind.NETWORK)
              || isNew(track, Kind.AGENT)
              || isNew(track, Kind.FINGERPRINT))) {
        out.add(track);
      }
    }
    return out;
  }

  /**
   * Whether a value was first used with the credential not before the finding's first day. On a
   * credential that was never used before, everything is new and therefore nothing, unless nobody
   * may use it at all.
   */
  boolean isNew(Track track, Kind kind) {
    Usage of = usage;
    String value = track.value(kind);
    if (of == null || value == null) {
      return false;
    }
    long since = of.firstUse(kind, value);
    boolean unknown = finding.analyticId().equals("unknown-credential");
    return since >= finding.firstSeen() - Day.LENGTH
        && (unknown || isVoid() || of.first() < finding.firstSeen() - Day.LENGTH);
  }

  /** Whether an event that the finding cites came from the track's network. */
  boolean cites(Track track) {
    return !addresses(track).isEmpty();
  }

  /**
   * Addresses of the events it cites that lie in the track's network; others, as the egress of a
   * proxy that all of a vendor pass, say nothing of who else came.
   */
  NavigableSet<String> addresses(Track track) {
    NavigableSet<String> out = addresses();
    String network = track.network;
    out.removeIf(ip -> network == null || !network.equals(Prefix.of(ip, 24, 64)));
    return out;
  }

  /** Addresses of the events it cites. */
  NavigableSet<String> addresses() {
    TreeSet<String> out = new TreeSet<>();
    for (Cited cited : finding.cited()) {
      if (cited.sourceIp() != null) {
        out.add(cited.sourceIp());
      }
    }
    return out;
  }

  /** Whether many unrelated clients come out of such a network. */
  static boolean isCrowded(Track track) {
    String type = track.sample.asType();
    return type != null && ADDRESSES.contains(type);
  }
}
