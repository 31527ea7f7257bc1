package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where from, with what and when a credential is used, as one log source sees it. */
public final class Habits {
  /** Steps of the network ladder. */
  public static final int NETWORK_STEPS = 6;

  /** Steps of the travel ladder. */
  public static final int TRAVEL_STEPS = 4;

  /** Steps of the two-level ladders: new here, new to everyone. */
  public static final int VALUE_STEPS = 2;

  public final KnownSet networks;
  public final KnownSet systems;
  public final KnownSet countries;
  public final KnownSet classes;
  public final Steps networkSteps;
  public final KnownSet agents;
  public final Steps agentSteps;
  public final KnownSet fingerprints;
  public final Steps fingerprintSteps;
  public final KnownSet principals;
  public final Steps principalSteps;
  public final KnownSet regions;
  public final Steps regionSteps;
  public final KnownSet nodes;
  public final Steps nodeSteps;
  public final Hours hours;
  public final Steps travelSteps;
  public final Gaps gaps;
  private @Nullable Place place;
  private int windows;

  Habits(WallClock clock) {
    networks = new KnownSet(64);
    systems = new KnownSet(16);
    countries = new KnownSet(8);
    classes = new KnownSet(4);
    networkSteps = new Steps(NETWORK_STEPS);
    agents = new KnownSet(16);
    agentSteps = new Steps(VALUE_STEPS);
    fingerprints = new KnownSet(16);
    fingerprintSteps = new Steps(VALUE_STEPS);
    principals = new KnownSet(16);
    principalSteps = new Steps(VALUE_STEPS);
    regions = new KnownSet(8);
    regionSteps = new Steps(VALUE_STEPS);
    nodes = new KnownSet(16);
    nodeSteps = new Steps(VALUE_STEPS);
    hours = new Hours(clock);
    travelSteps = new Steps(TRAVEL_STEPS);
    gaps = new Gaps();
  }

  private Habits(DataInput in, WallClock clock) throws IOException {
    windows = in.readInt();
    networks = KnownSet.read(in, 64);
    systems = KnownSet.read(in, 16);
    countries = KnownSet.read(in, 8);
    classes = KnownSet.read(in, 4);
    networkSteps = Steps.read(in, NETWORK_STEPS);
    agents = KnownSet.read(in, 16);
    agentSteps = Steps.read(in, VALUE_STEPS);
    fingerprints = KnownSet.read(in, 16);
    fingerprintSteps = Steps.read(in, VALUE_STEPS);
    principals = KnownSet.read(in, 16);
    principalSteps = Steps.read(in, VALUE_STEPS);
    regions = KnownSet.read(in, 8);
    regionSteps = Steps.read(in, VALUE_STEPS);
    nodes = KnownSet.read(in, 16);
    nodeSteps = Steps.read(in, VALUE_STEPS);
    hours = Hours.read(in, clock);
    travelSteps = Steps.read(in, TRAVEL_STEPS);
    gaps = Gaps.read(in);
    place = in.readBoolean() ? Place.read(in) : null;
  }

  private List<KnownSet> sets() {
    return List.of(
        networks, systems, countries, classes, agents, fingerprints, principals, regions, nodes);
  }

  /** Bytes that all known values take when saved. */
  int bytes() {
    return networks.bytes()
        + systems.bytes()
        + countries.bytes()
        + classes.bytes()
        + agents.bytes()
        + fingerprints.bytes()
        + principals.bytes()
        + regions.bytes()
        + nodes.bytes();
  }

  /** Of a set and all sets of values the one that takes most; of equals the first. */
  KnownSet largest(KnownSet other) {
    KnownSet largest = other;
    for (KnownSet set : sets()) {
      largest = set.bytes() > largest.bytes() ? set : largest;
    }
    return largest;
  }

  /** Windows seen, learned from or not. */
  public int windows() {
    return windows;
  }

  /** After a window was judged. */
  void count(Window w) {
    windows++;
    gaps.use(w.start());
    Place end = w.trail().end();
    if (end != null && (place == null || end.time() >= place.time())) {
      place = end;
    }
  }

  /** Where its last event was, before the window at hand; null when no log line said. */
  public @Nullable Place place() {
    return place;
  }

  /** Notes an active hour. */
  public void learnHour(long start) {
    hours.learn(start);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(windows);
    networks.write(out);
    systems.write(out);
    countries.write(out);
    classes.write(out);
    networkSteps.write(out);
    agents.write(out);
    agentSteps.write(out);
    fingerprints.write(out);
    fingerprintSteps.write(out);
    principals.write(out);
    principalSteps.write(out);
    regions.write(out);
    regionSteps.write(out);
    nodes.write(out);
    nodeSteps.write(out);
    hours.write(out);
    travelSteps.write(out);
    gaps.write(out);
    out.writeBoolean(place != null);
    if (place != null) {
      place.write(out);
    }
  }

  static Habits read(DataInput in, WallClock clock) throws IOException {
    return new Habits(in, clock);
  }
}
