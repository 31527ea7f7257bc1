package org.gatewatch.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RosterFormTest {
  private static final Credential ALL =
      new Credential(
          "key-ı",
          "owner",
          "human",
          "vendor",
          "group",
          1L,
          2L,
          3L,
          "key-0",
          List.of("m1", "m2"),
          "Europe/London",
          List.of("alias"),
          "contact",
          4L,
          List.of("AS1"),
          List.of("GB"),
          List.of("Mon-Fri/08:00-19:00"));

  @Test
  void aRosterThatWasShippedSaysTheSame() throws Exception {
    List<Holiday> holidays =
        List.of(
            new Holiday(List.of(LocalDate.of(2026, 5, 1)), List.of("Europe/London"), List.of()),
            new Holiday(List.of(), List.of(), List.of("group")));
    byte[] shipped =
        write(new Roster(List.of(ALL, Credential.undeclared("key-1")), true, holidays));
    write(Roster.EMPTY); // so that it is read, not remembered
    Roster read = read(shipped);
    assertEquals(List.of(ALL, Credential.undeclared("key-1")), List.copyOf(read.all().values()));
    assertEquals("key-ı", read.resolve("alias"));
    assertEquals(true, read.complete());
    assertEquals(holidays, read.holidays());
  }

  @Test
  void equalRostersOfOneProcessAreOneObject() throws Exception {
    byte[] shipped = write(new Roster(List.of(ALL), false));
    assertSame(read(shipped), read(shipped));
  }

  private static byte[] write(Roster roster) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(roster);
    }
    return bytes.toByteArray();
  }

  private static Roster read(byte[] bytes) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (Roster) in.readObject();
    }
  }
}
