package org.gatewatch.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Lines of a gateway, made up as time goes by: credentials that come to be one after the other,
 * some that were there for two weeks, one of those taken over now and then, and a canary that is
 * touched by a credential of its own.
 */
final class SoakLoad extends Thread {
  static final int PARTITIONS = 3;
  static final String CANARY = "/internal/soak-canary";
  static final long MINUTE = 60_000L;
  static final long HOUR = 60 * MINUTE;
  private static final int WARM = 200;
  private static final int HISTORY_DAYS = 14;
  private static final int ATTACK_EVERY_MINUTES = 5;
  private static final int ATTACK_LINES = 60;
  private static final long LEAST_AHEAD = 20_000;
  private static final long TICK_NS = 5_000_000;
  private static final AtomicLong REQUEST = new AtomicLong();

  /**
   * When something was sent.
   *
   * @param wall the time of day, epoch ms
   * @param event event time of its first line, ms
   */
  record Sent(long wall, long event) {}

  /** By credential: canaries touched and credentials taken over. */
  final Map<String, Sent> marked = new ConcurrentHashMap<>();

  /** The time of day at which it began to send, ms; moved by {@link #start}. */
  volatile long begin;

  private final long origin;
  final long length;
  final int speed;
  private final String brokers;
  private final int credentials;
  private final long rate;
  private final LongSupplier counted;
  private final AtomicLong sent = new AtomicLong();
  private Future<?> last = CompletableFuture.completedFuture(null);

  /**
   * @param length how long it sends, ms
   * @param speed event time that passes in a second, s
   * @param rate lines a second; 0 = as many as are read
   * @param counted lines the watch has read
   */
  SoakLoad(
      String brokers, long length, int speed, int credentials, long rate, LongSupplier counted) {
    super("load");
    setDaemon(true);
    this.brokers = brokers;
    this.length = length;
    this.speed = speed;
    this.credentials = credentials;
    this.rate = rate;
    this.counted = counted;
    this.begin = System.currentTimeMillis();
    this.origin = begin - length * (speed - 1);
  }

  @Override
  public synchronized void start() {
    begin = System.currentTimeMillis();
    super.start();
  }

  /** Event time at a time of day: it all but catches up with the clock at the end. */
  private long eventTime(long wall) {
    return origin + (wall - begin) * speed;
  }

  /** The time of day at which an event time is reached. */
  long wallOf(long event) {
    return begin + (event - origin) / speed;
  }

  /** Lines sent so far. */
  long sent() {
    return sent.get();
  }

  /**
   * Two weeks of those that are there for long, up to an hour before the start, a file a day;
   * returns how many lines.
   */
  long writeHistory(Path folder) throws IOException {
    long lines = 0;
    long end = Math.floorDiv(origin - HOUR, MINUTE) * MINUTE;
    Files.createDirectories(folder);
    for (int day = HISTORY_DAYS; day > 0; day--) {
      List<String> texts = new ArrayList<>();
      long from = end - 24L * HOUR * day;
      for (long minute = from; minute < from + 24 * HOUR; minute += MINUTE) {
        for (int i = 0; i < WARM; i++) {
          if (isUp(i, minute)) {
            texts.add(usual("warm-" + six(i), i, minute + mix(i, minute) % MINUTE / WARM * i));
          }
        }
      }
      Files.write(folder.resolve("day-" + (100 - day) + ".jsonl"), texts);
      lines += texts.size();
    }
    return lines;
  }

