package org.gatewatch.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Matches;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/**
 * Matches the gateway's records of one credential with a vendor's: by request id, whatever the
 * clocks say; where ids are missing, or never agreed, by model and tokens, the nearest in time
 * within {@link #SKEW}. An hour is told when both logs had their time and the skew is over, so that
 * a missing counterpart is never one that is still to come.
 *
 * <p>A vendor's record without endpoint, model, method and tokens is no counterpart; with an {@code
 * auth_method} it is a login and says when the owner last came in.
 *
 * <p>Bounded: at most {@link #MOST} records wait on each side, {@link Logins} logins, and as many
 * hours as lateness spans. An hour with more is compared by its numbers alone.
 */
final class Reconciler {
  /** How far clocks and latency may put two records of one request apart, ms. */
  static final long SKEW = 5 * 60_000L;

  /** Records that wait on one side. */
  static final int MOST = 4096;

  /** How much a pair moves the remembered offset. */
  private static final double OFFSET_RATE = 0.05;

  private static final int VERSION = 1;

  private final String credential;
  private final String vendor;
  private final long since;
  private final LinkedHashMap<Long, Waiting> atGateway = new LinkedHashMap<>();
  private final LinkedHashMap<Long, Waiting> atVendor = new LinkedHashMap<>();
  private final TreeMap<Long, Hour> hours = new TreeMap<>();
  private final Logins logins = new Logins();
  private double offset;
  private boolean idsAgree;
  private long nameless;

  /**
   * @param vendor who keeps the other log
   * @param since the vendor's records before that event time are not matched, ms: the gateway's
   *     were not kept
   */
  private Reconciler(String credential, String vendor, long since) {
    this.credential = credential;
    this.vendor = vendor;
    this.since = since;
  }

  /**
   * A record without its counterpart so far.
   *
   * @param named whether its request id is its own: not absent, not used shortly before
   */
  private record Waiting(Cited cited, long tokens, boolean named) {}

  /** An hour that is not told yet. */
  private static final class Hour {
    final Matches matches;
    final long close;
    long gateway;
    long vendor;
    long dropped;

    Hour(Matches matches, long close) {
      this.matches = matches;
      this.close = close;
    }
  }

  /**
   * Takes in an event; events come in the order in which they are acted on.
   *
   * @param now what reconciles the credential so far, null for nothing
   * @param lateness the largest lateness bound of each log source, ms, by ordinal; no vendor's
   *     means no vendor's log
   * @return what reconciles it from now on, null while no vendor is known
   */
  static @Nullable Reconciler take(
      @Nullable Reconciler now, AccessEvent e, RuleBook rules, long[] lateness) {
    Reconciler r = now;
    if (r == null) {
      if (lateness[LogSource.VENDOR.ordinal()] == 0 || Keys.isAnonymous(e.key())) {
        return null;
      }
      Credential row = rules.declared(e.key());
      String declared = row == null ? null : row.vendor();
      String vendor = declared == null ? e.text(Field.VENDOR) : declared;
      if (vendor == null) {
        return null;
      }
      boolean kept = declared != null || e.logSource() == LogSource.GATEWAY;
      r = new Reconciler(e.key(), vendor, kept ? Long.MIN_VALUE : e.releaseTime());
    }
    r.add(e, lateness);
    return r;
  }

  private void add(AccessEvent e, long[] lateness) {
    boolean here = e.logSource() == LogSource.GATEWAY;
    if (!here && !SharedLogins.isRequest(e)) {
      if (SharedLogins.isLogin(e)) {
        logins.add(e.eventTime());
      }
      return;
    }
    if (!here && e.eventTime() < since) {
      return;
    }
    Hour hour = hour(e.eventTime(), lateness);
    hour.gateway += here ? 1 : 0;
    hour.vendor += here ? 0 : 1;
    String id = e.requestId();
    LinkedHashMap<Long, Waiting> mine = here ? atGateway : atVendor;
    long key = id == null ? 0 : hash(id);
    Waiting other = key == 0 ? null : (here ? atVendor : atGateway).remove(key);
    boolean named = key != 0 && !mine.containsKey(key);
    Waiting own = new Waiting(Cited.of(e), tokens(e), named);
    if (other != null) {
      idsAgree = true;
      pair(here ? own : other, here ? other : own);
    } else if (mine.size() >= MOST) {
      hour.dropped++;
    } else {
      mine.put(named ? key : --nameless, own);
    }
  }

  private Hour hour(long time, long[] lateness) {
    long start = Window.startOf(time);
    Hour hour = hours.get(start);
    if (hour == null) {
      long most = 0;
      for (long l : lateness) {
        most = Math.max(most, l);
      }
      long close = CredentialProfile.stepOf(start + Window.LENGTH + SKEW + most);
      hour = new Hour(new Matches(vendor), close);
      hours.put(start, hour);
    }
    return hour;
  }

  private static long tokens(AccessEvent e) {
    return e.has(Field.INPUT_TOKENS) || e.has(Field.OUTPUT_TOKENS)
        ? e.number(Field.INPUT_TOKENS, 0) + e.number(Field.OUTPUT_TOKENS, 0)
        : -1;
  }

  private void pair(Waiting gateway, Waiting vendor) {
    long apart = vendor.cited.time() - gateway.cited.time();
    offset += OFFSET_RATE * (apart - offset);
    Hour hour = hours.get(Window.startOf(gateway.cited.time()));
    if (hour != null) {
      hour.matches.pair(apart, gateway.tokens, vendor.tokens);
    }
  }

