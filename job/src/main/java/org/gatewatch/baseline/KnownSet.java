package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The values a credential is known to use, each with the hours of its first and last use: a bounded
 * table, least recently used out first (of equals the smaller value), forgotten after {@link
 * #TTL_HOURS}.
 */
public final class KnownSet {
  /** A value not used for this long is unknown again: 90 days. */
  public static final int TTL_HOURS = 90 * 24;

  /** Longest value kept, UTF-16 units. */
  public static final int MAX_VALUE = 64;

  private static final long HOUR = 3_600_000L;

  private final int cap;
  private final ArrayList<String> values = new ArrayList<>(2);
  private int[] hours = new int[2];

  /** Hours in which the values were first used. */
  private int[] firsts = new int[2];

  // Hashes of the values: a busy service has dozens of networks, and most looks miss.
  private int[] hashes = new int[2];

  /** Bytes that the entries take when saved. */
  private int bytes;

  KnownSet(int cap) {
    this.cap = cap;
  }

  /** Values as they are kept: cut to {@link #MAX_VALUE}. */
  public static String key(String value) {
    return value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) : value;
  }

  private int find(String key) {
    int hash = key.hashCode();
    for (int i = 0, n = values.size(); i < n; i++) {
      if (hashes[i] == hash && values.get(i).equals(key)) {
        return i;
      }
    }
    return -1;
  }

  public boolean contains(String value, long time) {
    int i = find(key(value));
    return i >= 0 && hour(time) - hours[i] <= TTL_HOURS;
  }

  /** Start of the hour of its first use, ms; {@code otherwise} when it is not known. */
  public long firstSeen(String value, long otherwise) {
    int i = find(key(value));
    return i >= 0 && hour(otherwise) - hours[i] <= TTL_HOURS ? firsts[i] * HOUR : otherwise;
  }

  /** Whether the value was used on the UTC day of a time already. */
  public boolean usedToday(String value, long time) {
    int i = find(key(value));
    return i >= 0 && hours[i] / 24 == hour(time) / 24;
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  public int size() {
    return values.size();
  }

  /** The values, oldest entry first. */
  public List<String> values() {
    return java.util.Collections.unmodifiableList(values);
  }

  /** Notes a use. */
  public void learn(String value, long time) {
    String key = key(value);
    int now = hour(time);
    int i = find(key);
    if (i >= 0) {
      if (now - hours[i] > TTL_HOURS) {
        firsts[i] = now;
      }
      hours[i] = Math.max(hours[i], now);
      return;
    }
    bytes += bytes(key);
    if (values.size() == cap) {
      int out = oldest();
      bytes -= bytes(values.get(out));
      values.set(out, key);
      hashes[out] = key.hashCode();
      hours[out] = now;
      firsts[out] = now;
      return;
    }
    if (values.size() == hours.length) {
      hours = Arrays.copyOf(hours, Math.min(cap, hours.length * 2));
      hashes = Arrays.copyOf(hashes, hours.length);
      firsts = Arrays.copyOf(firsts, hours.length);
    }
    hours[values.size()] = now;
    firsts[values.size()] = now;
    hashes[values.size()] = key.hashCode();
    values.add(key);
  }

  private int oldest() {
    int out = 0;
    for (int k = 1; k < values.size(); k++) {
      if (hours[k] < hours[out]
          || (hours[k] == hours[out] && values.get(k).compareTo(values.get(out)) < 0)) {
        out = k;
      }
    }
    return out;
  }

  /** Bytes that its entries take when saved. */
  int bytes() {
    return bytes;
  }

  /** Forgets the value least recently used, of one at least. */
  void dropOldest() {
    int out = oldest();
    bytes -= bytes(values.remove(out));
    for (int i = out; i < values.size(); i++) {
      hours[i] = hours[i + 1];
      firsts[i] = firsts[i + 1];
      hashes[i] = hashes[i + 1];
    }
  }

  /** An entry: length, modified UTF-8, two hours. */
  private static int bytes(String key) {
    int n = 2 + 2 * Integer.BYTES;
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      n += c >= 1 && c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    }
    return n;
  }

  private static int hour(long time) {
    return (int) Math.floorDiv(time, HOUR);
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(values.size());
    for (int i = 0; i < values.size(); i++) {
      out.writeUTF(values.get(i));
      out.writeInt(hours[i]);
      out.writeInt(firsts[i]);
    }
  }

  static KnownSet read(DataInput in, int cap) throws IOException {
    KnownSet set = new KnownSet(cap);
    int n = in.readByte();
    set.hours = new int[Math.max(2, n)];
    set.hashes = new int[set.hours.length];
    set.firsts = new int[set.hours.length];
    for (int i = 0; i < n; i++) {
      set.values.add(in.readUTF());
      set.hours[i] = in.readInt();
      set.firsts[i] = in.readInt();
      set.hashes[i] = set.values.get(i).hashCode();
      set.bytes += bytes(set.values.get(i));
    }
    return set;
  }
}
