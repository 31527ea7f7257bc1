package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;

/**
 * Who used what: for each credential and value (address, network, client, …) when and how much.
 * Bounded: {@link #MOST_VALUES} values of a kind for each credential and {@link #MOST_ROWS} rows in
 * all, the first ones; the uses of others are counted, once there are twice as many rows under one
 * key for all credentials to come.
 */
public final class Pivot {
  /** Values kept of one kind for one credential. */
  public static final int MOST_VALUES = 256;

  /** Rows kept in all. */
  public static final int MOST_ROWS = 500_000;

  /** Value of the row that counts the uses of values that were not kept. */
  public static final String OTHERS = "";

  /** Rows from which on pseudo-credentials that are new share one key: the rest is others'. */
  private static final int ANONYMOUS_ROWS = MOST_ROWS / 2;

  /** Rows from which on every credential that is new does, whoever makes up ids. */
  private static final int ALL_ROWS = 2 * MOST_ROWS;

  private static final int VERSION = 1;

  /** What a row is about. */
  public enum Kind {
    /** The credential as a whole; its value is its own id. */
    CREDENTIAL,
    /** A source address. */
    ADDRESS,
    /** The /24 or /64 of a source address. */
    NETWORK,
    /** A raw user agent. */
    AGENT,
    /** A JA4 fingerprint. */
    JA4,
    PRINCIPAL,
    /** A model of accepted requests. */
    MODEL,
    /** An endpoint of accepted requests. */
    ENDPOINT,
    /** An endpoint, operation or model of requests that were not accepted. */
    REFUSED,
    /** A credential id that somebody came with whom it did not admit. */
    TRIED;

    /** As it is written. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What was seen of a value with one credential in one log source.
   *
   * @param first event time of the first use, epoch ms
   * @param last event time of the last use, epoch ms
   * @param requests lines
   * @param tokens output tokens of these
   */
  public record Use(long first, long last, long requests, long tokens) {
    Use and(Use more) {
      return new Use(
          Math.min(first, more.first),
          Math.max(last, more.last),
          requests + more.requests,
          tokens + more.tokens);
    }
  }

  /**
   * Whom a row is about.
   *
   * @param value {@link #OTHERS} for what was not kept
   */
  public record Key(String credential, Kind kind, String value, LogSource source)
      implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int by = credential.compareTo(other.credential);
      by = by != 0 ? by : kind.compareTo(other.kind);
      by = by != 0 ? by : value.compareTo(other.value);
      return by != 0 ? by : source.compareTo(other.source);
    }
  }

  /** Where the rows go. */
  public interface Out {
    void row(Key key, Use use);
  }

  /** A value of one credential. */
  private record Value(Kind kind, String text, LogSource source) {}

  /** The rows of one credential. */
  private static final class Held {
    private final HashMap<Value, Use> uses = new HashMap<>();

    /** Values by kind, those that stand for others left out. */
    private final int[] kept = new int[Kind.values().length];
  }

  private final HashMap<String, Held> credentials = new HashMap<>();
  private int rows;

  /** Takes in a window; windows come in the order in which they are judged. */
  public void add(Window w) {
    boolean known = credentials.containsKey(w.credential());
    int room = Keys.isAnonymous(w.credential()) ? ANONYMOUS_ROWS : ALL_ROWS;
    String id = known || rows < room ? w.credential() : Keys.OTHER;
    Held held = credentials.computeIfAbsent(id, any -> new Held());
    Use all = new Use(w.first().get(0).time(), w.lastTime(), w.events(), w.outputTokens());
    add(held, new Value(Kind.CREDENTIAL, id, w.source()), all);
    add(held, w, Kind.ADDRESS, w.asked().addresses, all);
    add(held, w, Kind.NETWORK, w.networks(), all);
    add(held, w, Kind.AGENT, w.agents(), all);
    add(held, w, Kind.JA4, w.fingerprints(), all);
    add(held, w, Kind.PRINCIPAL, w.principals(), all);
    add(held, w, Kind.MODEL, w.asked().models, all);
    add(held, w, Kind.ENDPOINT, w.asked().endpoints, all);
    add(held, w, Kind.REFUSED, w.asked().refused, all);
    add(held, w, Kind.TRIED, w.asked().credentials, all);
  }

  private void add(Held held, Window w, Kind kind, SeenSet set, Use all) {
    for (Seen seen : set.values()) {
      Use use = new Use(seen.first().time(), seen.last().time(), seen.count(), seen.outputTokens());
      add(held, new Value(kind, seen.value(), w.source()), use);
    }
    if (set.overflow() > 0) {
      // An hour keeps 32 values of a kind: of the others it knows no more than how many they were.
      merge(
          held,
          new Value(kind, OTHERS, w.source()),
          new Use(all.first, all.last, set.overflow(), 0));
    }
  }

  private void add(Held held, Value value, Use use) {
    Use before = held.uses.get(value);
    int kind = value.kind.ordinal();
    if (before != null) {
      held.uses.put(value, before.and(use));
    } else if (held.kept[kind] < MOST_VALUES && rows < MOST_ROWS) {
      held.kept[kind]++;
      merge(held, value, use);
    } else {
      merge(held, new Value(value.kind, OTHERS, value.source), use);
    }
  }

  private void merge(Held held, Value value, Use use) {
    Use before = held.uses.get(value);
    rows += before == null ? 1 : 0;
    held.uses.put(value, before == null ? use : before.and(use));
  }

  /** Tells all rows, by credential, kind, value and source. */
  public void tell(Out out) {
    TreeMap<Key, Use> all = new TreeMap<>();
    credentials.forEach(
        (credential, held) ->
            held.uses.forEach(
                (value, use) ->
                    all.put(new Key(credential, value.kind, value.text, value.source), use)));
    all.forEach(out::row);
  }

  /** Writes it for state, in no order: there may be a million rows, and it is done often. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeInt(rows);
    for (Map.Entry<String, Held> credential : credentials.entrySet()) {
      for (Map.Entry<Value, Use> row : credential.getValue().uses.entrySet()) {
        Value value = row.getKey();
        out.writeUTF(credential.getKey());
        out.writeByte(value.kind.ordinal());
        out.writeUTF(value.text);
        out.writeBoolean(value.source == LogSource.VENDOR);
        Use use = row.getValue();
        out.writeLong(use.first);
        out.writeLong(use.last);
        out.writeLong(use.requests);
        out.writeLong(use.tokens);
      }
    }
  }

  public static Pivot read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("pivot of an unknown version: " + version);
    }
    Pivot pivot = new Pivot();
    for (int n = in.readInt(); n > 0; n--) {
      Held held = pivot.credentials.computeIfAbsent(in.readUTF(), any -> new Held());
      Value value =
          new Value(
              Kind.values()[in.readByte()],
              in.readUTF(),
              in.readBoolean() ? LogSource.VENDOR : LogSource.GATEWAY);
      Use use = new Use(in.readLong(), in.readLong(), in.readLong(), in.readLong());
      pivot.merge(held, value, use);
      if (!value.text.equals(OTHERS)) {
        held.kept[value.kind.ordinal()]++;
      }
    }
    return pivot;
  }
}