  /** FNV-1a, 64 bits, never 0. A client that finds a collision gains one request. */
  private static long hash(String id) {
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      h = (h ^ id.charAt(i)) * 0x100000001b3L;
    }
    return h == 0 ? 1 : h;
  }

  /** When the next hour is told, release time in ms; MAX_VALUE for never. */
  long wake() {
    return hours.isEmpty() ? Long.MAX_VALUE : hours.firstEntry().getValue().close;
  }

  /** Whether no hour is open. */
  boolean isIdle() {
    return hours.isEmpty();
  }

  /** Tells the hours that are over by a release time, in order. */
  void closeUntil(long upTo, Consumer<Window> out) {
    for (long close = wake(); close <= upTo && !hours.isEmpty(); close = wake()) {
      long start = hours.firstKey();
      Hour hour = hours.firstEntry().getValue();
      loose(start + Window.LENGTH + SKEW);
      hours.remove(start);
      for (Waiting w : take(atGateway, start + Window.LENGTH)) {
        hour.matches.gatewayOnly(w.cited, logins.age(w.cited.time()));
      }
      for (Waiting w : take(atVendor, start + Window.LENGTH)) {
        hour.matches.vendorOnly(w.cited);
      }
      if (hour.dropped > 0) {
        hour.matches.counted(hour.gateway, hour.vendor, hour.dropped);
      }
      out.accept(Window.of(credential, start, close, hour.matches));
    }
  }

  /** Takes out what waits of before a time. */
  private static List<Waiting> take(Map<Long, Waiting> from, long before) {
    List<Waiting> out = new ArrayList<>();
    for (Iterator<Waiting> it = from.values().iterator(); it.hasNext(); ) {
      Waiting w = it.next();
      if (w.cited.time() < before) {
        out.add(w);
        it.remove();
      }
    }
    return out;
  }

  /** Matches by what records have in common, the gateway's in turn, each with the nearest. */
  private void loose(long before) {
    if (atGateway.isEmpty() || atVendor.isEmpty()) {
      return;
    }
    for (Iterator<Waiting> it = atGateway.values().iterator(); it.hasNext(); ) {
      Waiting g = it.next();
      if (g.cited.time() >= before) {
        continue;
      }
      long best = 0;
      double nearest = Double.MAX_VALUE;
      for (Map.Entry<Long, Waiting> entry : atVendor.entrySet()) {
        Waiting v = entry.getValue();
        double apart = Math.abs(v.cited.time() - g.cited.time() - offset);
        if (agree(g, v) && apart <= SKEW && apart < nearest) {
          best = entry.getKey();
          nearest = apart;
        }
      }
      Waiting found = best == 0 ? null : atVendor.remove(best);
      if (found != null) {
        it.remove();
        pair(g, found);
      }
    }
  }

  /** Whether two records may be of one request. */
  private boolean agree(Waiting g, Waiting v) {
    return (g.tokens < 0 || v.tokens < 0 || g.tokens == v.tokens)
        && !(g.named && v.named && idsAgree)
        && agree(g.cited.model(), v.cited.model())
        && (g.tokens >= 0 || agree(g.cited.endpoint(), v.cited.endpoint()));
  }

  private static boolean agree(@Nullable String a, @Nullable String b) {
    return a == null || b == null || a.equals(b);
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeUTF(credential);
    out.writeUTF(vendor);
    out.writeLong(since);
    write(atGateway, out);
    write(atVendor, out);
    out.writeInt(hours.size());
    for (Map.Entry<Long, Hour> entry : hours.entrySet()) {
      Hour hour = entry.getValue();
      out.writeLong(entry.getKey());
      out.writeLong(hour.close);
      hour.matches.write(out);
      out.writeLong(hour.gateway);
      out.writeLong(hour.vendor);
      out.writeLong(hour.dropped);
    }
    logins.write(out);
    out.writeDouble(offset);
    out.writeBoolean(idsAgree);
    out.writeLong(nameless);
  }

  private static void write(Map<Long, Waiting> waiting, DataOutput out) throws IOException {
    out.writeInt(waiting.size());
    Cited last = null;
    for (Map.Entry<Long, Waiting> entry : waiting.entrySet()) {
      Waiting w = entry.getValue();
      out.writeLong(entry.getKey());
      w.cited.write(out, last);
      out.writeLong(w.tokens);
      out.writeBoolean(w.named);
      last = w.cited;
    }
  }

  static Reconciler read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("reconciler of an unknown version: " + version);
    }
    Reconciler r = new Reconciler(in.readUTF(), in.readUTF(), in.readLong());
    read(in, r.atGateway);
    read(in, r.atVendor);
    for (int n = in.readInt(); n > 0; n--) {
      long start = in.readLong();
      long close = in.readLong();
      Hour hour = new Hour(Matches.read(in), close);
      hour.gateway = in.readLong();
      hour.vendor = in.readLong();
      hour.dropped = in.readLong();
      r.hours.put(start, hour);
    }
    r.logins.readFrom(in);
    r.offset = in.readDouble();
    r.idsAgree = in.readBoolean();
    r.nameless = in.readLong();
    return r;
  }

  private static void read(DataInput in, Map<Long, Waiting> into) throws IOException {
    Cited last = null;
    for (int n = in.readInt(); n > 0; n--) {
      long key = in.readLong();
      last = Cited.read(in, last);
      into.put(key, new Waiting(last, in.readLong(), in.readBoolean()));
    }
  }
}
