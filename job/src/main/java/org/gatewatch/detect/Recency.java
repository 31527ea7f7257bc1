package org.gatewatch.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.gatewatch.baseline.KnownSet;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Prefix;
import org.jspecify.annotations.Nullable;

/**
 * What PROFILE remembers of a credential beyond its open windows: hashes of the values it used
 * lately, and how many events an active hour usually has. It serves one question, whether an event
 * is worth judging before its hour is over, and depends on no judgement: what it remembers was
 * seen, not trusted.
 *
 * <p>At most {@link #MOST} values of each kind, least recently used out first (of equals the one
 * that came first), forgotten after 90 days. About 100 bytes for a credential of few habits, 700 at
 * most.
 */
final class Recency {
  private static final int VERSION = 1;

  /** Values kept by kind: autonomous system, network, agent, fingerprint, principal, model. */
  private static final int[] MOST = {8, 24, 8, 8, 8, 8};

  private static final int KINDS = MOST.length;
  private static final int SOURCES = LogSource.values().length;

  /** A credential not seen for this many hours is worth a look when it is back: a week. */
  private static final int IDLE_HOURS = 7 * 24;

  /** Active hours that the usual count speaks of, about. */
  private static final float REMEMBERED = 24;

  // A kind that brings something new in every tenth active hour is no reason to look: such as the
  // networks of a service behind a cloud's egress. Its hours are judged at their end.
  private static final float CHURNS = 0.1f;
  private static final float CHURN_WEIGHT = 1 / 32f;

  private final long[][] hashes = new long[KINDS][0];
  private final int[][] hours = new int[KINDS][0];
  private final float[] usual = new float[SOURCES];
  private final int[] windows = new int[SOURCES];

  /** How often an active hour brings a new value, by kind and source, and whether this one did. */
  private final float[] churn = new float[KINDS * SOURCES];

  private final boolean[] brought = new boolean[KINDS * SOURCES];
  private int lastHour = Integer.MIN_VALUE;
  private boolean shaken;

  // The last value of each kind and source that was looked up, and its hash: most events repeat
  // them. No part of the state.
  private final @Nullable String[] texts = new @Nullable String[KINDS * SOURCES];
  private final long[] textHashes = new long[KINDS * SOURCES];

  /** Whether the event shows something that is not remembered. Changes nothing. */
  boolean isNews(AccessEvent e) {
    int now = hour(e);
    if (isBack(now)) {
      return true;
    }
    if (windows[e.logSource().ordinal()] == 0) {
      return false;
    }
    for (int kind = 0; kind < KINDS; kind++) {
      long hash = hash(kind, e);
      if (hash != 0 && !churns(kind, e.logSource()) && !holds(kind, hash, now)) {
        return true;
      }
    }
    return false;
  }

  /** Remembers the event. Returns whether it showed something new, as {@link #isNews}. */
  boolean remember(AccessEvent e) {
    int now = hour(e);
    boolean news = isBack(now);
    boolean first = windows[e.logSource().ordinal()] == 0;
    for (int kind = 0; kind < KINDS; kind++) {
      long hash = hash(kind, e);
      if (hash != 0 && take(kind, hash, now, e.logSource())) {
        news |= !first && !churns(kind, e.logSource());
        brought[slot(kind, e.logSource())] = true;
      }
    }
    lastHour = Math.max(lastHour, now);
    return news;
  }

  /** Takes in how many events an hour had. What came before a first hour was complete is news. */
  void closed(Window w) {
    int source = w.source().ordinal();
    shaken |= windows[source] == 0;
    windows[source] = Math.min(windows[source] + 1, 1 << 20);
    float weight = 1 / Math.min(windows[source], REMEMBERED);
    // A flood does not raise the mark for the next one by much.
    float n =
        windows[source] == 1 ? w.events() : Math.min((float) w.events(), 4 * usual[source] + 32);
    usual[source] += weight * (n - usual[source]);
    for (int kind = 0; kind < KINDS; kind++) {
      int i = slot(kind, w.source());
      boolean did = churns(kind, w.source());
      if (windows[source] > 1) {
        churn[i] += CHURN_WEIGHT * ((brought[i] ? 1 : 0) - churn[i]);
      }
      brought[i] = false;
      shaken |= did && !churns(kind, w.source());
    }
  }

  private boolean churns(int kind, LogSource source) {
    return churn[slot(kind, source)] >= CHURNS;
  }

  private static int slot(int kind, LogSource source) {
    return kind * SOURCES + source.ordinal();
  }

  /** Events of a gateway hour from which its volume is worth judging before it is over. */
  int watermark() {
    return 8 + (int) Math.min(1 << 28, 2 * usual[LogSource.GATEWAY.ordinal()]);
  }

