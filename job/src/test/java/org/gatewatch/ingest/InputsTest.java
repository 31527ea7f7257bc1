package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InputsTest {
  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    Files.createDirectories(folder.resolve(".hidden"));
    for (String name : List.of("z.jsonl", "a/1.jsonl", "a/b/2.log", "a/.x.jsonl", ".hidden/3")) {
      Files.writeString(folder.resolve(name), "");
    }
  }

  private List<String> expand(String... names) {
    List<String> full = List.of(names).stream().map(n -> folder + "/" + n).toList();
    return Inputs.expand(full).stream().map(p -> folder.relativize(p).toString()).toList();
  }

  @Test
  void foldersAreReadThroughWithoutHiddenFiles() {
    assertEquals(List.of("a/1.jsonl", "a/b/2.log", "z.jsonl"), expand(""));
  }

  @Test
  void globsAndNamesGiveEachFileOnceAndSorted() {
    assertEquals(List.of("a/1.jsonl", "z.jsonl"), expand("z.jsonl", "**.jsonl", "a/../z.jsonl"));
    assertEquals(List.of("z.jsonl"), expand("*.jsonl"));
  }

  @Test
  void whatIsNotThereIsSaid() {
    for (String name : List.of("missing", "no/*.x", "*.nothing", "[")) {
      InputException e = assertThrows(InputException.class, () -> expand(name));
      assertTrue(String.valueOf(e.getMessage()).contains("expected"), e.getMessage());
    }
  }

  @Test
  void anUnknownFormatIsSaidWithWhatWasExpected() {
    Detection detection = Detection.of("hello\nworld\n", false);
    assertNull(detection.format());
    assertTrue(detection.reason().contains("canonical"), detection.reason());
    assertTrue(Detection.of("{\"a\":1}", false).reason().contains("field map"));
  }
}
