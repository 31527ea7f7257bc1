package org.gatewatch.report;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.gatewatch.event.LogSource;

/** What became of the lines of one binding. Counters are plain fields: one is bumped per line. */
final class BindingLedger {
  private static final long HOUR = 3_600_000L;

  /** Hours of event time are kept as bits from 1970 on; later ones than year 2500 share a bit. */
  private static final int LAST_HOUR = 4_645_000;

  private static final long NEVER = Long.MIN_VALUE;

  final String name;
  final LogSource source;
  long lines;
  long accepted;
  long duplicates;
  long late;
  long idReuse;
  long files;
  long firstTime = NEVER;
  long lastTime = NEVER;
  long largestLateness;
  final Counts rejected;
  final Counts unknownKeys;
  final TreeSet<String> formats = new TreeSet<>();
  private final BitSet hours = new BitSet();

  /** A stretch of event time without an accepted event, ms; whole hours. */
  record Gap(long from, long to) {
    long hours() {
      return (to - from) / HOUR;
    }
  }

  BindingLedger(String name, LogSource source) {
    this(name, source, new Counts(), new Counts());
  }

  private BindingLedger(String name, LogSource source, Counts rejected, Counts unknownKeys) {
    this.name = name;
    this.source = source;
    this.rejected = rejected;
    this.unknownKeys = unknownKeys;
  }

  /** Takes events of one hour of event time, between two times (ms). */
  void accept(long count, long first, long last) {
    accepted += count;
    firstTime = firstTime == NEVER ? first : Math.min(firstTime, first);
    lastTime = Math.max(lastTime, last);
    hours.set((int) Math.max(0, Math.min(LAST_HOUR, Math.floorDiv(first, HOUR))));
  }

  boolean hasTimes() {
    return firstTime != NEVER;
  }

  /** Stretches of at least that many whole hours between two accepted events, in time order. */
  List<Gap> gaps(int atLeast) {
    List<Gap> out = new ArrayList<>();
    int before = hours.nextSetBit(0);
    while (before >= 0) {
      int next = hours.nextSetBit(before + 1);
      if (next >= 0 && next - before - 1 >= atLeast) {
        out.add(new Gap((before + 1) * HOUR, next * HOUR));
      }
      before = next;
    }
    return out;
  }

  /**
   * Checks that the counts add up.
   *
   * @throws IllegalStateException with the numbers, when they do not
   */
  void check() {
    if (inFlight() != 0) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the ledger of %s does not add up: lines %d, but accepted %d + rejected %d + "
                  + "duplicates %d + late %d = %d",
              PlainText.cell(name),
              lines,
              accepted,
              rejected.total(),
              duplicates,
              late,
              lines - inFlight()));
    }
  }

  /** Lines of which it is not told yet what became of them. */
  long inFlight() {
    return lines - (accepted + rejected.total() + duplicates + late);
  }

  void merge(BindingLedger other) {
    lines += other.lines;
    accepted += other.accepted;
    duplicates += other.duplicates;
    late += other.late;
    idReuse += other.idReuse;
    files += other.files;
    if (other.hasTimes()) {
      firstTime = hasTimes() ? Math.min(firstTime, other.firstTime) : other.firstTime;
      lastTime = Math.max(lastTime, other.lastTime);
    }
    largestLateness = Math.max(largestLateness, other.largestLateness);
    rejected.merge(other.rejected);
    unknownKeys.merge(other.unknownKeys);
    formats.addAll(other.formats);
    hours.or(other.hours);
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(name);
    out.writeBoolean(source == LogSource.VENDOR);
    rejected.write(out);
    unknownKeys.write(out);
    out.writeLong(lines);
    out.writeLong(accepted);
    out.writeLong(duplicates);
    out.writeLong(late);
    out.writeLong(idReuse);
    out.writeLong(files);
    out.writeLong(firstTime);
    out.writeLong(lastTime);
    out.writeLong(largestLateness);
    out.writeInt(formats.size());
    for (String format : formats) {
      out.writeUTF(format);
    }
    long[] words = hours.toLongArray();
    int zeros = 0;
    while (zeros < words.length && words[zeros] == 0) {
      zeros++;
    }
    out.writeInt(zeros);
    out.writeInt(words.length);
    for (int i = zeros; i < words.length; i++) {
      out.writeLong(words[i]);
    }
  }

  static BindingLedger read(DataInput in) throws IOException {
    BindingLedger out =
        new BindingLedger(
            in.readUTF(),
            in.readBoolean() ? LogSource.VENDOR : LogSource.GATEWAY,
            Counts.read(in),
            Counts.read(in));
    out.lines = in.readLong();
    out.accepted = in.readLong();
    out.duplicates = in.readLong();
    out.late = in.readLong();
    out.idReuse = in.readLong();
    out.files = in.readLong();
    out.firstTime = in.readLong();
    out.lastTime = in.readLong();
    out.largestLateness = in.readLong();
    for (int n = in.readInt(); n > 0; n--) {
      out.formats.add(in.readUTF());
    }
    int zeros = in.readInt();
    long[] words = new long[in.readInt()];
    for (int i = zeros; i < words.length; i++) {
      words[i] = in.readLong();
    }
    out.hours.or(BitSet.valueOf(words));
    return out;
  }
}
