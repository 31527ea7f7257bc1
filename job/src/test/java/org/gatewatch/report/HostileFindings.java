package org.gatewatch.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gatewatch.baseline.Cited;
import org.gatewatch.event.Credential;
import org.gatewatch.event.LogSource;
import org.gatewatch.judge.Change;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Measure;
import org.gatewatch.judge.Severity;
import org.gatewatch.judge.Technique;
import org.jspecify.annotations.Nullable;

/** Findings of which an attacker wrote every text. */
final class HostileFindings {
  private static final String[] HOSTILE = {
    "\u001b[2J\u001b[31mall is well",
    "<script>alert(1)</script>",
    "\ud800",
    "x\udfffy",
    "\ud83d\ude00 ok \ud83d",
    "line\nbreak\r\ttab",
    "\u202egnp.exe",
    "\u2028\u2029\u0085\u009b31m\u007f\u0000",
    "\"},{\"is_alert\":false,\"x\":\"",
    "\\u0041\\",
    "' OR 1=1 --",
    "\ufeff\uffff",
    "\udb40\udc41\udb40\udc42",
    "null",
    "-",
    "ñ漢字İı",
    "A".repeat(2048),
    "\ud83d\ude00".repeat(1024),
    "::ffff:1.2.3.4%eth0",
    "1.2.3.04",
    "12345::",
    "?",
    "/v1/models?limit=5?",
    "GET",
    "get"
  };

  private HostileFindings() {}

  /** A finding whose every text is hostile, every list of any length, every time of any size. */
  static Finding of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Cited> cited = new ArrayList<>();
    for (int n = random.nextInt(24); n > 0; n--) {
      cited.add(
          new Cited(
              time(random),
              random.nextBoolean() ? LogSource.GATEWAY : LogSource.VENDOR,
              maybe(random),
              maybe(random),
              random.nextInt(3) == 0 ? "192.0.2." + random.nextInt(256) : maybe(random),
              random.nextInt(3) == 0 ? -1 : random.nextLong(1L << 32),
              maybe(random),
              maybe(random),
              maybe(random),
              maybe(random),
              maybe(random),
              maybe(random),
              maybe(random),
              maybe(random),
              random.nextInt(-1, 600),
              random.nextBoolean(),
              random.nextLong(-1, 1L << 40),
              random.nextInt(5),
              random.nextInt(5),
              random.nextLong(1L << 40),
              random.nextLong(1L << 40)));
    }
    List<Measure> measures = new ArrayList<>();
    for (int n = random.nextInt(6); n > 0; n--) {
      measures.add(
          new Measure(
              text(random),
              text(random),
              text(random),
              text(random),
              text(random),
              real(random),
              real(random),
              text(random)));
    }
    List<Technique> techniques = new ArrayList<>();
    for (int n = random.nextInt(3); n > 0; n--) {
      techniques.add(
          new Technique(
              text(random),
              text(random),
              text(random),
              text(random),
              text(random),
              maybe(random),
              maybe(random)));
    }
    List<String> types = new ArrayList<>();
    for (int n = random.nextInt(3); n > 0; n--) {
      types.add(text(random));
    }
    Credential declared =
        new Credential(
            text(random),
            maybe(random),
            random.nextBoolean() ? "service" : text(random),
            maybe(random),
            maybe(random),
            null,
            null,
            null,
            null,
            List.of(),
            null,
            List.of(),
            maybe(random),
            null,
            List.of(),
            List.of(),
            List.of());
    return new Finding(
        text(random),
        random.nextInt(),
        random.nextBoolean() ? Finding.Lane.RULE : Finding.Lane.BEHAVIOUR,
        1 + random.nextInt(3),
        text(random),
        declared,
        text(random),
        text(random),
        random.nextBoolean(),
        time(random),
        time(random),
        time(random),
        time(random),
        Severity.values()[random.nextInt(5)],
        random.nextInt(-10, 120),
        text(random),
        text(random),
        types,
        techniques,
        measures,
        cited,
        random.nextLong(1L << 40),
        text(random),
        text(random),
        real(random),
        real(random),
        real(random),
        new Change(Change.Kind.values()[random.nextInt(6)], text(random)),
        null,
        null);
  }

  static String text(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> "";
      case 1 -> HOSTILE[random.nextInt(HOSTILE.length)] + HOSTILE[random.nextInt(HOSTILE.length)];
      case 2 -> {
        StringBuilder out = new StringBuilder();
        for (int n = random.nextInt(40); n > 0; n--) {
          out.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
        }
        yield out.toString();
      }
      default -> HOSTILE[random.nextInt(HOSTILE.length)];
    };
  }

  private static @Nullable String maybe(SplittableRandom random) {
    return random.nextInt(3) == 0 ? null : text(random);
  }

  private static long time(SplittableRandom random) {
    long[] ends = {
      Long.MIN_VALUE, -1, 0, 1, 86_399_999, 99_999_999_999L, 7_258_118_400_000L, Long.MAX_VALUE
    };
    return random.nextBoolean()
        ? ends[random.nextInt(ends.length)]
        : random.nextLong(1_000_000_000_000L, 2_000_000_000_000L);
  }

  private static double real(SplittableRandom random) {
    double[] ends = {
      Double.NaN, Double.POSITIVE_INFINITY, 0, -0.0, Double.MIN_VALUE, 1, Double.MAX_VALUE, 1e-300
    };
    return random.nextBoolean() ? ends[random.nextInt(ends.length)] : random.nextDouble();
  }
}
