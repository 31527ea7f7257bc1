package org.gatewatch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gatewatch.event.LogSource;
import org.gatewatch.ingest.Binding;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Ledger.Fingerprints PRINTS = new Ledger.Fingerprints("c0", "0.1.0", "k0");
  private static final Binding GATEWAY = binding(0, "gateway", LogSource.GATEWAY);
  private static final Binding VENDOR = binding(1, "acme", LogSource.VENDOR);
  private static final List<Binding> BOTH = List.of(GATEWAY, VENDOR);

  @Test
  void tellsWhatBecameOfEachLine() {
    Ledger ledger = new Ledger(List.of(GATEWAY));
    ledger.file(0, "canonical");
    for (int i = 0; i < 7; i++) {
      ledger.line(0);
    }
    ledger.rejected(0, "not_json");
    ledger.accepted(0, 1, at("2026-03-02T09:14:07.120Z"), at("2026-03-02T09:14:07.120Z"));
    ledger.accepted(0, 1, at("2026-03-02T09:59:59.999Z"), at("2026-03-02T09:59:59.999Z"));
    ledger.accepted(0, 1, at("2026-03-02T16:00:00Z"), at("2026-03-02T16:00:00Z"));
    ledger.accepted(0, 1, at("2026-03-02T22:30:00Z"), at("2026-03-02T22:30:00Z"));
    ledger.duplicate(0);
    ledger.late(0, 420_000);
    ledger.idReuse(0);
    ledger.unknownKeys(0, Map.of("prompt_hash", 3L));
    ledger.unmodelled("anonymous_keys", 2);
    assertEquals(
        """
        {
          "schema" : "ledger/1",
          "bindings" : [
            {
              "name" : "gateway",
              "log_source" : "gateway",
              "format" : [
                "canonical"
              ],
              "files" : 1,
              "lines" : 7,
              "accepted" : 4,
              "rejected" : {
                "not_json" : 1
              },
              "duplicates" : 1,
              "late" : 1,
              "id_reuse" : 1,
              "first_event_time" : "2026-03-02T09:14:07.120Z",
              "last_event_time" : "2026-03-02T22:30:00Z",
              "gaps" : [
                {
                  "from" : "2026-03-02T10:00:00Z",
                  "to" : "2026-03-02T16:00:00Z",
                  "hours" : 6
                }
              ],
              "unknown_keys" : {
                "prompt_hash" : 3
              }
            }
          ],
          "totals" : {
            "lines" : 7,
            "accepted" : 4,
            "rejected" : 1,
            "duplicates" : 1,
            "late" : 1,
            "id_reuse" : 1
          },
          "unmodelled" : {
            "anonymous_keys" : 2
          },
          "fingerprints" : {
            "configuration" : "c0",
            "code" : "0.1.0",
            "redaction_key" : "k0"
          }
        }
        """,
        ledger.json(PRINTS));
  }

  @Test
  void refusesToBeWrittenWhenALineIsLost() {
    Ledger ledger = new Ledger(BOTH);
    ledger.line(1);
    ledger.line(1);
    ledger.accepted(1, 1, 0, 0);
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> ledger.json(PRINTS));
    assertEquals(
        "the ledger of acme does not add up: lines 2, but accepted 1 + rejected 0 + duplicates 0 +"
            + " late 0 = 1",
        error.getMessage());
  }

  @Test
  void aBindingThatSawNothingIsStillListed() {
    String json = new Ledger(BOTH).json(PRINTS);
    assertTrue(json.contains("\"name\" : \"acme\""));
    assertTrue(json.contains("\"name\" : \"gateway\""));
    assertFalse(json.contains("event_time"));
  }

  @Test
  void partsMergedInAnyOrderMakeTheWhole() throws IOException {
    for (long seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Ledger whole = new Ledger(BOTH);
      Ledger[] parts = {new Ledger(BOTH), new Ledger(BOTH), new Ledger(List.of(VENDOR, GATEWAY))};
      for (int i = 0; i < 300; i++) {
        int part = random.nextInt(3);
        int binding = random.nextInt(2);
        int what = random.nextInt(4);
        long time = 1_772_442_847_120L + random.nextLong(10_000_000_000L);
        count(whole, binding, what, time);
        count(parts[part], part == 2 ? 1 - binding : binding, what, time);
      }
      String expected = whole.json(PRINTS);
      Ledger forth = new Ledger(BOTH);
      Ledger back = new Ledger(List.of(VENDOR, GATEWAY));
      for (int i = 0; i < 3; i++) {
        forth.merge(copy(parts[i]));
        back.merge(copy(parts[2 - i]));
      }
      assertEquals(expected, forth.json(PRINTS), "seed " + seed);
      assertEquals(expected, back.json(PRINTS), "seed " + seed);
    }
  }

  @Test
  void anUnknownVersionIsRefused() {
    assertThrows(
        IOException.class,
        () -> Ledger.read(new DataInputStream(new ByteArrayInputStream(new byte[] {9}))));
  }

  @Test
  void timesOfAnyEraAreCounted() {
    Ledger ledger = new Ledger(List.of(GATEWAY));
    for (long time : new long[] {-1, 0, at("2200-01-01T00:00:00Z"), at("9999-12-31T23:00:00Z")}) {
      ledger.line(0);
      ledger.accepted(0, 1, time, time);
    }
    ledger.check();
    assertEquals(4, ledger.acceptedTotal());
  }

  @Test
  void keysAnAttackerInventsAreCountedTogetherBeyondAThousandInAnyOrder() {
    List<Integer> order = new ArrayList<>(IntStream.range(0, 5000).boxed().toList());
    Map<String, Long> expected = null;
    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(order, new Random(seed));
      Ledger ledger = new Ledger(List.of(GATEWAY));
      Ledger other = new Ledger(List.of(GATEWAY));
      for (int i : order) {
        (i % 3 == seed % 3 ? ledger : other).unknownKeys(0, Map.of("key" + i % 4000, 1L));
      }
      ledger.merge(other);
      Map<String, Long> keys = ledger.bindings().get(0).unknownKeys.listed();
      assertEquals(1001, keys.size());
      assertEquals(5000, ledger.bindings().get(0).unknownKeys.total());
      assertTrue(keys.containsKey("(more)"));
      expected = expected == null ? keys : expected;
      assertEquals(expected, keys);
    }
  }

  private static void count(Ledger ledger, int binding, int what, long time) {
    ledger.line(binding);
    switch (what) {
      case 0 -> ledger.rejected(binding, "reason" + time % 3);
      case 1 -> ledger.duplicate(binding);
      case 2 -> ledger.late(binding, time % 1000);
      default -> ledger.accepted(binding, 1, time, time);
    }
  }

  private static Ledger copy(Ledger ledger) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ledger.write(new DataOutputStream(bytes));
    return Ledger.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  static Binding binding(int index, String name, LogSource source) {
    return new Binding(index, name, List.of(), null, null, source, null, ZoneOffset.UTC, 300_000);
  }
}
