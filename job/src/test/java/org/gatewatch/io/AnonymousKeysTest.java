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
  private static final long DAY = 86_400_000L;

  private final Ledger ledger = new Ledger(List.of());
  private final AnonymousKeys keys = new AnonymousKeys(2);

  @Test
  void theFirstOfADayAreToldApartAndTheRestShareAKey() {
    assertEquals("anonymous:a", key("anonymous:a", 0));
    assertEquals("anonymous:b", key("anonymous:b", 1));
    assertEquals("anonymous:other", key("anonymous:c", 2));
    assertEquals("anonymous:a", key("anonymous:a", 3));
    assertEquals("anonymous:other", key("anonymous:c", 4));
    assertEquals("anonymous:c", key("anonymous:c", DAY));
    assertTrue(unmodelled().contains("\"anonymous_other\" : 2"), unmodelled());
  }

  @Test
  void aDayIsCountedOnWhileOthersComeInBetween() {
    for (int day = 1; day >= 0; day--) {
      key("anonymous:a", day * DAY);
      key("anonymous:b", day * DAY);
    }
    for (int day = 0; day <= 1; day++) {
      assertEquals("anonymous:other", key("anonymous:c", day * DAY));
      assertEquals("anonymous:b", key("anonymous:b", day * DAY));
    }
  }

  @Test
  void strayDaysInTheFutureDoNotUnboundTheDayAtHand() {
    key("anonymous:a", 5 * DAY);
    key("anonymous:a", 9 * DAY);
    for (int i = 0; i < 3; i++) {
      key("anonymous:" + i, 0);
    }
    assertEquals("anonymous:other", key("anonymous:3", 0));
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
