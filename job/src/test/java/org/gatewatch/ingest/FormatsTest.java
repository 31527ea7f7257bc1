package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gatewatch.event.AccessEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything in {@code testdata/formats}. */
final class FormatsTest {
  private static final boolean WRITE = "write".equals(System.getProperty("golden"));

  @TempDir Path folder;

  static List<Examples> examples() {
    return Examples.all();
  }

  private static void expect(Path golden, List<String> actual) throws IOException {
    if (WRITE) {
      Files.write(golden, actual);
    }
    assertEquals(Files.readAllLines(golden), actual);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void acceptsWhatIsRight(Examples examples) throws IOException {
    Readings read = Readings.of(examples.folder().resolve("accepted.log"), examples.binding());
    assertEquals(List.of(), read.rejected());
    expect(
        examples.folder().resolve("accepted.ndjson"),
        read.accepted().stream().map(EventJson::line).toList());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void rejectsEveryWrongLineForItsReason(Examples examples) throws IOException {
    Readings read = Readings.of(examples.folder().resolve("rejected.log"), examples.binding());
    assertEquals(List.of(), read.accepted());
    expect(examples.folder().resolve("rejected.txt"), read.reasons());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isDetected(Examples examples) {
    boolean mapped = examples.binding().map() != null;
    Detection detection = Detection.of(examples.folder().resolve("accepted.log"), mapped);
    assertEquals(examples.format(), detection.format(), detection.reason());
  }

  /** Otherwise the order of the list would decide what a file is. */
  @ParameterizedTest
  @MethodSource("examples")
  void isRecognisedByNoOther(Examples examples) {
    boolean mapped = examples.binding().map() != null;
    String head = Examples.read(examples.folder().resolve("accepted.log"));
    List<String> all =
        Formats.ALL.stream()
            .filter(format -> format.recognise(head, mapped) != null)
            .map(LogFormat::id)
            .toList();
    assertEquals(List.of(examples.format()), all);
    for (String line : mapped ? List.<String>of() : head.lines().toList()) { // alone, or not at all
      assertTrue(
          Formats.ALL.stream()
              .filter(format -> format.recognise(line, mapped) != null)
              .allMatch(format -> format.id().equals(examples.format())),
          line);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void writesWhatTheSchemaAllowsAndReadsItBack(Examples examples) {
    Readings read = Readings.of(examples.folder().resolve("accepted.log"), examples.binding());
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Examples.read(Path.of("..", "schemas", "access-event.schema.json")));
    for (AccessEvent event : read.accepted()) {
      String line = EventJson.line(event);
      assertEquals(List.of(), schema.validate(line, InputFormat.JSON), line);
      Readings again = Readings.of(line, folder, Readings.binding("canonical", null));
      assertEquals(line, EventJson.line(again.accepted().get(0)));
      assertEquals(event.hashHigh(), again.accepted().get(0).hashHigh());
      assertEquals(event.key(), again.accepted().get(0).key());
    }
  }

  @Test
  void everyFormatHasExamplesAndEveryFolderAFormat() {
    Set<String> folders =
        examples().stream().map(Examples::format).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        Formats.ALL.stream().map(LogFormat::id).collect(Collectors.toCollection(TreeSet::new)),
        folders);
  }

  @Test
  void everyFormatIsMeasured() {
    String bench = Examples.read(Path.of("src/bench/java/org/gatewatch/ingest/ParserBench.java"));
    for (LogFormat format : Formats.ALL) {
      assertTrue(bench.matches("(?s).*\"" + format.id() + "[\"-].*"), format.id());
    }
  }

  @Test
  void theSchemaOfRejectedLinesKnowsEveryReason() throws IOException {
    String schema = Examples.read(Path.of("..", "schemas", "rejected.schema.json"));
    for (Examples examples : examples()) {
      for (String reason : Files.readAllLines(examples.folder().resolve("rejected.txt"))) {
        assertTrue(schema.contains("\"" + reason + "\""), reason);
      }
    }
  }
}
