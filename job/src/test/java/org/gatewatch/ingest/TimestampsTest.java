package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values by GNU date. */
final class TimestampsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-03-01T08:00:00Z | 1772352000000",
        "2026-03-01T08:00:00.1Z | 1772352000100",
        "2026-03-01t09:30:00.123999+01:30 | 1772352000123",
        "2026-03-01 08:00 UTC | 1772352000000",
        "2026-03-01T08:00:00-0000 | 1772352000000",
        "2024-02-29T23:59:60Z | 1709251199999",
        "1969-12-31T23:59:59.999Z | -1",
        "2026-03-01T08:00:00 | -9223372036854775808",
        "2026-03-01T24:00:00Z | -9223372036854775808",
        "2025-02-29T08:00:00Z | -9223372036854775808",
        "2026-03-01T08:00:00.Z | -9223372036854775808",
        "2026-03-01T08:00:00Zx | -9223372036854775808",
        "2026-03-01T08:00:00+1 | -9223372036854775808"
      })
  void readsIsoTimes(String text, long expected) {
    assertEquals(expected, Timestamps.iso(text, null));
  }

  @Test
  void aTimeWithoutZoneIsOfTheZoneGiven() {
    ZoneId zone = ZoneId.of("Asia/Kathmandu");
    assertEquals(1772352000000L, Timestamps.iso("2026-03-01T13:45:00", zone));
    assertEquals(1772352000000L, Timestamps.iso("2026-03-01T08:00:00", ZoneOffset.UTC));
  }

  @ParameterizedTest
  @CsvSource({
    "1772352000,,1772352000000",
    "1772352000.25,,1772352000250",
    "1772352000250,,1772352000250",
    "1772352000250999,,1772352000250",
    "1772352000250999123,,1772352000250",
    "1772352000250999123,ns,1772352000250",
    "1.77235200025E9,s,1772352000250",
    "-1,s,-9223372036854775808",
    "1e99999999,s,-9223372036854775808",
    "1E2147483647,,-9223372036854775808",
    "1E2147483647,s,-9223372036854775808",
    "0E2147483647,ns,-9223372036854775808",
    "1E-2147483647,ns,-9223372036854775808",
    "soon,s,-9223372036854775808"
  })
  void readsEpochs(String text, String unit, long expected) {
    assertEquals(expected, Timestamps.epoch(text, unit));
  }

  @Test
  void agreesWithJavaTimeOverTheWholeRange() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      long ms = random.nextLong(Values.EARLIEST, Values.LATEST);
      String text = Timestamps.text(ms);
      assertEquals(ms, Instant.parse(text).toEpochMilli());
      assertEquals(ms, Timestamps.iso(text, null));
    }
  }
}
