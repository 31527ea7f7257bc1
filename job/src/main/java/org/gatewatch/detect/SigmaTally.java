package org.gatewatch.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;

/**
 * The count of one correlation for one credential in one log source (a vendor's request stands in
 * two logs, and is one). Events come in the order of PROFILE, which for the bindings of a log
 * source with one lateness bound is that of event time.
 *
 * <p>Only the newest N entries can decide whether there are N within the time before an event: so
 * no more are kept, N being the threshold. An entry is an event, or the latest use of a value.
 */
final class SigmaTally {
  final String rule;
  final LogSource source;

  /** By time. */
  private final ArrayList<Entry> entries = new ArrayList<>(2);

  /**
   * @param value first half of the hash of the value; 0 where events are counted
   * @param untold events behind it that no hit has told of
   */
  private record Entry(long time, long value, long untold, long succeeded) {}

  /**
   * Events that a hit tells of.
   *
   * @param count 0 when the threshold is not reached
   */
  record Reached(long count, long succeeded) {
    static final Reached NOT = new Reached(0, 0);
  }

  SigmaTally(String rule, LogSource source) {
    this.rule = rule;
    this.source = source;
  }

  /** Counts an event; tells of all in the time that were not told of when there are enough. */
  Reached take(AccessEvent event, SigmaCount rule) {
    long time = event.eventTime();
    Field field = rule.field();
    long value = field == null ? 0 : hash(String.valueOf(SigmaField.text(event, field)));
    long untold = 1;
    long succeeded = event.succeeded() ? 1 : 0;
    if (field != null) {
      for (int i = 0; i < entries.size(); i++) {
        Entry same = entries.get(i);
        if (same.value == value) {
          entries.remove(i);
          time = Math.max(time, same.time);
          if (same.time > event.eventTime() - rule.timespan()) {
            untold += same.untold;
            succeeded += same.succeeded;
          }
          break;
        }
      }
    }
    int place = entries.size();
    while (place > 0 && entries.get(place - 1).time > time) {
      place--;
    }
    entries.add(place, new Entry(time, value, untold, succeeded));
    long newest = entries.get(entries.size() - 1).time;
    while (entries.size() > rule.least() || entries.get(0).time <= newest - rule.timespan()) {
      entries.remove(0);
    }
    return entries.size() >= rule.least() ? told() : Reached.NOT;
  }

  private Reached told() {
    long count = 0;
    long succeeded = 0;
    for (int i = 0; i < entries.size(); i++) {
      Entry e = entries.get(i);
      count += e.untold;
      succeeded += e.succeeded;
      if (e.untold > 0) {
        entries.set(i, new Entry(e.time, e.value, 0, 0));
      }
    }
    return new Reached(count, succeeded);
  }

  /** Of a cryptographic hash: nobody makes two values count as one. */
  private static long hash(String value) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Entries held, for tests. */
  int size() {
    return entries.size();
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(rule);
    out.writeBoolean(source == LogSource.VENDOR);
    out.writeInt(entries.size());
    for (Entry e : entries) {
      out.writeLong(e.time);
      out.writeLong(e.value);
      out.writeLong(e.untold);
      out.writeLong(e.succeeded);
    }
  }

  static SigmaTally read(DataInput in) throws IOException {
    SigmaTally out =
        new SigmaTally(in.readUTF(), in.readBoolean() ? LogSource.VENDOR : LogSource.GATEWAY);
    for (int left = in.readInt(); left > 0; left--) {
      out.entries.add(new Entry(in.readLong(), in.readLong(), in.readLong(), in.readLong()));
    }
    return out;
  }
}
