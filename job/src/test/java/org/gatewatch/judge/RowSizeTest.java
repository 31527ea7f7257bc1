package org.gatewatch.judge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;

/** A client that sends something new each time, as long as it can make it, in both logs. */
class RowSizeTest {
  private static final int CAP = 8 * 1024;
  private static final int DAYS = 14;

  @Test
  void hostileCredentialStaysWithinItsBytes() throws IOException {
    MemoryStore store = new MemoryStore();
    Judge judge = new Judge(JudgeSettings.defaults(), Roster.EMPTY, store, finding -> {});
    SplittableRandom random = new SplittableRandom(7);
    int largest = 0;
    for (int hour = 0; hour < DAYS * 24; hour++) {
      long start = Streams.BEGINNING + hour * Streams.HOUR;
      for (LogSource source : List.of(LogSource.GATEWAY, LogSource.VENDOR)) {
        Window w = window(source, start, hour < 48 ? 4 : 40, random);
        judge.windows(w.close(), start, source, List.of(w));
      }
      CredentialRow row = Objects.requireNonNull(store.credential("c"));
      largest = Math.max(largest, RowSizes.baseline(row));
    }
    assertTrue(largest <= CAP, largest + " bytes");
    assertTrue(largest > CAP / 2, "the sets were not filled: " + largest + " bytes");
  }

  private static Window window(LogSource source, long start, int events, SplittableRandom random) {
    Window w = new Window("c", source, start);
    AccessEvent.Builder b = new AccessEvent.Builder();
    for (int i = 0; i < events; i++) {
      long time = start + i * 60_000L;
      b.clear()
          .set(Field.EVENT_TIME, time)
          .set(Field.LOG_SOURCE, source == LogSource.VENDOR ? "vendor" : "gateway")
          .set(Field.REQUEST_ID, source + "-" + time)
          .set(Field.CREDENTIAL_ID, "c")
          .set(Field.SOURCE_IP, "2001:db8:" + hex(random) + ":" + hex(random) + "::1")
          .set(Field.ASN, 1L + random.nextInt(1 << 30))
          .set(Field.AS_TYPE, text(random))
          .set(Field.COUNTRY, text(random))
          .set(Field.USER_AGENT, text(random))
          .set(Field.JA4, text(random))
          .set(Field.PRINCIPAL, text(random))
          .set(Field.REGION, text(random))
          .set(Field.NODE, text(random))
          .set(Field.ENDPOINT, text(random))
          .set(Field.OPERATION, text(random))
          .set(Field.MODEL, text(random))
          .set(Field.STATUS, random.nextInt(4) == 0 ? 404 : 200)
          .set(Field.OUTPUT_TOKENS, 1 + random.nextInt(1000))
          .set(Field.BYTES_OUT, 1 + random.nextInt(1000));
      w.add(b.build(0, "c", Streams.HOUR / 12, 0, i + 1, 0));
    }
    w.close(w.end() + Streams.HOUR / 12);
    return w;
  }

  private static String hex(SplittableRandom random) {
    return Integer.toHexString(0x1000 + random.nextInt(0xe000));
  }

  /** Three bytes a letter. */
  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      text.append((char) (0x4e00 + random.nextInt(0x5000)));
    }
    return text.toString();
  }
}
