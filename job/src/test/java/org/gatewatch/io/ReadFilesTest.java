package org.gatewatch.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.RecordReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch follows files from where a replay has read them to. */
class ReadFilesTest {
  private static final long LONG_AGO = 600_000;
  private static final long FRONT = 1_772_442_847_120L;

  @TempDir private Path dir;

  @Test
  void whatComesBehindIsReadAndALineThatWasNotWholeWithItsBeginning() throws IOException {
    Path logs = Files.createDirectories(dir.resolve("logs"));
    Path log = logs.resolve("access.log");
    String fourth = Following.text(3, 4);
    Following.append(log, Following.text(0, 3) + fourth.substring(0, 40), LONG_AGO);
    ReadFiles read = replayed(log);
    Following.append(log, fourth.substring(40) + Following.text(4, 6), LONG_AGO);
    Following watch = Following.from(logs, read);
    watch.poll();
    assertEquals(List.of(3, 4, 5), watch.taken());
    Files.move(log, logs.resolve("access.log.1"));
    watch.poll();
    watch.restart();
    Following.append(log, Following.text(6, 7), LONG_AGO);
    watch.poll();
    assertEquals(List.of(6), watch.taken());
  }

  @Test
  void aFileThatWasCompressedSinceIsNotReadAgain() throws IOException {
    Path logs = Files.createDirectories(dir.resolve("logs"));
    Path log = Following.append(logs.resolve("access.log"), Following.text(0, 9), LONG_AGO);
    ReadFiles read = replayed(log);
    Following.pack(log, LONG_AGO);
    Following.append(log, Following.text(9, 12), LONG_AGO);
    Following watch = Following.from(logs, read);
    watch.poll();
    assertEquals(List.of(9, 10, 11), watch.taken());
  }

  @Test
  void anArchiveIsDoneAndSoIsWhatIsGone() throws IOException {
    Path log = Following.append(dir.resolve("access.log"), Following.text(0, 9), LONG_AGO);
    Path packed = Following.pack(log, LONG_AGO);
    assertTrue(replayed(packed).files().get(0).done);
    Files.delete(packed);
    InputFile gone = new InputFile(0, 0, packed.toString(), 0, 9);
    Path other = Following.append(dir.resolve("other.log"), Following.text(0, 1), LONG_AGO);
    try (RecordReader reader = Following.plan(dir).ingest().open(0, other, 0)) {
      assertTrue(ReadFiles.ended(gone, reader, 0).done);
    }
  }

  @Test
  void theyAreSavedWithTheTimeToGoOnFrom() throws IOException {
    Binding binding = Following.plan(dir).bindings().get(0);
    Path file = dir.resolve(ReadFiles.NAME);
    Path log = Following.append(dir.resolve("access.log"), Following.text(0, 9), LONG_AGO);
    replayed(log).write(file);
    ReadFiles back = ReadFiles.read(file);
    assertEquals(List.of(log.toString()), back.paths());
    assertEquals(FRONT - binding.maxLatenessMs() - 3_600_000, back.since(binding));
    assertEquals(Long.MIN_VALUE, back.front(1), "a binding that came later");
    Files.writeString(file, "something else");
    assertThrows(IOException.class, () -> ReadFiles.read(file));
  }

  /** As at the end of a replay. */
  private static ReadFiles replayed(Path log) throws IOException {
    InputFile file = new InputFile(0, 0, log.toString(), 0, Files.size(log));
    try (RecordReader reader = Following.plan(log).ingest().open(0, log, 0)) {
      while (reader.next() != null) {
        // to the end
      }
      return ReadFiles.of(List.of(ReadFiles.ended(file, reader, FRONT)), new long[] {FRONT});
    }
  }
}
