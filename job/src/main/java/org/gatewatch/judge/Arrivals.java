package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.gatewatch.baseline.Cited;
import org.gatewatch.event.Keys;
import org.jspecify.annotations.Nullable;

/**
 * Findings that were told before their time and are not settled yet, by {@code credential LF rule}.
 * Bounded by {@link #MOST}.
 */
final class Arrivals {
  /** How many may be out at once; what is more waits for its time, as all would without this. */
  static final int MOST = 1_000;

  private final TreeMap<String, Told> out = new TreeMap<>();

  /** How many that open something are out, by {@link #day}. */
  private final TreeMap<String, Integer> opening = new TreeMap<>();

  /** How many found no room, or would have made their rule doubtful. */
  long heldBack;

  /** One finding that is out. */
  static final class Told {
    final String credential;

    /** As it was told. */
    final RuleCase as;

    /** Whether a settled finding had that uid before: it was only told that it became graver. */
    final boolean known;

    /** Release time at which it is settled, ms. */
    final long until;

    Told(String credential, RuleCase as, boolean known, long until) {
      this.credential = credential;
      this.as = as;
      this.known = known;
      this.until = until;
    }

    String day() {
      return Arrivals.day(credential, as.rule, as.first);
    }
  }

  private static String key(String credential, String rule) {
    return credential + "\n" + rule;
  }

  int size() {
    return out.size();
  }

  @Nullable Told of(String credential, String rule) {
    return out.get(key(credential, rule));
  }

  /** Notes one, in the place of what was told of the same credential and rule. */
  void put(Told told) {
    Told before = out.put(key(told.credential, told.as.rule), told);
    if (before == null && !told.known) {
      opening.merge(told.day(), 1, Integer::sum);
    }
  }

  /** A rule's day; those without a key are counted by themselves. */
  static String day(String credential, String rule, Cited first) {
    return Crowds.dayOf(rule, first) + (Keys.isAnonymous(credential) ? ":anonymous" : "");
  }

  /** How many of a rule are out that open something on a day. */
  int opening(String day) {
    return opening.getOrDefault(day, 0);
  }

  /** Takes out those that are settled, by credential and rule. */
  List<Told> settled(Predicate<Told> isSettled) {
    List<Told> due = new ArrayList<>();
    out.values().removeIf(told -> isSettled.test(told) && due.add(told));
    for (Told told : due) {
      if (!told.known) {
        opening.computeIfPresent(told.day(), (day, n) -> n == 1 ? null : n - 1);
      }
    }
    return due;
  }

  void write(DataOutput to) throws IOException {
    to.writeLong(heldBack);
    to.writeInt(out.size());
    for (Told told : out.values()) {
      to.writeUTF(told.credential);
      told.as.write(to);
      to.writeBoolean(told.known);
      to.writeLong(told.until);
    }
  }

  void readFrom(DataInput in) throws IOException {
    heldBack = in.readLong();
    for (int n = in.readInt(); n > 0; n--) {
      Told told = new Told(in.readUTF(), RuleCase.read(in), in.readBoolean(), in.readLong());
      put(told);
    }
  }
}
