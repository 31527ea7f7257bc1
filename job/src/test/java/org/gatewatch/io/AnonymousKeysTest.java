package org.gatewatch.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.LogSource;
import org.gatewatch.report.Ledger;
import org.junit.jupiter.api.Test;

class AnonymousKeysTest {
  private static final long HOUR = 3_600_000L;

  private final Ledger ledger = new Ledger(List.of());
  private final AnonymousKeys keys = new AnonymousKeys(2);

  @Test
  void theFirstOfAnHourAreToldApartAndTheRestShareAKey() {
    assertEquals("anonymous:a", key("anonymous:a", 0));
    assertEquals("anonymous:b", key("anonymous:b", 1));
    assertEquals("anonymous:other", key("anonymous:c", 2));
    assertEquals("anonymous:a", key("anonymous:a", 3));
    assertEquals("anonymous:other", key("anonymous:c", 4));
    assertEquals("anonymous:c", key("anonymous:c", HOUR));
    assertTrue(unmodelled().contains("\"anonymous_other\" : 2"), unmodelled());
  }

  @Test
  void anHourIsCountedOnWhileOthersComeInBetween() {
    for (int hour = 6; hour >= 0; hour--) {
      key("anonymous:a", hour * HOUR);
      key("anonymous:b", hour * HOUR);
    }
    for (int hour = 0; hour <= 6; hour++) {
      assertEquals("anonymous:other", key("anonymous:c", hour * HOUR));
      assertEquals("anonymous:b", key("anonymous:b", hour * HOUR));
    }
  }

  @Test
  void credentialsAreNotBounded() {
    for (int i = 0; i < 10; i++) {
      assertEquals("key-" + i, key("key-" + i, i));
    }
  }

  @Test
  void onlyTheKeyChanges() {
    key("anonymous:a", 0);
    key("anonymous:b", 0);
    AccessEvent before = LineEvents.of(LogSource.GATEWAY, "anonymous:c", 5, 3, 7);
    AccessEvent after = keys.bounded(before, ledger);
    assertEquals(before, after);
    assertEquals(before.releaseTime(), after.releaseTime());
    assertEquals(before.requestId(), after.requestId());
    assertEquals(3, after.file());
    assertEquals(7, after.line());
    AccessEvent known = LineEvents.of(LogSource.GATEWAY, "anonymous:a", 6, 3, 8);
    assertSame(known, keys.bounded(known, ledger));
  }

  private String key(String key, long time) {
    return keys.bounded(LineEvents.of(LogSource.GATEWAY, key, time, 0, 1), ledger).key();
  }

  private String unmodelled() {
    return ledger.json(new Ledger.Fingerprints("c", "d", "e"));
  }
}