  /** Whether what {@link #isNews} said of events that still wait may have changed; asked once. */
  boolean wasShaken() {
    boolean was = shaken;
    shaken = false;
    return was;
  }

  private boolean isBack(int now) {
    return lastHour == Integer.MIN_VALUE || now - lastHour > IDLE_HOURS;
  }

  private static int hour(AccessEvent e) {
    return (int) Math.floorDiv(e.eventTime(), Window.LENGTH);
  }

  private static @Nullable String text(int kind, AccessEvent e) {
    boolean vendor = e.logSource() == LogSource.VENDOR;
    return switch (kind) {
      case 1 -> e.sourceIp();
      case 2 -> e.text(Field.USER_AGENT);
      case 3 -> e.text(Field.JA4);
      case 4 -> vendor ? e.text(Field.PRINCIPAL) : null;
      default -> vendor ? null : e.text(Field.MODEL);
    };
  }

  /** The event's value of a kind, 0 for none. */
  private long hash(int kind, AccessEvent e) {
    if (kind == 0) {
      long asn = e.number(Field.ASN, -1);
      return asn < 0 ? 0 : asn * SOURCES + e.logSource().ordinal() + 1;
    }
    String text = text(kind, e);
    if (text == null) {
      return 0;
    }
    int slot = slot(kind, e.logSource());
    if (!text.equals(texts[slot])) {
      String key =
          switch (kind) {
            case 1 -> String.valueOf(Prefix.of(text, 24, 64));
            case 2 -> AgentFamily.of(text);
            default -> KnownSet.key(text);
          };
      texts[slot] = text;
      textHashes[slot] = fnv(key, e.logSource().ordinal());
    }
    return textHashes[slot];
  }

  /** FNV-1a, 64 bits. */
  private static long fnv(String key, int seed) {
    long h = 0xcbf29ce484222325L ^ seed;
    for (int i = 0; i < key.length(); i++) {
      h = (h ^ key.charAt(i)) * 0x100000001b3L;
    }
    return h == 0 ? 1 : h;
  }

  private boolean holds(int kind, long hash, int now) {
    int i = find(kind, hash);
    return i >= 0 && now - hours[kind][i] <= KnownSet.TTL_HOURS;
  }

  private int find(int kind, long hash) {
    long[] known = hashes[kind];
    for (int i = 0; i < known.length; i++) {
      if (known[i] == hash) {
        return i;
      }
    }
    return -1;
  }

  /** Remembers a value; returns whether it was new. */
  private boolean take(int kind, long hash, int now, LogSource source) {
    int i = find(kind, hash);
    if (i >= 0) {
      boolean stale = now - hours[kind][i] > KnownSet.TTL_HOURS;
      hours[kind][i] = Math.max(hours[kind][i], now);
      return stale;
    }
    int n = hashes[kind].length;
    if (n < MOST[kind]) {
      hashes[kind] = Arrays.copyOf(hashes[kind], n + 1);
      hours[kind] = Arrays.copyOf(hours[kind], n + 1);
      i = n;
    } else {
      i = 0;
      for (int k = 1; k < n; k++) {
        i = hours[kind][k] < hours[kind][i] ? k : i;
      }
      shaken |= !churns(kind, source);
    }
    hashes[kind][i] = hash;
    hours[kind][i] = now;
    return true;
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    for (int kind = 0; kind < KINDS; kind++) {
      out.writeByte(hashes[kind].length);
      for (int i = 0; i < hashes[kind].length; i++) {
        out.writeLong(hashes[kind][i]);
        out.writeInt(hours[kind][i]);
      }
    }
    for (int source = 0; source < SOURCES; source++) {
      out.writeFloat(usual[source]);
      out.writeInt(windows[source]);
    }
    for (int i = 0; i < churn.length; i++) {
      out.writeFloat(churn[i]);
      out.writeBoolean(brought[i]);
    }
    out.writeInt(lastHour);
    out.writeBoolean(shaken);
  }

  static Recency read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("recency of an unknown version: " + version);
    }
    Recency r = new Recency();
    for (int kind = 0; kind < KINDS; kind++) {
      int n = in.readByte();
      r.hashes[kind] = new long[n];
      r.hours[kind] = new int[n];
      for (int i = 0; i < n; i++) {
        r.hashes[kind][i] = in.readLong();
        r.hours[kind][i] = in.readInt();
      }
    }
    for (int source = 0; source < SOURCES; source++) {
      r.usual[source] = in.readFloat();
      r.windows[source] = in.readInt();
    }
    for (int i = 0; i < r.churn.length; i++) {
      r.churn[i] = in.readFloat();
      r.brought[i] = in.readBoolean();
    }
    r.lastHour = in.readInt();
    r.shaken = in.readBoolean();
    return r;
  }
}
