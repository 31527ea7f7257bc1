package org.gatewatch.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.RecordReader;
import org.junit.jupiter.api.Test;

/** A watch follows files from where a replay has read them to. */
class ReadFilesTest extends LogFolder {
  @Test
  void whatComesBehindIsReadAndALineThatWasNotWholeWithItsBeginning() throws IOException {
    String fourth = Following.text(3, 4);
    Following.append(log, Following.text(0, 3) + fourth.substring(0, 40), 0);
    ReadFiles read = replayed(log);
    Following.append(log, fourth.substring(40) + Following.text(4, 6), HOUR);
    Following watch = Following.from(logs, read);
    watch.poll();
    assertEquals(List.of(3, 4, 5), watch.taken());
    Files.move(log, logs.resolve("access.log.1"));
    watch.poll();
    watch.restart();
    Following.append(log, Following.text(6, 7), HOUR);
    watch.poll();
    assertEquals(List.of(6), watch.taken());
  }

  @Test
  void aFileThatWasCompressedSinceIsNotReadAgain() throws IOException {
    Following.append(log, Following.text(0, 9), HOUR);
    ReadFiles read = replayed(log);
    Following.pack(log, HOUR);
    Following.append(log, Following.text(9, 12), HOUR);
    Following watch = Following.from(logs, read);
    watch.poll();
    assertEquals(List.of(9, 10, 11), watch.taken());
  }

  @Test
  void aFileThatWasMovedWhileItWasReadIsKnownByItsOwnBytesAndNotByThoseInItsPlace()
      throws IOException {
    Following.append(log, Following.text(0, 9), HOUR);
    Reading reading = reading(log);
    Path moved = Files.move(log, logs.resolve("access.log.1"));
    Following.append(log, Following.text(9, 13), HOUR);
    read(reading, log, moved);
    Following watch = Following.from(logs, reading.files());
    watch.poll();
    assertEquals(List.of(9, 10, 11, 12), watch.taken());
  }

  @Test
  void anArchiveThatEndedEarlyIsReadOnWhenItHasGrown() throws IOException {
    Path packed = logs.resolve("access.log.gz");
    byte[] whole = Following.packed(Following.text(0, 900));
    Files.write(packed, Arrays.copyOf(whole, whole.length / 2));
    ReadFiles read = replayed(packed);
    int taken = (int) read.files().get(0).taken;
    assertTrue(taken > 0 && taken < 900, taken + " taken");
    Files.write(packed, whole);
    Following.date(packed, HOUR);
    Following watch = Following.from(logs, read);
    watch.poll();
    assertEquals(Following.range(taken, 900), watch.taken());
    assertTrue(replayed(packed).files().get(0).done);
  }

  @Test
  void whatWasAddedToAnArchiveSinceIsReadAlone() throws IOException {
    Path packed = logs.resolve("access.log.gz");
    Files.write(packed, Following.packed(Following.text(0, 9)));
    ReadFiles read = replayed(packed);
    Files.write(packed, Following.packed(Following.text(9, 12)), StandardOpenOption.APPEND);
    Following.date(packed, HOUR);
    Following watch = Following.from(logs, read);
    watch.poll();
    assertEquals(List.of(9, 10, 11), watch.taken());
  }

  @Test
  void whatAnEmptyFileWillHoldIsNotKnown() throws IOException {
    Following.append(log, "", HOUR);
    ReadFiles read = replayed(log);
    Following.append(log, Following.text(0, 2), HOUR);
    Following watch = Following.from(logs, read);
    watch.poll();
    assertEquals(List.of(0, 1), watch.taken());
  }

  @Test
  void aLineFromTheFutureMovesNoTime() throws IOException {
    String future = Following.text(0, 1).replace("/2026:", "/2099:");
    Following.append(log, Following.text(0, 1) + future, HOUR);
    assertEquals(Following.START, replayed(log).front(0));
  }

  @Test
  void theyAreSavedWithTheTimeToGoOnFrom() throws IOException {
    Binding binding = Following.plan(folder).bindings().get(0);
    Path file = folder.resolve(ReadFiles.NAME);
    Following.append(log, Following.text(0, 9), HOUR);
    replayed(log).write(file);
    ReadFiles back = ReadFiles.read(file);
    assertEquals(List.of(log.toString()), back.paths());
    long front = Following.START + 8_000;
    assertEquals(front - binding.maxLatenessMs() - 3_600_000, back.since(binding));
    assertEquals(Long.MIN_VALUE, back.front(1), "a binding that came later");
    Files.writeString(file, "something else");
    assertThrows(IOException.class, () -> ReadFiles.read(file));
  }

  /** As at the end of a replay. */
  private static ReadFiles replayed(Path log) throws IOException {
    Reading reading = reading(log);
    read(reading, log, log);
    return reading.files();
  }

  private static InputFile file(Path log) throws IOException {
    return new InputFile(0, 0, log.toString(), 0, Files.size(log));
  }

  private static Reading reading(Path log) throws IOException {
    FollowPlan plan = Following.plan(log);
    Reading out =
        new Reading(
            new ReplayPlan(
                "run",
                plan.ingest(),
                plan.bindings(),
                List.of(file(log)),
                List.of("combined"),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                1,
                true),
            System.currentTimeMillis());
    out.opens(file(log));
    return out;
  }

  /** Reads a file to its end that was opened under another name. */
  private static void read(Reading reading, Path log, Path now) throws IOException {
    try (RecordReader reader = Following.plan(now).ingest().open(0, now, 0)) {
      for (RecordReader.Read one = reader.next(); one != null; one = reader.next()) {
        if (one.event() != null) {
          reading.read(one.event());
        } else {
          reading.read(Objects.requireNonNull(one.rejected()));
        }
      }
      reading.ended(new InputFile(0, 0, log.toString(), 0, Files.size(now)), reader);
    }
  }
}