  @Override
  public void run() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", brokers);
    properties.setProperty("linger.ms", "5");
    properties.setProperty("batch.size", "131072");
    properties.setProperty("acks", "1");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      long minute = Math.floorDiv(eventTime(begin), MINUTE);
      long normal = 0;
      int fresh = 0;
      long now = System.currentTimeMillis();
      while (now < begin + length) {
        long event = eventTime(now);
        for (; minute < Math.floorDiv(event, MINUTE); minute++) {
          special(producer, minute + 1, now, event);
        }
        double done = (now - begin) / (double) length;
        int known = (int) Math.max(1, credentials * done);
        long due = rate > 0 ? (now - begin) * rate / 1000 - normal : Math.max(0, room(now));
        for (long i = 0; i < due && i < 1000; i++) {
          // Those that are new in turn, so that each comes to be; then any.
          int id = fresh < known ? fresh++ : (int) (mix(known, normal) % known);
          send(producer, usual("cred-" + six(id), 1_000 + id, event));
          normal++;
        }
        if (due <= 1000) {
          LockSupport.parkNanos(TICK_NS);
        }
        now = System.currentTimeMillis();
      }
      producer.flush();
      last.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("the broker does not take the load", e);
    }
  }

  /** How many lines more may wait: what is read in two seconds. */
  private long room(long now) {
    long read = counted.getAsLong();
    return Math.max(LEAST_AHEAD, 2000 * read / Math.max(1, now - begin)) - (sent.get() - read);
  }

  /** What is due in a minute of event time beside the many. */
  private void special(KafkaProducer<byte[], byte[]> to, long minute, long now, long event) {
    for (int i = 0; i < WARM; i++) {
      if (isUp(i, minute * MINUTE)) {
        send(to, usual("warm-" + six(i), i, event));
      }
    }
    String canary = "canary-" + six((int) (minute % 1_000_000));
    marked.put(canary, new Sent(now, event));
    send(to, line(canary, 7, event, CANARY, 200, "heron-python/1.8.0", 10, 10));
    if (minute % ATTACK_EVERY_MINUTES == 0) {
      int victim = (int) (minute / ATTACK_EVERY_MINUTES % WARM);
      String taken = "warm-" + six(victim);
      if (marked.putIfAbsent(taken, new Sent(now, event)) == null) {
        for (int i = 0; i < ATTACK_LINES; i++) {
          int status = i % 3 == 0 ? 403 : 200;
          send(
              to,
              line(
                  taken,
                  9_000_000 + victim,
                  event,
                  "/v1/files/" + i,
                  status,
                  "curl/8",
                  9000,
                  9000));
        }
      }
    }
  }

  private void send(KafkaProducer<byte[], byte[]> to, String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    int partition = (int) (sent.getAndIncrement() % PARTITIONS);
    last = to.send(new ProducerRecord<>("gateway", partition, null, bytes));
  }

  /** Twice an hour, at no minute in particular. */
  private static boolean isUp(int who, long minute) {
    return mix(who, minute) % 30 == 0;
  }

  private static String usual(String credential, int who, long event) {
    return line(
        credential,
        who,
        event,
        "/v1/messages",
        200,
        who % 3 == 0 ? "heron-node/1.8.0" : "heron-python/1.8.0",
        (int) (500 + mix(who, event) % 2000),
        (int) (50 + mix(event, who) % 400));
  }

  private static String line(
      String credential,
      int who,
      long event,
      String endpoint,
      int status,
      String agent,
      int in,
      int out) {
    return "{\"event_time\":\""
        + Instant.ofEpochMilli(event)
        + "\",\"log_source\":\"gateway\",\"request_id\":\"r-"
        + Long.toHexString(REQUEST.incrementAndGet())
        + "\",\"credential_id\":\""
        + credential
        + "\",\"credential_type\":\"api_key\",\"source_ip\":\"10."
        + (who >> 16 & 255)
        + "."
        + (who >> 8 & 255)
        + "."
        + (who & 255)
        + "\",\"asn\":"
        + (64_500 + who % 97)
        + ",\"as_type\":\"hosting\",\"country\":\""
        + (who >= 9_000_000 ? "NZ" : who % 2 == 0 ? "US" : "GB")
        + "\",\"user_agent\":\""
        + agent
        + "\",\"method\":\"POST\",\"endpoint\":\""
        + endpoint
        + "\",\"model\":\"heron-2\",\"status\":"
        + status
        + ",\"input_tokens\":"
        + in
        + ",\"output_tokens\":"
        + out
        + ",\"latency_ms\":"
        + (100 + in / 10)
        + "}";
  }

  private static String six(int n) {
    String digits = Integer.toString(n);
    return "0".repeat(Math.max(0, 6 - digits.length())) + digits;
  }

  /** Nothing to guess from: SplitMix64's finalizer. */
  private static long mix(long a, long b) {
    long z = a * 0x9E3779B97F4A7C15L + b;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (z ^ (z >>> 31)) >>> 1;
  }
}
