package org.gatewatch.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowTapeTest {
  private static final long HOUR = Window.LENGTH;
  private static final long BEGINNING = 1_772_409_600_000L;
  private static final long WEEK = 7 * 24 * HOUR;

  @TempDir private Path folder;

  private static Window window(int hour) {
    long start = BEGINNING + hour * HOUR;
    Window w = new Window("c", LogSource.GATEWAY, start);
    w.add(
        new AccessEvent.Builder()
            .set(Field.EVENT_TIME, start + 60_000)
            .set(Field.SOURCE_IP, "192.0.2.7")
            .build(0, "c", 0, 0, 1, 0));
    w.close(start + HOUR);
    return w;
  }

  private static List<Long> hours(WindowTape tape, long from, long to, long later)
      throws IOException {
    List<Long> out = new ArrayList<>();
    tape.play(
        from,
        to,
        later,
        w -> {
          assertEquals(w.start() + 60_000, w.lastTime());
          assertEquals(w.start() + 60_000, w.networks().values().get(0).first().time());
          out.add((w.start() - later - BEGINNING) / HOUR);
        });
    return out;
  }

  @Test
  void playsAnyPartAtAnyTime() throws IOException {
    Path file = folder.resolve("tape");
    WindowTape tape = new WindowTape(file);
    for (int hour = 0; hour < 10; hour++) {
      tape.add(window(hour));
      if (hour % 3 == 0) {
        tape.flush();
      }
    }
    tape.flush();
    assertEquals(BEGINNING + HOUR, tape.firstClose());
    assertEquals(BEGINNING + 10 * HOUR, tape.lastClose());
    assertEquals(10, hours(tape, Long.MIN_VALUE, Long.MAX_VALUE, 0).size());
    assertEquals(
        List.of(4L, 5L), hours(tape, BEGINNING + 5 * HOUR, BEGINNING + 7 * HOUR, -3 * WEEK));
    tape.delete();
    assertFalse(Files.exists(file));
  }

  /** What was added after a checkpoint is added again after a restart, not twice. */
  @Test
  void goesOnWhereItWasSaved() throws IOException {
    Path file = folder.resolve("tape");
    WindowTape tape = new WindowTape(file);
    tape.add(window(0));
    tape.add(window(1));
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    tape.write(new DataOutputStream(saved));
    tape.add(window(2));
    tape.flush();
    tape.close();
    WindowTape again =
        new WindowTape(file, new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
    again.add(window(2));
    again.add(window(3));
    again.flush();
    assertEquals(List.of(0L, 1L, 2L, 3L), hours(again, Long.MIN_VALUE, Long.MAX_VALUE, 0));
    again.close();
  }
}
