package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SigmaTallyTest {
  private static final long START = Instant.parse("2026-03-26T20:00:00Z").toEpochMilli();
  private static final RuleLabel LABEL = new RuleLabel("Counted", 3, "Look.", List.of("T1526"));

  private static SigmaCount rule(int least, long timespan, @Nullable Field field) {
    SigmaTest denied = new SigmaField.Whole(Field.STATUS, 403);
    SigmaRule base = new SigmaRule("sigma:base", LABEL, denied, List.of(Field.STATUS), "d");
    return new SigmaCount("sigma:count", LABEL, List.of(base), timespan, least, field, "d");
  }

  private static AccessEvent event(long time, String model) {
    return RuleEvents.of(
        Instant.ofEpochMilli(time).toString(),
        "request_id",
        "r" + time + model,
        "credential_id",
        "cred-1",
        "status",
        "403",
        "model",
        model);
  }

  /** Against a count of everything in (t - timespan, t], which remembers it all. */
  @Test
  void countsWhatAListOfAllEventsCounts() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    for (int run = 0; run < 60; run++) {
      boolean values = run % 2 == 1;
      int least = 1 + random.nextInt(6);
      long timespan = 1000L * (1 + random.nextInt(120));
      SigmaCount rule = rule(least, timespan, values ? Field.MODEL : null);
      SigmaTally tally = new SigmaTally("sigma:count", LogSource.GATEWAY);
      List<Long> times = new ArrayList<>();
      List<String> models = new ArrayList<>();
      long now = START;
      for (int i = 0; i < 200; i++) {
        now += random.nextInt(3) == 0 ? random.nextInt(90_000) : random.nextInt(9_000);
        String model = "m" + random.nextInt(7);
        times.add(now);
        models.add(model);
        Set<String> within = new HashSet<>();
        for (int k = 0; k < times.size(); k++) {
          if (times.get(k) > now - timespan) {
            within.add(values ? models.get(k) : "event " + k);
          }
        }
        SigmaTally.Reached reached = tally.take(event(now, model), rule);
        assertEquals(within.size() >= least, reached.count() > 0, "run " + run + ", event " + i);
        assertTrue(tally.size() <= least, "no more is kept than decides");
        tally = i % 50 == 0 ? again(tally) : tally;
      }
    }
  }

  @Test
  void eachEventIsToldOnce() {
    SigmaCount rule = rule(3, 60_000, null);
    SigmaTally tally = new SigmaTally("sigma:count", LogSource.GATEWAY);
    List<Long> told = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      told.add(tally.take(event(START + 1000L * i, "m"), rule).count());
    }
    assertEquals(List.of(0L, 0L, 3L, 1L, 1L), told);
    assertEquals(0, tally.take(event(START + 100_000, "m"), rule).count());
  }

  /** A million events, all different, cost a thousand entries at most. */
  @Test
  void aFloodIsBoundedByTheThreshold() {
    SigmaCount rule = rule(SigmaCount.MOST, 3_600_000, Field.MODEL);
    SigmaTally tally = new SigmaTally("sigma:count", LogSource.GATEWAY);
    for (int i = 0; i < 5000; i++) {
      tally.take(event(START + i, "m" + i), rule);
    }
    assertEquals(SigmaCount.MOST, tally.size());
  }

  @Test
  void theWatchCountsEachLogSourceApartAndSurvivesASnapshot() throws IOException {
    Policy policy =
        new Policy(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Policy.Canaries.NONE,
            List.of(),
            List.of(rule(3, 60_000, null)));
    RuleBook book = new RuleBook(Roster.EMPTY, policy);
    RuleWatch watch = new RuleWatch();
    List<RuleHit> told = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      watch.check(event(START + i, "m"), book, told::add);
      watch.check(vendor(START + i), book, told::add);
    }
    assertEquals(List.of(), told);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    watch.write(new DataOutputStream(bytes));
    RuleWatch again =
        RuleWatch.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    again.check(event(START + 2, "m"), book, told::add);
    assertEquals(1, told.size());
    RuleHit hit = told.get(0);
    assertEquals(3, hit.count());
    assertEquals(0, hit.succeeded());
    assertEquals(LABEL, hit.label());
    assertEquals(
        "at least 3 events within 1 minute (Sigma correlation \"Counted\"); the last: refused"
            + " 2026-03-26T20:00Z (403); matches the Sigma rule \"Counted\": status 403",
        hit.detail());
    bytes.reset();
    hit.write(new DataOutputStream(bytes));
    assertEquals(
        hit, RuleHit.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
  }

  private static AccessEvent vendor(long time) {
    return RuleEvents.of(
        Instant.ofEpochMilli(time).toString(),
        "log_source",
        "vendor",
        "credential_id",
        "cred-1",
        "status",
        "403");
  }

  private static SigmaTally again(SigmaTally tally) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tally.write(new DataOutputStream(bytes));
    return SigmaTally.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }
}
