package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.gatewatch.baseline.Peers;
import org.gatewatch.baseline.Priors;
import org.gatewatch.detect.DriftSignal;
import org.gatewatch.detect.Family;
import org.gatewatch.detect.Signals;
import org.gatewatch.stat.TailHistogram;
import org.gatewatch.stat.TailTable;

/** What judging knows of everyone: groups, calibration, budget, and the days not settled yet. */
public final class Shared {
  private static final int VERSION = 2;
  private static final double WIDTH = 1 / 64.0;
  private static final int BINS = 2240;
  private static final long MOST_GAP = 4;

  /** Values from which on a tail is worth shipping. */
  private static final long LEAST_COUNTED = 2000;

  /** What hardly ever was above 0 says nothing of its tail. */
  private static final double RAREST_COUNTED = 7;

  private static final List<String> SIGNALS =
      Stream.of("gateway", "vendor")
          .flatMap(source -> Signals.all().stream().map(s -> "signal." + s.id() + "." + source))
          .toList();
  private static final List<String> DAILY =
      names(List.of(DriftSignal.values()), s -> "signal." + s.id());
  private static final List<String> FAMILIES =
      names(List.of(Family.values()), f -> "family." + f.id());
  private static final List<String> PEAKS = names(List.of(Family.values()), f -> "peak." + f.id());

  final Peers everyone;
  final TreeMap<String, Peers> groups = new TreeMap<>();

  // In a log where nothing ever varied, any value above 0 is without precedent, and precedent alone
  // would make it an alert. So each layer is capped by what its input claims: a signal by twice its
  // own surprise, a family by its worst window (a day holds at least that window), the score by the
  // nominal tail of a single light family, .05 exp(-S/1.6).

  /** Layer 1: signals of windows, gateway first, then vendor. */
  final Calibration signals;

  /** Layer 1 of whole days: drift. */
  final Calibration daily;

  /** Layer 2: families of credential-days. */
  final Calibration families;

  /** Layer 3: the combined score of credential-days. */
  final Calibration scores;

  /** Peaks of the e-detectors' cycles, by family; a day without one counts as 0. */
  final Calibration peaks;

  /** Which alerted days calibration learns from. */
  final Credit credit = new Credit();

  /** Who is rare in the hour at hand. */
  final Crowd crowd = new Crowd();

  final Budget budget = new Budget();

  /** What pays for alerts on strangers: whoever makes up ids may not use up the other. */
  final Budget guesses = new Budget();

  final Surges surges = new Surges();

  /** UTC day that counts as the first of the log; moved up by gaps. */
  private long origin = Long.MIN_VALUE;

  private long lastDay;

  /** The last day that is settled; nothing is added to it any more. */
  long settledThrough = Long.MIN_VALUE / 2;

  /** The last UTC day whose totals were looked at. */
  long lookedThrough = Long.MIN_VALUE / 2;

  /** Days that are not settled, with their active credentials. */
  final TreeMap<Long, Integer> openDays = new TreeMap<>();

  /** Who hit a rule on a day, by {@code day:rule}. */
  final TreeMap<String, TreeSet<String>> ruleHits = new TreeMap<>();

  /** Rules that hit so many that the declaration is doubted, by {@code day:rule}. */
  final TreeMap<String, RuleCase> mismatches = new TreeMap<>();

  /** Which hours of each log have lines, by the number of its binding. */
  final TreeMap<Integer, SourceHours> sources = new TreeMap<>();

  /** What was told before its time. */
  final Arrivals arrivals = new Arrivals();

  /** Digest entries beyond the daily most. */
  long digestDropped;

  /** Rests on what the product ships. */
  public Shared() {
    this(Priors.shipped());
  }

  /**
   * @param priors what is known before the log says anything
   */
  public Shared(Priors priors) {
    everyone = new Peers(priors);
    signals = new Calibration(priors, SIGNALS, WIDTH, BINS, 1, 1, 1, 2);
    daily = new Calibration(priors, DAILY, WIDTH, BINS, 1, 1, 1, 2);
    families = new Calibration(priors, FAMILIES, WIDTH, BINS, 1, 1, 0, 1);
    scores = new Calibration(priors, List.of("score"), 1 / 8.0, 2048, 2, 0.5, 3, 0.625);
    peaks = new Calibration(priors, PEAKS, WIDTH, BINS, 1, 1, 2, 1);
  }

  private static <T> List<String> names(List<T> of, Function<T, String> name) {
    return of.stream().map(name).toList();
  }

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

  /** Findings that were not told before their time, because too many were out. */
  public long earlyHeldBack() {
    return arrivals.heldBack;
  }

  /** Credentials ever judged. */
  public int members() {
    return everyone.members();
  }

  /** Alerts that the budget still pays for; below 0 when some are owed, NaN before the first. */
  public double budgetLeft() {
    return budget.left();
  }

  /** Goes on with the budgets of another judge of the same log. */
  void follow(Shared other) {
    budget.follow(other.budget);
    guesses.follow(other.guesses);
  }

  /** Active credentials of a day, as far as known; 0 in the first hour of a log. */
  public int active() {
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

  /** Adds what another run counted to what is counted here. */
  void count(Shared other) {
    signals.count(other.signals);
    daily.count(other.daily);
    families.count(other.families);
    scores.count(other.scores);
    peaks.count(other.peaks);
  }

  /** The tails of what was counted, as entries of {@link Priors}. */
  List<String> tails() {
    List<String> out = new ArrayList<>();
    tails(signals, SIGNALS, WIDTH, BINS, 1, out);
    tails(daily, DAILY, WIDTH, BINS, 1, out);
    tails(families, FAMILIES, WIDTH, BINS, 1, out);
    tails(scores, List.of("score"), 1 / 8.0, 2048, 2, out);
    tails(peaks, PEAKS, WIDTH, BINS, 1, out);
    return out;
  }

  private static void tails(
      Calibration of, List<String> names, double width, int bins, double least, List<String> out) {
    for (int i = 0; i < names.size(); i++) {
      for (String age : List.of("old", "young")) {
        TailHistogram empty = new TailHistogram(width, bins, least);
        TailTable table = of.counted(i, age.equals("young"), empty);
        if (empty.size() >= LEAST_COUNTED && empty.surpriseOf(1e-3) < RAREST_COUNTED) {
          out.add("tail " + names.get(i) + "." + age + " " + table.text());
        }
      }
    }
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
    out.writeLong(lookedThrough);
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
    daily.write(out);
    peaks.write(out);
    crowd.write(out);
    credit.write(out);
    budget.write(out);
    guesses.write(out);
    surges.write(out);
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
    arrivals.write(out);
    out.writeInt(sources.size());
    for (var entry : sources.entrySet()) {
      out.writeInt(entry.getKey());
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
    s.lookedThrough = in.readLong();
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
    s.daily.readFrom(in);
    s.peaks.readFrom(in);
    s.crowd.readFrom(in);
    s.credit.readFrom(in);
    s.budget.readFrom(in);
    s.guesses.readFrom(in);
    s.surges.readFrom(in);
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
    s.arrivals.readFrom(in);
    for (n = in.readInt(); n > 0; n--) {
      s.sources.put(in.readInt(), SourceHours.read(in));
    }
    return s;
  }
}
