package org.gatewatch.cases;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.gatewatch.scenario.Draw;
import org.junit.jupiter.api.Test;

/** What is kept of every credential's use goes through state unchanged. */
class UsageBookTest {
  private static final long BEGIN = 1_777_852_800_000L;

  private static byte[] bytes(UsageBook book) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    book.write(out);
    for (Iterator<Usage> rows = book.rows().usages(); rows.hasNext(); ) {
      out.writeBoolean(true);
      rows.next().write(out);
    }
    out.writeBoolean(false);
    return bytes.toByteArray();
  }

  private static UsageBook readBack(byte[] bytes) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    DataInputStream data = new DataInputStream(in);
    UsageBook book = UsageBook.read(data);
    while (data.readBoolean()) {
      book.rows().put(Usage.read(data));
    }
    assertEquals(0, in.available(), "bytes that nobody read");
    return book;
  }

  /** What is told of the suspects, as bytes. */
  private static byte[] told(UsageBook book) throws IOException {
    List<Usage> usages = new ArrayList<>();
    book.tell(Roster.EMPTY, usages::add);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Usage usage : usages) {
      usage.write(new DataOutputStream(out));
    }
    return out.toByteArray();
  }

  /** Windows of one credential with more identities, days and names than are kept apart. */
  private static Window crowded(Draw draw, int hour) {
    LogSource source = hour % 3 == 0 ? LogSource.VENDOR : LogSource.GATEWAY;
    long start = BEGIN + hour * Window.LENGTH;
    Window window = new Window("key-1", source, start);
    for (int i = 0; i < 4; i++) {
      AccessEvent.Builder b = new AccessEvent.Builder();
      b.set(Field.EVENT_TIME, start + i * 60_000L)
          .set(Field.LOG_SOURCE, source.text())
          .set(Field.REQUEST_ID, "r-" + hour + "-" + i)
          .set(Field.CREDENTIAL_ID, "key-1")
          .set(Field.ENDPOINT, "/v1/" + draw.below(60))
          .set(Field.MODEL, "m-" + draw.below(40))
          .set(Field.STATUS, draw.chance(0.8) ? 200L : 403L)
          .set(Field.OUTPUT_TOKENS, (long) draw.below(100));
      if (draw.chance(0.9)) {
        b.set(Field.SOURCE_IP, "240." + draw.below(9) + "." + draw.below(9) + ".1");
      }
      if (draw.chance(0.7)) {
        b.set(Field.USER_AGENT, "\u202e<b>\ud800\u0000" + draw.below(5));
      }
      window.add(b.build(0, "key-1", 300_000, 0, 1, 0));
    }
    return window;
  }

  @Test
  void isTheSameAfterItWasWrittenAndRead() throws IOException {
    for (long seed = 1; seed <= 3; seed++) {
      UsageBook book = new Intrusions(seed).book;
      UsageBook back = readBack(bytes(book));
      assertArrayEquals(bytes(book), bytes(back));
      assertArrayEquals(told(book), told(back));
    }
  }

  /** A watch asks now and then, a replay once. */
  @Test
  void tellsTheSameHoweverOftenItWasAskedBefore() throws IOException {
    Draw draw = Draw.of(6, "asked");
    UsageBook once = new UsageBook();
    UsageBook often = new UsageBook();
    for (int hour = 0; hour < 60 * 24; hour += 5) {
      for (int i = 0; i < 6; i++) {
        Window window = day("key-" + i, hour, 1 + draw.below(hour > 1000 ? 90 : 30));
        once.add(window);
        often.add(window);
      }
      if (hour == 700) {
        once.suspect("key-1");
        often.suspect("key-1");
      }
      if (hour % 35 == 0) {
        told(often);
      }
    }
    assertArrayEquals(told(once), told(often));
  }

  private static Window day(String credential, int hour, int requests) {
    long start = BEGIN + hour * Window.LENGTH;
    Window window = new Window(credential, LogSource.GATEWAY, start);
    for (int i = 0; i < requests; i++) {
      AccessEvent.Builder b = new AccessEvent.Builder();
      b.set(Field.EVENT_TIME, start + i)
          .set(Field.LOG_SOURCE, "gateway")
          .set(Field.CREDENTIAL_ID, credential)
          .set(Field.SOURCE_IP, "240.0.0." + requests % 7)
          .set(Field.OUTPUT_TOKENS, 10L);
      window.add(b.build(0, credential, 300_000, 0, 1, 0));
    }
    return window;
  }

  @Test
  void goesOnAfterItWasReadAsIfItHadNeverBeenWritten() throws IOException {
    Draw draw = Draw.of(5, "usage");
    UsageBook whole = new UsageBook();
    UsageBook cut = new UsageBook();
    whole.suspect("key-1");
    cut.suspect("key-1");
    for (int hour = 0; hour < 24 * 160; hour += 5) {
      Window window = crowded(draw, hour);
      whole.add(window);
      cut.add(window);
      if (hour % 500 == 0) {
        cut = readBack(bytes(cut));
      }
    }
    assertArrayEquals(bytes(whole), bytes(cut));
    assertArrayEquals(told(whole), told(cut));
    List<Usage> one = new ArrayList<>();
    cut.tell(Roster.EMPTY, one::add);
    assertTrue(one.get(0).tracks().stream().anyMatch(t -> t.mixed), "too few identities to test");
  }

  /** Room for credentials is not taken up by ids that anybody can make up. */
  @Test
  void idsThatWereNeverAcceptedHaveLittleRoom() throws IOException {
    UsageBook book = new UsageBook();
    for (int i = 0; i < UsageBook.ANONYMOUS + 5; i++) {
      book.add(one("made-up-" + i, 0, 403));
    }
    assertEquals(UsageBook.ANONYMOUS, book.size());
    book.add(one("key-1", 0, 200));
    book.add(one("key-1", 1, 403));
    assertEquals(UsageBook.ANONYMOUS + 1, book.size());
    book = readBack(bytes(book));
    book.add(one("made-up-7", 1, 200));
    book.add(one("made-up-7", 2, 200));
    assertEquals(UsageBook.ANONYMOUS + 1, book.size());
    book.add(one("late", 2, 403));
    assertEquals(UsageBook.ANONYMOUS + 2, book.size(), "one was let in, so there is room for one");
    book.add(one("later", 2, 403));
    assertEquals(UsageBook.ANONYMOUS + 2, book.size());
  }

  private static Window one(String credential, int hour, long status) {
    long start = BEGIN + hour * Window.LENGTH;
    Window window = new Window(credential, LogSource.GATEWAY, start);
    AccessEvent.Builder b = new AccessEvent.Builder();
    b.set(Field.EVENT_TIME, start)
        .set(Field.LOG_SOURCE, "gateway")
        .set(Field.CREDENTIAL_ID, credential)
        .set(Field.STATUS, status);
    window.add(b.build(0, credential, 300_000, 0, 1, 0));
    return window;
  }

  @Test
  void anotherVersionIsRefused() throws IOException {
    byte[] bytes = bytes(new UsageBook());
    bytes[0]++;
    assertThrows(IOException.class, () -> readBack(bytes));
  }
}
