package org.gatewatch.judge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;

/** Small seeded logs, as the windows that judging gets. */
final class Streams {
  /** Monday 2026-03-02, 00:00 UTC. */
  static final long BEGINNING = 1_772_409_600_000L;

  static final long HOUR = Window.LENGTH;
  static final long DAY = 24 * HOUR;

  /** The usual budget, two weeks learned in silence: what comes then is judged against history. */
  static final JudgeSettings AFTER_HISTORY = new JudgeSettings(3, Double.NaN, BEGINNING + 14 * DAY);

  private static final long LATENESS = 5 * 60_000L;

  private final TreeMap<Long, TreeMap<String, Window>> hours = new TreeMap<>();

  /** Office workers: weekdays, 8 to 17 UTC, about {@code rate} requests an hour. */
  static Streams office(int credentials, int days, double rate, long seed) {
    Streams s = new Streams();
    SplittableRandom random = new SplittableRandom(seed);
    for (int day = 0; day < days; day++) {
      for (int c = 0; c < credentials && day % 7 < 5; c++) {
        for (int hour = 8; hour < 18; hour++) {
          int n = (int) Math.round(rate * Math.exp(0.3 * random.nextGaussian()));
          if (random.nextInt(4) > 0) {
            long start = BEGINNING + day * DAY + hour * HOUR;
            s.use(name(c), start, n, "192.0." + c + ".7", 64500 + c % 3, "sdk/1.0", 300);
          }
        }
      }
    }
    return s;
  }

  static String name(int credential) {
    return String.format(java.util.Locale.ROOT, "cred-%03d", credential);
  }

  /** Adds n requests, evenly over the hour. */
  Streams use(
      String credential, long start, int n, String address, long asn, String agent, long tokens) {
    return add(credential, start, n, address, asn, agent, tokens, 200);
  }

  /** Adds requests that were refused, from a place and with a client. */
  Streams refused(String credential, long start, int n, String address, long asn, String agent) {
    return add(credential, start, n, address, asn, agent, 0, 401);
  }

  private Streams add(
      String credential,
      long start,
      int n,
      String address,
      long asn,
      String agent,
      long tokens,
      int status) {
    AccessEvent.Builder b = new AccessEvent.Builder();
    for (int i = 0; i < n; i++) {
      long time = start + i * (HOUR / n);
      b.clear()
          .set(Field.EVENT_TIME, time)
          .set(Field.LOG_SOURCE, "gateway")
          .set(Field.REQUEST_ID, credential + "-" + time)
          .set(Field.CREDENTIAL_ID, credential)
          .set(Field.SOURCE_IP, address)
          .set(Field.ASN, asn)
          .set(Field.AS_TYPE, "isp")
          .set(Field.COUNTRY, asn > 64510 ? "PL" : "DE")
          .set(Field.USER_AGENT, agent)
          .set(Field.STATUS, status)
          .set(Field.OUTPUT_TOKENS, tokens);
      hours
          .computeIfAbsent(start, k -> new TreeMap<>())
          .computeIfAbsent(credential, k -> new Window(k, LogSource.GATEWAY, start))
          .add(b.build(0, credential, LATENESS, 0, i + 1, 0));
    }
    return this;
  }

  /** Adds n requests refused with 401 from a prefix, each with another made-up id. */
  Streams guess(String prefix, long start, int n) {
    return refused(Keys.ANONYMOUS + prefix, start, n, 401);
  }

  /** Adds n refused requests under one key, each with another made-up id. */
  Streams refused(String key, long start, int n, int status) {
    AccessEvent.Builder b = new AccessEvent.Builder();
    for (int i = 0; i < n; i++) {
      b.clear()
          .set(Field.EVENT_TIME, start + i)
          .set(Field.LOG_SOURCE, "gateway")
          .set(Field.REQUEST_ID, key + "-" + start + "-" + i)
          .set(Field.CREDENTIAL_ID, "made-up-" + i)
          .set(Field.STATUS, status);
      hours
          .computeIfAbsent(start, k -> new TreeMap<>())
          .computeIfAbsent(key, k -> new Window(k, LogSource.GATEWAY, start))
          .add(b.build(0, key, LATENESS, 0, i + 1, 0));
    }
    return this;
  }

  /** A credential's hour so far, judged five minutes after its last event. */
  Window pane(String credential, long start) {
    Window w = Objects.requireNonNull(Objects.requireNonNull(hours.get(start)).get(credential));
    return w.pane(w.lastTime() + LATENESS);
  }

  List<Long> starts() {
    return new ArrayList<>(hours.keySet());
  }

  /** Judges the hours from one index to another. */
  void feed(Judge judge, int from, int to) {
    for (long start : starts().subList(from, to)) {
      List<Window> windows = new ArrayList<>(hours.getOrDefault(start, new TreeMap<>()).values());
      long close = start + HOUR + LATENESS;
      windows.forEach(w -> w.close(close));
      judge.windows(close, start, LogSource.GATEWAY, windows);
    }
  }

  /** The windows, for a second pass; needs to have been fed once. */
  Hindsight.Tape tape() {
    List<Window> windows = new ArrayList<>();
    hours.values().forEach(hour -> windows.addAll(hour.values()));
    return tape(windows);
  }

  /** Windows in the order of their closes. */
  static Hindsight.Tape tape(List<Window> windows) {
    return new Hindsight.Tape() {
      @Override
      public long firstClose() {
        return windows.get(0).close();
      }

      @Override
      public long lastClose() {
        return windows.get(windows.size() - 1).close();
      }

      @Override
      public void play(long from, long to, long later, Consumer<Window> out) throws IOException {
        for (Window w : windows) {
          if (w.close() >= from && w.close() < to) {
            out.accept(moved(w, later));
          }
        }
      }
    };
  }

  private static Window moved(Window w, long later) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    w.write(new DataOutputStream(bytes));
    return Window.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), later);
  }

  /** Judges everything and ends the log. */
  void feed(Judge judge) {
    feed(judge, 0, hours.size());
    judge.end(hours.lastKey() + HOUR + LATENESS);
  }
}
