package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.event.Credential;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;

class RuleWatchTest {
  private static final long HOUR = Instant.parse("2026-03-26T20:00:00Z").toEpochMilli();
  private static final long RELEASE = HOUR + 3_900_000;

  private final RuleBook book =
      new RuleBook(new Roster(List.of(Credential.undeclared("cred-2")), true), Policy.NONE);
  private final RuleWatch watch = new RuleWatch();
  private final List<RuleHit> told = new ArrayList<>();

  @Test
  void tellsTheFirstHitAtOnceAndTheRestWhenTheHourCloses() {
    use("2026-03-26T20:02:00Z", "200");
    use("2026-03-26T20:10:00Z", "200");
    use("2026-03-26T20:05:00Z", "200");
    assertEquals(1, told.size());
    RuleHit first = told.get(0);
    assertEquals("unknown-credential", first.rule());
    assertEquals("cred-1", first.credential());
    assertEquals(Instant.parse("2026-03-26T20:07:00Z").toEpochMilli(), first.release());
    assertEquals(1, first.count());
    assertEquals(1, first.succeeded());
    watch.flush(HOUR, LogSource.GATEWAY, RELEASE, told::add);
    assertEquals(2, told.size());
    RuleHit rest = told.get(1);
    assertEquals(2, rest.count());
    assertEquals(2, rest.succeeded());
    assertEquals(RELEASE, rest.release());
    assertEquals(Instant.parse("2026-03-26T20:05:00Z").toEpochMilli(), rest.first().time());
    assertEquals(Instant.parse("2026-03-26T20:10:00Z").toEpochMilli(), rest.last().time());
    assertTrue(watch.isEmpty());
  }

  @Test
  void tellsAcceptedAndRefusedUsesApart() {
    use("2026-03-26T20:02:00Z", "403");
    use("2026-03-26T20:03:00Z", "200");
    use("2026-03-26T20:04:00Z", "403");
    assertEquals(List.of(0L, 1L), told.stream().map(RuleHit::succeeded).toList());
    watch.flush(HOUR, LogSource.GATEWAY, RELEASE, told::add);
    assertEquals(List.of(0L, 1L, 0L), told.stream().map(RuleHit::succeeded).toList());
  }

  @Test
  void closesOneHourOfOneLogSourceOnly() {
    use("2026-03-26T20:02:00Z", "200");
    use("2026-03-26T20:03:00Z", "200");
    use("2026-03-26T21:02:00Z", "200");
    use("2026-03-26T21:03:00Z", "200");
    watch.check(event("2026-03-26T20:02:01Z", "200", "vendor"), book, told::add);
    watch.check(event("2026-03-26T20:03:01Z", "200", "vendor"), book, told::add);
    assertEquals(3, told.size());
    watch.flush(HOUR, LogSource.VENDOR, RELEASE, told::add);
    watch.flush(HOUR, LogSource.GATEWAY, RELEASE, told::add);
    watch.flush(HOUR, LogSource.GATEWAY, RELEASE, told::add);
    assertEquals(5, told.size());
    assertTrue(!watch.isEmpty());
    watch.flush(HOUR + 3_600_000, LogSource.GATEWAY, RELEASE, told::add);
    assertEquals(6, told.size());
    assertTrue(watch.isEmpty());
  }

  @Test
  void holdsNothingWhileNothingIsWrong() {
    watch.check(RuleEvents.of("2026-03-26T20:02:00Z", "credential_id", "cred-2"), book, told::add);
    assertTrue(watch.isEmpty());
    assertEquals(List.of(), told);
  }

  @Test
  void goesOnAfterItWasWrittenAndRead() throws Exception {
    use("2026-03-26T20:02:00Z", "200");
    use("2026-03-26T20:03:00Z", "200");
    use("2026-03-26T21:02:00Z", "403");
    RuleWatch restored = RuleWatch.read(new DataInputStream(new ByteArrayInputStream(bytes())));
    List<RuleHit> after = new ArrayList<>();
    restored.check(event("2026-03-26T20:04:00Z", "200", "gateway"), book, after::add);
    watch.check(event("2026-03-26T20:04:00Z", "200", "gateway"), book, told::add);
    told.clear();
    watch.flush(HOUR, LogSource.GATEWAY, RELEASE, told::add);
    restored.flush(HOUR, LogSource.GATEWAY, RELEASE, after::add);
    assertEquals(told, after);
    assertEquals(2, after.get(0).count());
  }

  @Test
  void refusesStateOfAnUnknownVersion() throws Exception {
    byte[] bytes = bytes();
    bytes[0] = 9;
    assertThrows(
        IOException.class,
        () -> RuleWatch.read(new DataInputStream(new ByteArrayInputStream(bytes))));
  }

  @Test
  void aBookTravelsSerialized() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ObjectOutputStream(out).writeObject(book);
    RuleBook copy =
        (RuleBook) new ObjectInputStream(new ByteArrayInputStream(out.toByteArray())).readObject();
    new RuleWatch().check(event("2026-03-26T20:02:00Z", "200", "gateway"), copy, told::add);
    assertEquals(1, told.size());
  }

  private byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    watch.write(new DataOutputStream(out));
    return out.toByteArray();
  }

  private void use(String time, String status) {
    watch.check(event(time, status, "gateway"), book, told::add);
  }

  private static org.gatewatch.event.AccessEvent event(String time, String status, String source) {
    return RuleEvents.of(time, "credential_id", "cred-1", "status", status, "log_source", source);
  }
}
