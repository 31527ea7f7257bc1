package org.gatewatch.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RecordHashTest {
  /** Duplicates are recognised by this hash across releases: it must not change. */
  @Test
  void isSha256OverFieldNumbersAndValuesWithoutTheRawReference() {
    AccessEvent event =
        new AccessEvent.Builder()
            .set(Field.EVENT_TIME, 1_772_442_847_120L)
            .set(Field.CREDENTIAL_ID, "svc-3")
            .set(Field.USER_AGENT, "agent ñ漢")
            .set(Field.RAW_REF, "s3://logs/a:17")
            .build(0, "svc-3", 0, 0, 1, 0);
    // hashlib.sha256 of CPython 3.11 over the same bytes.
    assertEquals(0x724b8b2128acd6e4L, event.hashHigh());
    assertEquals(0xef2f230bafacca76L, event.hashLow());
  }
}
