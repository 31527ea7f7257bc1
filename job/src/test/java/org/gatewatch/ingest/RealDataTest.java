package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Objects;
import org.gatewatch.event.Field;
import org.junit.jupiter.api.Test;

/** Logs of real systems, every line accounted for. */
final class RealDataTest {
  private static Readings read(String file) {
    int slash = file.indexOf('/');
    return Readings.of(
        SharedData.folder(file.substring(0, slash)).resolve(file.substring(slash + 1)),
        Readings.binding(null, null));
  }

  @Test
  void readsACloudTrailOfAnAttack() {
    Readings read = read("cloudtrail-invictus/invictus.jsonl.gz");
    assertEquals("cloudtrail", read.format());
    assertEquals(2900, read.accepted().size());
    assertEquals(List.of(), read.rejected());
    assertEquals(353, read.unknown().get("source_ip: not an address"));
    assertEquals(2900 - 353, read.accepted().stream().filter(e -> e.sourceIp() != null).count());
  }

  @Test
  void readsTheCloudTrailOfDetonations() {
    Readings read = read("cloudtrail-stratus/stratus_detonations.jsonl.gz");
    assertEquals(310, read.accepted().size());
    assertEquals(List.of(), read.rejected());
    assertEquals(310, read.accepted().stream().filter(e -> e.has(Field.DEDUPE_KEY)).count());
  }

  @Test
  void readsAnApacheLogButForItsCutLine() {
    Readings read = read("web-elastic-apache/apache_logs.gz");
    assertEquals("combined", read.format());
    assertEquals(9999, read.accepted().size());
    assertEquals(List.of("not_combined"), read.reasons()); // line 8899 has no closing quote
    assertEquals(8899, read.rejected().get(0).line());
  }

  @Test
  void readsALogFullOfAttacks() {
    Readings read = read("web-basjes-hackers/hackers-access.log.gz");
    assertEquals(3456, read.accepted().size());
    assertEquals(List.of(), read.rejected());
    assertEquals(
        0,
        read.accepted().stream()
            .filter(e -> Objects.requireNonNullElse(e.text(Field.ENDPOINT), "").contains("?"))
            .count());
  }
}
