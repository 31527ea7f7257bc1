package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
  void whatComesAndGoesIsThereOrTold() throws IOException {
    List<String> told = new ArrayList<>();
    Files.createDirectories(folder.resolve("empty"));
    Files.createDirectories(folder.resolve("lost+found"));
    Files.writeString(folder.resolve("lost+found/1"), "");
    List<String> names =
        List.of("z.jsonl", "missing", "no/*.x", "*.nothing", "[", "empty", "a").stream()
            .map(n -> folder + "/" + n)
            .toList();
    List<Path> there = Inputs.present(names, e -> told.add(String.valueOf(e.getMessage())));
    assertEquals(
        List.of("a/1.jsonl", "a/b/2.log", "z.jsonl"),
        there.stream().map(p -> folder.relativize(p).toString()).toList());
    assertEquals(3, told.size(), "" + told);
    assertEquals(List.of("a/1.jsonl", "a/b/2.log", "z.jsonl"), expand(""));
  }

  @Test
  void aLinkBesideWhatItStandsForIsNoSecondFile() throws IOException {
    Files.createSymbolicLink(folder.resolve("current.jsonl"), Path.of("z.jsonl"));
    Files.createSymbolicLink(folder.resolve("a/b/latest"), folder.resolve("outside"));
    Files.writeString(folder.resolve("outside"), "");
    assertEquals(List.of("a/1.jsonl", "a/b/2.log", "outside", "z.jsonl"), expand(""));
    assertEquals(List.of("z.jsonl"), expand("*.jsonl"));
    assertEquals(List.of("a/b/2.log", "a/b/latest"), expand("a/b"), "what it stands for is not");
    assertEquals(List.of("current.jsonl"), expand("c*"));
    assertEquals(List.of("current.jsonl", "z.jsonl"), expand("*.jsonl", "current.jsonl"), "named");
  }

  @Test
  void oneFileThatMayNotBeReadHidesNoOther() throws IOException {
    Path secret = folder.resolve("a/0");
    Files.writeString(secret, "");
    Files.setPosixFilePermissions(secret, Set.of());
    assumeFalse(Files.isReadable(secret), "root may read all");
    List<String> told = new ArrayList<>();
    List<Path> there =
        Inputs.present(List.of("" + folder), e -> told.add(String.valueOf(e.getMessage())));
    assertEquals(3, there.size());
    assertEquals(List.of(secret + ": cannot be read; expected a file one may read"), told);
  }

  @Test
  void aPlaceThatDoesNotExistIsSaidAtTheStart() {
    Inputs.requirePlaces(List.of(folder + "/*.later", folder + "/a", folder + "/z.jsonl"));
    for (String name : List.of("/missing", "/no/*.x")) {
      assertThrows(InputException.class, () -> Inputs.requirePlaces(List.of(folder + name)));
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
