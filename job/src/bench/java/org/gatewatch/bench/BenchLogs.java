package org.gatewatch.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * Canonical JSONL access logs of made-up credentials, quickly and from a seed: daily plain files of
 * a gateway, and one line in twenty in a vendor's own log. 5 % of the events are up to 20 s behind
 * their file. Lines of about 380 bytes and 16 fields.
 */
final class BenchLogs {
  private static final long DAY = 86_400_000L;
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
  private static final long START = FIRST.toEpochDay() * DAY;
  private static final long LATE = 20_000;
  private static final int DRAWS = 1 << 20;
  private static final int STRIDE = 7919; // a prime that divides no number of credentials in use

  private static final String[] ENDPOINTS = {"/v1/messages", "/v1/embeddings", "/v1/models"};
  private static final String[] GROUPS = {"research", "safety", "product", "operations"};

  private final int credentials;
  private final long events;
  private final int days;
  private final boolean uniform;
  private final SplittableRandom random = new SplittableRandom(20_260_302);
  private final byte[][] who;
  private final byte[] line = new byte[1024];
  private int length;

  /**
   * @param uniform false: a Zipf law of exponent 0.7 over all credentials. True: each hour has a
   *     part of the credentials, of about 10 events each
   */
  BenchLogs(int credentials, long events, int days, boolean uniform) {
    this.credentials = credentials;
    this.events = events;
    this.days = days;
    this.uniform = uniform;
    who = new byte[credentials][];
    for (int c = 0; c < credentials; c++) {
      who[c] = who(c);
    }
  }

  /** Writes logs, roster and configuration; returns the path of the configuration. */
  Path write(Path folder) throws IOException {
    Path gateway = Files.createDirectories(folder.resolve("gateway"));
    Path vendor = Files.createDirectories(folder.resolve("vendor"));
    int[] draws = uniform ? new int[0] : zipf();
    long perDay = (events + days - 1) / days;
    long left = events;
    for (int day = 0; day < days && left > 0; day++) {
      String date = FIRST.plusDays(day).toString();
      try (OutputStream to = open(gateway.resolve(date + ".jsonl"));
          OutputStream toVendor = open(vendor.resolve(date + ".jsonl"))) {
        day(date.getBytes(ISO_8859_1), Math.min(perDay, left), draws, to, toVendor);
      }
      left -= perDay;
    }
    roster(folder.resolve("roster.csv"));
    Path config = folder.resolve("gatewatch.yaml");
    Files.writeString(
        config,
        """
        bindings:
          - {name: gateway, path: gateway, log_source: gateway, max_lateness: 5m}
          - {name: vendor, path: vendor, log_source: vendor, vendor: larkfield, max_lateness: 30m}
        roster: {file: roster.csv, complete: true}
        policy:
          restricted_models:
            - {name: heron-x, launch: "2027-01-01T00:00:00Z"}
        """);
    return config;
  }

  private static OutputStream open(Path file) throws IOException {
    return new java.io.BufferedOutputStream(Files.newOutputStream(file), 1 << 18);
  }

  private void day(byte[] date, long n, int[] draws, OutputStream to, OutputStream toVendor)
      throws IOException {
    double step = (double) DAY / n;
    int active = (int) Math.max(1, Math.min(credentials, n / 24 / 10));
    int hour = -1;
    int offset = 0;
    for (long i = 0; i < n; i++) {
      int at = (int) (i * step);
      if (random.nextInt(20) == 0) {
        at = (int) Math.max(0, at - random.nextLong(LATE));
      }
      int credential;
      if (uniform) {
        int h = (int) (i * step / 3_600_000);
        if (h != hour) {
          hour = h;
          offset = random.nextInt(credentials);
        }
        credential = (int) ((offset + (long) random.nextInt(active) * STRIDE) % credentials);
      } else {
        credential = draws[random.nextInt(DRAWS)];
      }
      line(date, at, credential);
      (i % 20 == 19 ? toVendor : to).write(line, 0, length);
    }
  }

