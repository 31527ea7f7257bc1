package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gatewatch.baseline.Peers;
import org.gatewatch.detect.Family;
import org.gatewatch.detect.Signals;

/** What judging knows of everyone: groups, calibration, budget, and the days not settled yet. */
public final class Shared {
  private static final int VERSION = 1;
  private static final double WIDTH = 1 / 64.0;
  private static final int BINS = 2240;
  private static final long MOST_GAP = 4;

  final Peers everyone = new Peers(null);
  final TreeMap<String, Peers> groups = new TreeMap<>();

  // In a log where nothing ever varied, any value above 0 is without precedent, and precedent alone
  // would make it an alert. So each layer is capped by what its input claims: a signal by twice its
  // own surprise, a family by its worst window (a day holds at least that window), the score by the
  // nominal tail of a single light family, .05 exp(-S/1.6).

  /** Layer 1: signals of windows. */
  final Calibration signals = new Calibration(Signals.all().size(), WIDTH, BINS, 1, 1, 1, 2);

  /** Layer 2: families of credential-days. */
  final Calibration families = new Calibration(Family.COUNT, WIDTH, BINS, 1, 1, 0, 1);

  /** Layer 3: the combined score of credential-days. */
  final Calibration scores = new Calibration(1, 1 / 8.0, 2048, 2, 0.5, 3, 0.625);

  final Budget budget = new Budget();

  /** UTC day that counts as the first of the log; moved up by gaps. */
  private long origin = Long.MIN_VALUE;

  private long lastDay;

  /** The last day that is settled; nothing is added to it any more. */
  long settledThrough = Long.MIN_VALUE / 2;

  /** Days that are not settled, with their active credentials. */
  final TreeMap<Long, Integer> openDays = new TreeMap<>();

  /** Alerts of days not settled yet, by day. */
  final TreeMap<Long, Integer> raised = new TreeMap<>();

  /** Who hit a rule on a day, by {@code day:rule}. */
  final TreeMap<String, TreeSet<String>> ruleHits = new TreeMap<>();

  /** Rules that hit so many that the declaration is doubted, by {@code day:rule}. */
  final TreeMap<String, RuleCase> mismatches = new TreeMap<>();

  /** Digest entries beyond the daily most. */
  long digestDropped;

  Peers group(String name) {
    Peers peers = groups.get(name);
    if (peers == null) {
      peers = new Peers(everyone);
      groups.put(name, peers);
    }
    return peers;
  }

  /** Digest entries that were ranked below the daily most and only counted. */
  public long digestDropped() {
    return digestDropped;
  }

  /** Active credentials of a day, as far as known. */
  int active() {
    int most = budget.active();
    for (int n : openDays.values()) {
      most = Math.max(most, n);
    }
    return most;
  }

  /**
   * Opens a day. A gap counts four days at most: one event of 1970 does not make a log old enough
   * to be judged.
   */
  void open(long day, int newcomers) {
    if (openDays.merge(day, newcomers, Integer::sum) == newcomers) {
      if (origin == Long.MIN_VALUE) {
        origin = day;
      } else if (day > lastDay + MOST_GAP) {
        origin += day - lastDay - MOST_GAP;
      }
      lastDay = origin == day ? day : Math.max(lastDay, day);
    }
  }

  /** Which day of the log a day is, from 0. */
  long indexOf(long day) {
    return day - origin;
  }

  /** Forgets who hit rules on days before that one. */
  void forgetRules(long day) {
    ruleHits.keySet().removeIf(key -> dayOf(key) < day);
    mismatches.keySet().removeIf(key -> dayOf(key) < day);
  }

  private static long dayOf(String key) {
    return Long.parseLong(key.substring(0, key.indexOf(':')));
  }

  private static void write(Map<Long, Integer> days, DataOutput out) throws IOException {
    out.writeInt(days.size());
    for (var entry : days.entrySet()) {
      out.writeLong(entry.getKey());
      out.writeInt(entry.getValue());
    }
  }

  private static void read(Map<Long, Integer> days, DataInput in) throws IOException {
    int n = in.readInt();
    for (int i = 0; i < n; i++) {
      long day = in.readLong();
      days.put(day, in.readInt());
    }
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeLong(origin);
    out.writeLong(lastDay);
    out.writeLong(settledThrough);
    write(openDays, out);
    out.writeLong(digestDropped);
    everyone.write(out);
    out.writeInt(groups.size());
    for (var entry : groups.entrySet()) {
      out.writeUTF(entry.getKey());
      entry.getValue().write(out);
    }
    signals.write(out);
    families.write(out);
    scores.write(out);
    budget.write(out);
    write(raised, out);
    out.writeInt(ruleHits.size());
    for (var entry : ruleHits.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeInt(entry.getValue().size());
      for (String id : entry.getValue()) {
        out.writeUTF(id);
      }
    }
    out.writeInt(mismatches.size());
    for (var entry : mismatches.entrySet()) {
      out.writeUTF(entry.getKey());
      entry.getValue().write(out);
    }
  }

  public static Shared read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("shared state of an unknown version: " + version);
    }
    Shared s = new Shared();
    s.origin = in.readLong();
    s.lastDay = in.readLong();
    s.settledThrough = in.readLong();
    read(s.openDays, in);
    s.digestDropped = in.readLong();
    s.everyone.readFrom(in);
    int n = in.readInt();
    for (int i = 0; i < n; i++) {
      s.group(in.readUTF()).readFrom(in);
    }
    s.signals.readFrom(in);
    s.families.readFrom(in);
    s.scores.readFrom(in);
    s.budget.readFrom(in);
    read(s.raised, in);
    n = in.readInt();
    for (int i = 0; i < n; i++) {
      TreeSet<String> ids = new TreeSet<>();
      s.ruleHits.put(in.readUTF(), ids);
      int size = in.readInt();
      for (int k = 0; k < size; k++) {
        ids.add(in.readUTF());
      }
    }
    n = in.readInt();
    for (int i = 0; i < n; i++) {
      s.mismatches.put(in.readUTF(), RuleCase.read(in));
    }
    return s;
  }
}
