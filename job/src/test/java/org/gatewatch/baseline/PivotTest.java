package org.gatewatch.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.junit.jupiter.api.Test;

class PivotTest {
  private static final long BEGINNING = 1_772_409_600_000L;

  /** An hour with a request each from so many addresses of one network, 10 tokens each. */
  private static Window window(String credential, int hour, String network, int addresses) {
    long start = BEGINNING + hour * Window.LENGTH;
    Window w = new Window(credential, LogSource.GATEWAY, start);
    AccessEvent.Builder b = new AccessEvent.Builder();
    for (int i = 0; i < addresses; i++) {
      b.clear()
          .set(Field.EVENT_TIME, start + i * 1000L)
          .set(Field.SOURCE_IP, network + i)
          .set(Field.USER_AGENT, "sdk/1")
          .set(Field.MODEL, "heron-2")
          .set(Field.STATUS, 200)
          .set(Field.OUTPUT_TOKENS, 10);
      w.add(b.build(0, credential, 0, 0, i + 1, 0));
    }
    w.close(w.end());
    return w;
  }

  private static Map<Pivot.Key, Pivot.Use> rows(Pivot pivot) {
    TreeMap<Pivot.Key, Pivot.Use> rows = new TreeMap<>();
    pivot.tell(rows::put);
    return rows;
  }

  private static Pivot.Key key(Pivot.Kind kind, String value) {
    return new Pivot.Key("c", kind, value, LogSource.GATEWAY);
  }

  @Test
  void addsUpWhatWindowsSaw() throws IOException {
    Pivot pivot = new Pivot();
    pivot.add(copy(window("c", 0, "192.0.2.", 3)));
    pivot.add(window("c", 5, "192.0.2.", 2));
    Map<Pivot.Key, Pivot.Use> rows = rows(pivot);
    long later = BEGINNING + 5 * Window.LENGTH;
    assertEquals(
        new Pivot.Use(BEGINNING, later, 2, 20), rows.get(key(Pivot.Kind.ADDRESS, "192.0.2.0")));
    assertEquals(
        new Pivot.Use(BEGINNING, later + 1000, 5, 50),
        rows.get(key(Pivot.Kind.NETWORK, "192.0.2.0/24")));
    assertEquals(
        new Pivot.Use(BEGINNING, later + 1000, 5, 50), rows.get(key(Pivot.Kind.CREDENTIAL, "c")));
    assertEquals(
        new Pivot.Use(BEGINNING, later + 1000, 5, 50), rows.get(key(Pivot.Kind.MODEL, "heron-2")));
  }

  @Test
  void countsWhatItDoesNotKeep() {
    Pivot pivot = new Pivot();
    for (int hour = 0; hour < 20; hour++) {
      pivot.add(window("c", hour, "10.0." + hour + ".", 40));
    }
    Map<Pivot.Key, Pivot.Use> rows = rows(pivot);
    long kept = rows.keySet().stream().filter(k -> k.kind() == Pivot.Kind.ADDRESS).count();
    assertEquals(Pivot.MOST_VALUES + 1, kept, "the bound, and one row for the rest");
    long requests =
        rows.entrySet().stream()
            .filter(row -> row.getKey().kind() == Pivot.Kind.ADDRESS)
            .mapToLong(row -> row.getValue().requests())
            .sum();
    assertEquals(800, requests, "every request is in one row");
    assertTrue(rows.containsKey(key(Pivot.Kind.ADDRESS, Pivot.OTHERS)));
  }

  /** Whoever comes from ever other prefixes takes half of the rows, and none of a credential's. */
  @Test
  void pseudoCredentialsLeaveRoomForCredentials() {
    Pivot pivot = new Pivot();
    int prefixes = Pivot.MOST_ROWS / 8;
    for (int i = 0; i < prefixes; i++) {
      pivot.add(window("anonymous:" + i, 0, "10.0.0.", 1));
    }
    pivot.add(window("c", 0, "192.0.2.", 1));
    Map<Pivot.Key, Pivot.Use> rows = rows(pivot);
    assertTrue(rows.containsKey(key(Pivot.Kind.ADDRESS, "192.0.2.0")));
    assertTrue(rows.size() < Pivot.MOST_ROWS * 0.6, rows.size() + " rows");
    long requests =
        rows.entrySet().stream()
            .filter(row -> row.getKey().kind() == Pivot.Kind.CREDENTIAL)
            .mapToLong(row -> row.getValue().requests())
            .sum();
    assertEquals(prefixes + 1, requests, "every request is in one row");
  }

  @Test
  void goesOnAsItWasAfterARestart() throws IOException {
    Pivot whole = new Pivot();
    Pivot parts = new Pivot();
    for (int hour = 0; hour < 20; hour++) {
      Window w = window("c" + hour % 2, hour, "10.0." + hour + ".", 31);
      whole.add(w);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      parts.write(new DataOutputStream(bytes));
      parts = Pivot.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      parts.add(w);
    }
    assertEquals(rows(whole), rows(parts));
  }

  private static Window copy(Window w) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    w.write(new DataOutputStream(bytes));
    return Window.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }
}
