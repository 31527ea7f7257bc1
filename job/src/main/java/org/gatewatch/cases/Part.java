package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gatewatch.event.Credential;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Measure;
import org.jspecify.annotations.Nullable;

/**
 * One credential's part in a case: which of its uses were somebody else's, and how that is known.
 */
final class Part {
  /** Normal quantile of 97.5 %. */
  static final double TWO_SIDED = 1.959963984540054;

  /** How uses are told apart. */
  enum Way {
    /** Nobody may use it: everything after its end. */
    VOID,
    /** The uses from networks or clients that were not its own. */
    IDENTITY,
    /** The requests for names it had never asked for. */
    NAMES,
    /** What whole days held above those before. */
    CLIMB,
    /** What went beyond its usual hours. */
    EXCESS,
    /** The events that the findings cite, and no more is known. */
    CITED
  }

  final String credential;
  final Credential declared;
  final @Nullable Usage usage;
  final List<Suspect> suspects;
  Way way = Way.CITED;

  /** Identities held to be the attacker's; for VOID all that were active. */
  final List<Track> tracks = new ArrayList<>();

  long first;
  long last;
  long notBefore;
  long notAfter;
  long untilNotBefore;
  long untilNotAfter;

  /** Attributed to somebody else; an estimate for EXCESS and CLIMB. */
  long requests;

  /** Between which it lies at 95 %; -1 where it is counted, not estimated. */
  long requestsLow = -1;

  long requestsHigh = -1;
  long tokensLow = -1;
  long tokensHigh = -1;
  long succeeded;

  /** Left out of it as the owner's own, where one cannot tell which were. */
  double expectedRequests;

  long inputTokens;
  long outputTokens;
  double expectedTokens;
  long bytesOut;

  /** As {@link Track#models}. */
  final TreeMap<String, long[]> models = new TreeMap<>();

  final TreeMap<String, long[]> endpoints = new TreeMap<>();

  Part(List<Suspect> suspects) {
    this.suspects = suspects;
    Suspect one = suspects.get(0);
    this.credential = one.finding.credential();
    this.declared = one.finding.declared();
    this.usage = one.usage;
    first = suspects.stream().mapToLong(s -> s.finding.firstSeen()).min().orElse(0);
    last = suspects.stream().mapToLong(s -> s.finding.lastSeen()).max().orElse(0);
  }

  /** When the first and last of its alerts' events were. */
  long alertFirst() {
    return suspects.stream()
        .filter(s -> s.finding.alert())
        .mapToLong(s -> s.finding.firstSeen())
        .min()
        .orElse(first);
  }

  long alertLast() {
    return suspects.stream()
        .filter(s -> s.finding.alert())
        .mapToLong(s -> s.finding.lastSeen())
        .max()
        .orElse(last);
  }

  boolean isAlerted() {
    return suspects.stream().anyMatch(s -> s.finding.alert());
  }

  boolean isVoid() {
    return suspects.stream().anyMatch(Suspect::isVoid);
  }

  boolean has(String family) {
    return suspects.stream()
        .flatMap(s -> s.finding.measures().stream())
        .anyMatch(m -> m.family().equals(family));
  }

  /** What a family of signals contributed to its alerts. */
  double weight(String family) {
    double sum = 0;
    for (Suspect s : suspects) {
      for (Measure m : s.finding.measures()) {
        sum += s.finding.alert() && m.family().equals(family) ? m.contribution() : 0;
      }
    }
    return sum;
  }

  /** What speaks of who used it, not of what it was used for. */
  double who() {
    return weight("identity") + weight("agent") + weight("travel") + weight("reconciliation");
  }

  boolean ruled(String analytic) {
    return suspects.stream().anyMatch(s -> s.finding.analyticId().equals(analytic));
  }

  List<Finding> findings() {
    return suspects.stream().map(s -> s.finding).toList();
  }

  /** Networks that were new with the credential and held to be the attacker's. */
  NavigableSet<String> newNetworks() {
    TreeSet<String> out = new TreeSet<>();
    for (Track track : tracks) {
      if (track.network != null && !track.mixed && isNew(track, Kind.NETWORK)) {
        out.add(track.network);
      }
    }
    return out;
  }

  boolean isNew(Track track, Kind kind) {
    return suspects.stream().anyMatch(s -> s.isNew(track, kind));
  }

  void take(Day day) {
    requests += day.requests;
    inputTokens += day.inputTokens;
    outputTokens += day.outputTokens;
    bytesOut += day.bytesOut;
  }

  /** Adds names first asked for at or after a time, ms. */
  void name(Track track, long from) {
    merge(track.models, models, from);
    merge(track.endpoints, endpoints, from);
  }

  private void merge(
      NavigableMap<String, long[]> names, NavigableMap<String, long[]> into, long from) {
    for (Map.Entry<String, long[]> e : names.entrySet()) {
      long[] n = e.getValue();
      if (n[4] >= from) {
        add(into, e.getKey(), n);
      }
    }
  }

  static void add(NavigableMap<String, long[]> into, String name, long[] n) {
    long[] sum =
        into.computeIfAbsent(name, k -> new long[] {0, 0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE});
    for (int i = 0; i < 4; i++) {
      sum[i] += n[i];
    }
    sum[4] = Math.min(sum[4], n[4]);
    sum[5] = Math.max(sum[5], n[5]);
  }
}
