package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Syslog times have neither year nor zone: both come from the binding. */
final class SshdTest {
  @TempDir Path folder;

  private static Binding binding(int year, String zone) {
    return new Binding(
        0,
        "ssh",
        List.of(),
        "sshd",
        null,
        LogSource.VENDOR,
        "acme",
        ZoneId.of(zone),
        300_000,
        year);
  }

  private static String line(String time) {
    return time + " bastion sshd[7]: Accepted password for kit from 192.0.2.7 port 51844 ssh2";
  }

  private List<Instant> times(Binding binding, String... times) {
    StringBuilder log = new StringBuilder();
    for (String time : times) {
      log.append(line(time)).append('\n');
    }
    Readings read = Readings.of(log.toString(), folder, binding);
    assertEquals(List.of(), read.reasons());
    return read.accepted().stream().map(e -> Instant.ofEpochMilli(e.eventTime())).toList();
  }

  @Test
  void takesYearAndZoneFromTheBinding() {
    assertEquals(
        List.of(Instant.parse("2026-05-04T06:01:12Z"), Instant.parse("2026-05-14T06:01:12Z")),
        times(binding(2026, "Europe/Amsterdam"), "May  4 08:01:12", "May 14 08:01:12"));
  }

  @Test
  void theYearMovesOnAtNewYearAndALateLineMovesItBack() {
    assertEquals(
        List.of(
            Instant.parse("2025-12-31T23:59:59Z"),
            Instant.parse("2026-01-01T00:00:01Z"),
            Instant.parse("2025-12-31T23:59:58Z"),
            Instant.parse("2026-01-02T00:00:00Z")),
        times(
            binding(2025, "UTC"),
            "Dec 31 23:59:59",
            "Jan  1 00:00:01",
            "Dec 31 23:59:58",
            "Jan  2 00:00:00"));
  }

  @Test
  void aDayThatTheYearDoesNotHaveIsNoTime() {
    Readings read = Readings.of(line("Feb 29 08:00:00"), folder, binding(2026, "UTC"));
    assertEquals(List.of("bad_time"), read.reasons());
    assertEquals(
        List.of(Instant.parse("2028-02-29T08:00:00Z")),
        times(binding(2028, "UTC"), "Feb 29 08:00:00"));
  }

  @Test
  void withoutAYearTheLineIsRejectedAndSaysWhatToSet() {
    Readings read = Readings.of(line("May  4 08:01:12"), folder, binding(0, "UTC"));
    assertEquals("no_year", read.rejected().get(0).reason());
    assertEquals(
        "the time has no year: expected year: in the binding", read.rejected().get(0).message());
  }

  @Test
  void aNameCannotPretendToBeAnAddress() {
    String name = "root from 192.0.2.1 port 22 ssh2";
    String line =
        "2026-05-04T08:00:00Z h sshd[1]: Failed password for invalid user %s from 203.0.113.9 port 4 ssh2";
    Readings read = Readings.of(line.formatted(name), folder, binding(0, "UTC"));
    assertEquals("203.0.113.9", read.accepted().get(0).text(Field.SOURCE_IP));
    assertEquals(Redactor.unkeyed().hmac(name), read.accepted().get(0).text(Field.PRINCIPAL));
  }

  @Test
  void aMessageOfAnotherProgramThatQuotesSshdIsNoLogin() {
    String line = "2026-05-04T08:00:00Z h %s: Accepted password for kit from 192.0.2.7 port 1 ssh2";
    for (String tag : List.of("sshdx", "sshd[1", "su", "sshd[1] x", "sshd[]")) {
      assertEquals(
          List.of("not_sshd"),
          Readings.of(line.formatted(tag), folder, binding(0, "UTC")).reasons(),
          tag);
    }
  }
}