  private void line(byte[] date, int at, int credential) {
    length = 0;
    put("{\"event_time\":\"");
    put(date);
    put('T');
    two(at / 3_600_000);
    put(':');
    two(at / 60_000 % 60);
    put(':');
    two(at / 1000 % 60);
    put('.');
    put((char) ('0' + at / 100 % 10));
    two(at % 100);
    put("Z\",\"request_id\":\"req-");
    long id = random.nextLong();
    for (int i = 0; i < 12; i++, id >>>= 4) {
      put("0123456789abcdef".charAt((int) (id & 15)));
    }
    put(who[credential]);
    int r = (int) (id & 0xff);
    put(ENDPOINTS[r < 200 ? 0 : r < 240 ? 1 : 2]);
    put("\",\"model\":\"");
    put(r % 3 == 0 ? "heron-mini" : "heron-2");
    put("\",\"status\":");
    put(r == 7 ? "429" : r == 8 ? "500" : "200");
    put(",\"input_tokens\":");
    number(200 + random.nextInt(1800));
    put(",\"output_tokens\":");
    number(20 + random.nextInt(900));
    put(",\"latency_ms\":");
    number(100 + random.nextInt(4000));
    put("}\n");
  }

  private static byte[] who(int c) {
    SplittableRandom own = new SplittableRandom(c);
    String text =
        "\",\"credential_id\":\""
            + id(c)
            + "\",\"credential_type\":\"api_key\",\"principal\":\"team-"
            + GROUPS[c % GROUPS.length]
            + "\",\"source_ip\":\""
            + ("240." + own.nextInt(256) + '.' + own.nextInt(256) + '.' + own.nextInt(1, 255))
            + "\",\"asn\":"
            + (64_512 + own.nextInt(400))
            + ",\"country\":\""
            + (own.nextInt(3) == 0 ? "GB" : "US")
            + "\",\"user_agent\":\"heron-"
            + (own.nextInt(2) == 0 ? "node/1." : "python/0.")
            + own.nextInt(12)
            + ".0\",\"method\":\"POST\",\"endpoint\":\"";
    return text.getBytes(ISO_8859_1);
  }

  static String id(int c) {
    return String.format(java.util.Locale.ROOT, "key-%06d", c);
  }

  static String group(int c) {
    return GROUPS[c % GROUPS.length];
  }

  private void roster(Path file) throws IOException {
    StringBuilder out = new StringBuilder();
    out.append("credential_id,owner,kind,vendor,peer_group,issued_at,expires_at,revoked_at,")
        .append("replaces,allowed_models,time_zone\n");
    for (int c = 0; c < credentials; c++) {
      out.append(id(c)).append(",user-").append(c).append(",service,,").append(group(c));
      out.append(",2025-11-15T00:00:00Z,,,,heron-2 heron-mini,UTC\n");
    }
    Files.writeString(file, out);
  }

  /** Credentials as often as the law says, to draw from. */
  private int[] zipf() {
    double[] upTo = new double[credentials];
    double sum = 0;
    for (int c = 0; c < credentials; c++) {
      sum += StrictMath.pow(c + 1, -0.7);
      upTo[c] = sum;
    }
    int[] draws = new int[DRAWS];
    int c = 0;
    for (int i = 0; i < DRAWS; i++) {
      while (c < credentials - 1 && upTo[c] < (i + 0.5) / DRAWS * sum) {
        c++;
      }
      draws[i] = c;
    }
    return draws;
  }

  /** Start of the first day, epoch ms. */
  static long start() {
    return START;
  }

  private void put(char c) {
    line[length++] = (byte) c;
  }

  private void put(String s) {
    for (int i = 0; i < s.length(); i++) {
      line[length++] = (byte) s.charAt(i);
    }
  }

  private void put(byte[] b) {
    System.arraycopy(b, 0, line, length, b.length);
    length += b.length;
  }

  private void two(int n) {
    put((char) ('0' + n / 10));
    put((char) ('0' + n % 10));
  }

  private void number(int n) {
    if (n >= 10) {
      number(n / 10);
    }
    put((char) ('0' + n % 10));
  }
}
