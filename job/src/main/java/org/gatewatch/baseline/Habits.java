package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Where from, with what and when a credential is used, as one log source sees it. */
public final class Habits {
  /** Steps of the network ladder. */
  public static final int NETWORK_STEPS = 6;

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
  public final Hours hours;
  private int windows;

  Habits() {
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
    hours = new Hours();
  }

  private Habits(DataInput in) throws IOException {
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
    hours = Hours.read(in);
  }

  /** Windows seen, learned from or not. */
  public int windows() {
    return windows;
  }

  /** Before a window is judged: the day's table of hours. */
  public void roll(Window w, Peers peers) {
    if (hours.isBehind(w.start())) {
      hours.roll(w.start(), peers.hours(w.source()));
    }
  }

  /** After a window was judged. */
  public void count() {
    windows++;
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
    hours.write(out);
  }

  static Habits read(DataInput in) throws IOException {
    return new Habits(in);
  }
}
