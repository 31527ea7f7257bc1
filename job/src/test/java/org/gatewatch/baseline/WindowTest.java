package org.gatewatch.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final int ROUNDS = 20_000;
  private static final int EVENTS = 3 * Window.CITED;

  private static Window window(int events) {
    Window w = new Window("cred", LogSource.GATEWAY, 0);
    add(w, 0, events);
    return w;
  }

  private static void add(Window w, int from, int to) {
    for (int i = from; i < to; i++) {
      AccessEvent.Builder b = new AccessEvent.Builder();
      b.set(Field.EVENT_TIME, i).set(Field.SOURCE_IP, "192.0.2." + i);
      w.add(b.set(Field.REQUEST_ID, "r-" + i).build(0, "cred", 0, 0, i, 0));
    }
  }

  private static byte[] written(Window w) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    w.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  // A checkpoint writes what lies on the heap while the task copies the same, before it changes it.
  @Test
  void twoMayWriteAWindowAtOnce() throws Exception {
    byte[] expected = written(window(EVENTS));
    AtomicReference<Window> given = new AtomicReference<>();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService checkpoint = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> others = checkpoint.submit(() -> different(expected, given, over));
      for (int i = 0; i < ROUNDS; i++) {
        Window w = window(EVENTS);
        given.set(w);
        assertArrayEquals(expected, written(w));
        while (given.get() != null && !others.isDone()) {
          Thread.onSpinWait();
        }
      }
      over.set(true);
      assertEquals(0, others.get());
    } finally {
      over.set(true);
      checkpoint.shutdownNow();
    }
  }

  /** Writes each window it is given; returns how many came out otherwise. */
  private static int different(byte[] expected, AtomicReference<Window> given, AtomicBoolean over)
      throws IOException {
    int different = 0;
    while (!over.get()) {
      Window w = given.get(); // no lock: it starts when the other one does
      if (w != null) {
        different += Arrays.equals(expected, written(w)) ? 0 : 1;
        given.set(null);
      }
    }
    return different;
  }

  @Test
  void whatIsCitedIsTheSameHoweverOftenItIsWritten() throws IOException {
    Window whole = window(EVENTS);
    for (int cut = 1; cut < EVENTS; cut++) {
      Window asked = window(cut);
      byte[] bytes = written(asked);
      Window read = Window.read(new DataInputStream(new ByteArrayInputStream(bytes)));
      add(asked, cut, EVENTS);
      add(read, cut, EVENTS);
      assertEquals(whole.last(), asked.last());
      assertArrayEquals(written(whole), written(asked));
      assertArrayEquals(written(whole), written(read));
    }
  }
}
