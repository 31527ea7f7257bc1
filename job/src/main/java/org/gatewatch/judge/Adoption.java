package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.DayTotals;
import org.gatewatch.baseline.Habits;
import org.gatewatch.baseline.KnownSet;
import org.gatewatch.baseline.Seen;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Context;
import org.gatewatch.detect.LevelSignal;
import org.gatewatch.detect.RequestsSignal;
import org.gatewatch.detect.ValueSignal;
import org.gatewatch.event.LogSource;

/**
 * A change that waits to become normal, and how large it is: values that the baseline does not
 * know, requests against the expected, ln tokens against the expected. A few hundred bytes.
 */
final class Adoption {
  /** Values kept of each kind; a change that brings more is known by its first. */
  static final int MOST_VALUES = 8;

  /** Windows of a change before its level is taken over. */
  private static final int LEAST_WINDOWS = 6;

  /** A change of level that is told. */
  static final double LEAST_FACTOR = 1.5;

  private static final double MOST_FACTOR = 100;

  /** The finding or verdict behind it. */
  final String cause;

  /** Release time from which it may be adopted, and when it is forgotten, ms. */
  final long from;

  final long until;
  private final TreeSet<String> networks = new TreeSet<>();
  private final TreeSet<String> agents = new TreeSet<>();
  private int windows;
  private long firstDay = Long.MIN_VALUE;
  private boolean twoDays;
  private double requests;
  private double expected;
  private int sized;
  private double size;

  /** What of requests (a factor) and of ln tokens (a sum) the baseline has taken over so far. */
  private double volumeTaken = 1;

  private double sizeTaken;

  Adoption(String cause, long from, long until) {
    this.cause = cause;
    this.from = from;
    this.until = until;
  }

  /** Takes in a window of the change, before the baseline learns from it. */
  void add(Baseline own, Window w, Context c) {
    windows++;
    long day = Math.floorDiv(w.start(), DayClose.DAY);
    twoDays |= firstDay != Long.MIN_VALUE && day != firstDay;
    firstDay = firstDay == Long.MIN_VALUE ? day : firstDay;
    Habits habits = own.habits(w.source());
    for (Seen seen : w.networks().values()) {
      keep(networks, seen.value(), habits.networks, w);
    }
    for (Seen seen : w.agents().values()) {
      keep(agents, ValueSignal.AGENT.key(seen.value()), habits.agents, w);
    }
    if (isMeasured(w)) {
      requests += w.events();
      expected += expected(own, w, c) / volumeTaken;
    }
    double d = LevelSignal.TOKENS.deviation(own, w, c);
    if (!Double.isNaN(d)) {
      sized++;
      size += d - c.tokenSurge() + sizeTaken;
    }
  }

  private static boolean isMeasured(Window w) {
    return w.source() == LogSource.GATEWAY && !w.partial();
  }

  private static double expected(Baseline own, Window w, Context c) {
    return RequestsSignal.expected(own, w.start(), c) * c.requestSurge();
  }

  private static void keep(Set<String> to, String value, KnownSet known, Window w) {
    if (to.size() < MOST_VALUES && !known.contains(value, w.start())) {
      to.add(KnownSet.key(value));
    }
  }

  /**
   * Brings the baseline to the level of the change so far, at once and as often as it is called.
   */
  void takeOver(Baseline own) {
    double volume = expected > 0 ? Math.min(MOST_FACTOR, Math.max(1, requests / expected)) : 1;
    double more = StrictMath.log(volume / volumeTaken);
    own.volume.scale(volume / volumeTaken);
    volumeTaken = volume;
    double level = sized > 0 ? Math.max(0, size / sized) : 0;
    double larger = level - sizeTaken;
    own.tokens.shift(larger);
    own.tokenTotal.shift(larger);
    sizeTaken = level;
    own.days.shift(DayTotals.Measure.REQUESTS, more, firstDay);
    own.days.shift(DayTotals.Measure.TOKENS, larger, firstDay);
    own.days.shift(DayTotals.Measure.TOTAL, more + larger, firstDay);
  }

  /**
   * Takes over what lasts: values that the window shows again, and the level when it was there for
   * six hours on two days and the window still has it (the smaller of both).
   *
   * @return what was adopted, which is not told again, and may be nothing
   */
  Audit last(String credential, Baseline own, Window w, Context c) {
    List<String> shownNetworks = take(networks, w.networks().values(), ValueSignal.PRINCIPAL);
    List<String> shownAgents = take(agents, w.agents().values(), ValueSignal.AGENT);
    double volume = 1;
    double factor = 1;
    if (windows >= LEAST_WINDOWS && twoDays) {
      if (isMeasured(w) && expected > 0) {
        double now = Math.min(w.events() / expected(own, w, c), requests / expected);
        if (now >= LEAST_FACTOR) {
          volume = Math.min(MOST_FACTOR, now);
          own.volume.scale(volume);
          expected = 0;
        }
      }
      double d = LevelSignal.TOKENS.deviation(own, w, c) - c.tokenSurge();
      if (sized > 0 && Math.min(d, size / sized) >= StrictMath.log(LEAST_FACTOR)) {
        double level = Math.min(d, size / sized);
        own.tokens.shift(level);
        factor = StrictMath.exp(level);
        sized = 0;
      }
    }
    return new Audit(
        w.end(),
        credential,
        Audit.Action.ADOPTED,
        cause,
        shownNetworks,
        shownAgents,
        volume,
        factor,
        1);
  }

  private static List<String> take(Set<String> from, List<Seen> shown, ValueSignal signal) {
    List<String> out = new ArrayList<>();
    for (Seen seen : shown) {
      String key = signal.key(seen.value());
      if (from.remove(key)) {
        out.add(key);
      }
    }
    return out;
  }

  /** All of it, as taken over by a verdict. */
  Audit whole(long time, String credential) {
    return new Audit(
        time,
        credential,
        Audit.Action.AGREED,
        cause,
        new ArrayList<>(networks),
        new ArrayList<>(agents),
        volumeTaken,
        StrictMath.exp(sizeTaken),
        1);
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(cause);
    out.writeLong(from);
    out.writeLong(until);
    write(networks, out);
    write(agents, out);
    out.writeInt(windows);
    out.writeLong(firstDay);
    out.writeBoolean(twoDays);
    out.writeDouble(requests);
    out.writeDouble(expected);
    out.writeInt(sized);
    out.writeDouble(size);
    out.writeDouble(volumeTaken);
    out.writeDouble(sizeTaken);
  }

  private static void write(Set<String> values, DataOutput out) throws IOException {
    out.writeByte(values.size());
    for (String value : values) {
      out.writeUTF(value);
    }
  }

  static Adoption read(DataInput in) throws IOException {
    Adoption a = new Adoption(in.readUTF(), in.readLong(), in.readLong());
    read(a.networks, in);
    read(a.agents, in);
    a.windows = in.readInt();
    a.firstDay = in.readLong();
    a.twoDays = in.readBoolean();
    a.requests = in.readDouble();
    a.expected = in.readDouble();
    a.sized = in.readInt();
    a.size = in.readDouble();
    a.volumeTaken = in.readDouble();
    a.sizeTaken = in.readDouble();
    return a;
  }

  private static void read(Set<String> to, DataInput in) throws IOException {
    for (int n = in.readByte(); n > 0; n--) {
      to.add(in.readUTF());
    }
  }
}
