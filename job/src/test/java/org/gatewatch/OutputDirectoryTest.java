package org.gatewatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDirectoryTest {
  @TempDir private Path dir;

  @Test
  void anOutputBelongsToOneProcess() throws Exception {
    OutputDirectory.mark(dir);
    try (DirectoryLock lock = OutputDirectory.lock(dir)) {
      Failure.UsageException taken =
          assertThrows(Failure.UsageException.class, () -> OutputDirectory.lock(dir));
      assertEquals(
          dir + " is in use: a replay or a watch writes there; name another with --out",
          taken.getMessage());
    }
    OutputDirectory.lock(dir).close();
  }

  @Test
  void whatAWatchGoesOnWithIsNotReplaced() throws Exception {
    Files.writeString(OutputDirectory.prepare(dir).resolve("alerts.jsonl"), "{}\n");
    Path checkpoint = Files.createDirectories(dir.resolve("state/checkpoints/1/chk-7"));
    Files.createFile(checkpoint.resolve("_metadata"));
    Failure.UsageException kept =
        assertThrows(Failure.UsageException.class, () -> OutputDirectory.prepare(dir));
    assertTrue(String.valueOf(kept.getMessage()).contains("a watch goes on with"));
    assertTrue(Files.exists(dir.resolve("alerts.jsonl")));
  }

  @Test
  void whatNobodyGoesOnFromIsForgotten() throws Exception {
    for (String one :
        List.of("checkpoints/1/chk-7", "savepoints/savepoint-1", "checkpoints/2/chk-1")) {
      Path written = Files.createDirectories(dir.resolve("state").resolve(one));
      Files.createFile(written.resolve("_metadata"));
      Files.setLastModifiedTime(
          written.resolve("_metadata"),
          java.nio.file.attribute.FileTime.fromMillis(one.endsWith("chk-1") ? 2000 : 1000));
    }
    Files.createDirectories(dir.resolve("state/checkpoints/2/shared"));
    try (WatchState state = WatchState.open(dir.resolve("state"))) {
      state.tidy();
    }
    assertFalse(Files.exists(dir.resolve("state/checkpoints/1")));
    assertFalse(Files.exists(dir.resolve("state/savepoints/savepoint-1")));
    assertTrue(Files.exists(dir.resolve("state/checkpoints/2/chk-1/_metadata")));
    assertTrue(Files.exists(dir.resolve("state/checkpoints/2/shared")), "what it is made of");
  }

  @Test
  void twoOutputsAreToldApartForAsLongAsTheyLie() throws Exception {
    OutputDirectory.mark(dir.resolve("a"));
    OutputDirectory.mark(dir.resolve("b"));
    String id = OutputDirectory.id(dir.resolve("a"));
    assertNotEquals(id, OutputDirectory.id(dir.resolve("b")));
    OutputDirectory.prepare(dir.resolve("a"));
    assertEquals(id, OutputDirectory.id(dir.resolve("a")));
  }
}
