package org.gatewatch.baseline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Prefix;
import org.jspecify.annotations.Nullable;

/**
 * How the events of a window moved between networks: the places of the first and last event, how
 * often the network changed, and the impossible hops, of which at most {@link #HOPS} are kept, one
 * for each two systems. Which networks interleave needs no state of its own: those whose first and
 * last events overlap.
 *
 * <p>Distances are measured where the network changes and nowhere else.
 */
public final class Trail {
  /** Impossible hops kept. */
  public static final int HOPS = 4;

  private final ArrayList<Hop> hops = new ArrayList<>(0);
  private @Nullable Place first;
  private int switches;

  // Of the last event with an address: the event, or what of it was read back.
  private @Nullable String ip;
  private @Nullable String network;
  private @Nullable AccessEvent latest;
  private @Nullable Place end;
  private @Nullable Cited last;

  Trail() {}

  /** Takes in an event; returns its network, null when it has no address. */
  @Nullable String network(AccessEvent e) {
    String now = e.sourceIp();
    if (now == null) {
      return null;
    }
    if (!now.equals(ip)) {
      String next = Prefix.of(now, 24, 64);
      if (next == null) {
        return null;
      }
      if (network == null) {
        first = Place.of(next, e);
      } else if (!next.equals(network)) {
        switched(next, e);
      }
      ip = now;
      network = next;
    }
    latest = e;
    return network;
  }

  private void switched(String next, AccessEvent e) {
    switches++;
    if (hops.size() == HOPS) {
      return;
    }
    Place from = Objects.requireNonNull(end());
    Place to = Place.of(next, e);
    double km = from.impossibleKm(to);
    if (km > 0 && hops.stream().noneMatch(hop -> hop.joinsSame(from, to))) {
      hops.add(new Hop(from, to, Objects.requireNonNull(last()), Cited.of(e), km));
    }
  }

  /** Where the first event with an address was; null when none had one. */
  public @Nullable Place first() {
    return first;
  }

  /** Where the last event with an address was; null when none had one. */
  public @Nullable Place end() {
    return latest == null || network == null ? end : Place.of(network, latest);
  }

  /** The last event with an address. */
  @Nullable Cited last() {
    return latest == null ? last : Cited.of(latest);
  }

  /** How often an event came from another network than the one before it. */
  public int switches() {
    return switches;
  }

  /** Impossible hops, in order, one for each two systems. */
  public List<Hop> hops() {
    return Collections.unmodifiableList(hops);
  }

  void restore(Place first, Place end, Cited last, int switches) {
    this.first = first;
    this.end = end;
    this.last = last;
    this.switches = switches;
    ip = last.sourceIp();
    network = end.network();
  }

  void restore(Hop hop) {
    hops.add(hop);
  }
}
