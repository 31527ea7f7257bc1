package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What a credential asks for and what it is refused. Gateway windows only. */
public final class Scope {
  /** Steps of the ladder of near-misses: one name, two, four. */
  static final int NEAR_STEPS = 3;

  private static final int NAMES = 64;
  private static final int HEAD = 47;

  /** Endpoints, operations and models, by {@link #key}; refused ones too. */
  public final KnownSet names;

  /** New names by window. */
  public final Tally newNames;

  /** Denied requests by requests answered or denied. */
  public final Tally denied;

  /** Names near restricted ones. */
  public final Steps nearSteps;

  /** New downloads. */
  public final Steps downloadSteps;

  /** Credentials tried beyond the first, by window; pseudo-credentials only. */
  public final Tally attempts;

  Scope() {
    names = new KnownSet(NAMES);
    newNames = new Tally();
    denied = new Tally();
    nearSteps = new Steps(NEAR_STEPS);
    downloadSteps = new Steps(Habits.VALUE_STEPS);
    attempts = new Tally();
  }

  private Scope(DataInput in) throws IOException {
    names = KnownSet.read(in, NAMES);
    newNames = Tally.read(in);
    denied = Tally.read(in);
    nearSteps = Steps.read(in, NEAR_STEPS);
    downloadSteps = Steps.read(in, Habits.VALUE_STEPS);
    attempts = Tally.read(in);
  }

  /**
   * A name as it is compared: of a long one the beginning and a hash of the whole, because paths
   * often differ at the end only. At most {@link KnownSet#MAX_VALUE} long.
   */
  public static String key(String name) {
    if (name.length() <= KnownSet.MAX_VALUE) {
      return name;
    }
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      h = (h ^ name.charAt(i)) * 0x100000001b3L;
    }
    String hex = Long.toHexString(h);
    return name.substring(0, HEAD) + '~' + "0".repeat(16 - hex.length()) + hex;
  }

  void write(DataOutput out) throws IOException {
    names.write(out);
    newNames.write(out);
    denied.write(out);
    nearSteps.write(out);
    downloadSteps.write(out);
    attempts.write(out);
  }

  static Scope read(DataInput in) throws IOException {
    return new Scope(in);
  }
}
