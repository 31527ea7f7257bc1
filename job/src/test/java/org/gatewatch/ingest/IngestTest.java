package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IngestTest {
  private static final Credential ANN =
      new Credential(
          "cred-1",
          null,
          "human",
          null,
          null,
          null,
          null,
          null,
          null,
          List.of(),
          null,
          List.of("alias-1"),
          null,
          null,
          List.of(),
          List.of(),
          List.of());

  @TempDir Path folder;

  private static Binding vendor(String format) {
    return new Binding(
        0, "acme", List.of(), format, null, LogSource.VENDOR, "acme", ZoneOffset.UTC, 21_600_000);
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("log"), content);
  }

  private static Ingest ingest(Binding binding) {
    return new Ingest(
        List.of(binding),
        new Roster(List.of(ANN), true),
        Redactor.unkeyed(),
        new Enricher(Enrichment.NONE));
  }

  private static AccessEvent first(Ingest ingest, Path file) {
    try (RecordReader reader = ingest.open(0, file, 3)) {
      return Objects.requireNonNull(Objects.requireNonNull(reader.next()).event());
    }
  }

  @Test
  void theBindingSaysWhoseLogItIsAndTheRosterWhoseCredential() throws IOException {
    Path file =
        file(
            "{\"event_time\":1772352000000,\"log_source\":\"gateway\","
                + "\"credential_id\":\"alias-1\",\"status\":401}");
    AccessEvent event = first(ingest(vendor("canonical")), file);
    assertEquals(LogSource.VENDOR, event.logSource());
    assertEquals("acme", event.text(Field.VENDOR));
    assertEquals("cred-1", event.credentialId());
    assertEquals("cred-1", event.key()); // refused, but declared
    assertEquals(1772352000000L + 21_600_000, event.releaseTime());
    assertEquals(3, event.file());
  }

  @Test
  void noClientChoosesToBeWhatStandsForSomethingElse() throws IOException {
    for (String id : List.of("anonymous:other", "log:acme", "vendor:acme")) {
      Path file = file("{\"event_time\":1772352000000,\"credential_id\":\"" + id + "\"}");
      AccessEvent event = first(ingest(vendor("canonical")), file);
      assertTrue(event.key().matches("hmac:[0-9a-f]{32}"), event.key());
    }
  }

  @Test
  void survivesJavaSerialization() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(ingest(vendor("canonical")));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Ingest again = (Ingest) in.readObject();
      assertEquals("acme", first(again, file("{\"event_time\":1772352000000}")).text(Field.VENDOR));
    }
  }

  @Test
  void theFirstTimeIsThatOfTheFirstAcceptedRecord() throws IOException {
    Ingest ingest = ingest(vendor("canonical"));
    assertEquals(
        1772352000000L, ingest.firstEventTime(0, file("x\n\n{\"event_time\":1772352000000}\n")));
    assertNull(ingest.firstEventTime(0, file("x\n".repeat(5000) + "{\"event_time\":1}")));
  }

  @Test
  void unknownKeysAreCountedByAtMostAHundredNames() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      lines.append("{\"event_time\":1772352000000,\"always\":1,\"k").append(i).append("\":2}\n");
    }
    Readings read = Readings.of(file(lines.toString()), vendor("canonical"));
    assertEquals(500, read.accepted().size());
    assertEquals(101, read.unknown().size());
    assertEquals(500, read.unknown().get("always"));
    assertEquals(401, read.unknown().get("(other)"));
  }

  @Test
  void whatCannotBeReadIsSaid() throws IOException {
    Path text = file("hello\n");
    for (String format : new String[] {"json", "nonsense"}) {
      InputException e =
          assertThrows(InputException.class, () -> ingest(vendor(format)).open(0, text, 0));
      assertTrue(String.valueOf(e.getMessage()).contains("binding acme"), e.getMessage());
    }
    assertThrows(
        InputException.class,
        () -> ingest(Readings.binding(null, null)).open(0, folder.resolve("missing"), 0));
  }

  @Test
  void aTableWithAnotherHeaderIsRejectedWholeAndSaysWhy() throws IOException {
    FieldMap map =
        Examples.map(
            "{\"fields\":{\"event_time\":{\"paths\":[\"t\"]},\"status\":{\"paths\":[\"s\"]}}}");
    Readings read =
        Readings.of(file("t,code\n1772352000,200\n1772352001,200\n"), Readings.binding("csv", map));
    assertEquals(List.of("header_changed", "header_changed"), read.reasons());
    assertTrue(read.rejected().get(0).message().contains("s"));
    assertEquals(1, read.headers());
  }

  @Test
  void aTimeBeyondAllNumbersIsARejectedRecord() throws IOException {
    FieldMap map = Examples.map("{\"fields\":{\"event_time\":{\"paths\":[\"t\"]}}}");
    String lines =
        "{\"t\":\"1E2147483647\"}\n{\"t\":1E2147483647}\n{\"t\":1E-2147483647}\n{\"t\":1772352000}\n";
    Readings read = Readings.of(file(lines), Readings.binding("json", map));
    assertEquals(3, read.rejected().size());
    assertEquals(1, read.accepted().size());
  }

  @Test
  void timesAreReadByPatternAndZone() throws IOException {
    FieldMap map =
        Examples.map(
            "{\"fields\":{\"event_time\":{\"paths\":[\"t\"],"
                + "\"time_format\":\"dd MMM yyyy HH:mm\",\"zone\":\"Asia/Kathmandu\"}}}");
    Readings read =
        Readings.of(file("{\"t\":\"01 Mar 2026 13:45\"}\n"), Readings.binding("json", map));
    assertEquals(List.of(), read.rejected());
    assertEquals(1772352000000L, read.accepted().get(0).eventTime());
  }
}
