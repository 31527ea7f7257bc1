package org.gatewatch.io;

import static org.gatewatch.io.Following.IDLE;
import static org.gatewatch.io.Following.START;
import static org.gatewatch.io.Following.append;
import static org.gatewatch.io.Following.date;
import static org.gatewatch.io.Following.pack;
import static org.gatewatch.io.Following.packed;
import static org.gatewatch.io.Following.range;
import static org.gatewatch.io.Following.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are found, rotated, cut off, unreadable or gone, at the worst moments. */
class FollowedFilesTest extends LogFolder {
  private static final long DAY = 24 * HOUR;

  @Test
  void archivesFoundAtAStartAreReadBeforeTimeMovesOn() throws IOException {
    pack(append(logs.resolve("access.log.2"), text(0, 50), HOUR), HOUR);
    append(logs.resolve("access.log.1"), text(50, 100), HOUR);
    append(log, text(100, 150), HOUR);
    Following reader = new Following(logs);
    reader.poll();
    assertEquals(range(0, 150), reader.lines, "in order");
    assertEquals(List.of(), reader.late);
    assertTrue(reader.reached > START + 150_000, "nothing was written for an hour");
  }

  @Test
  void timeStandsStillForAnArchiveThatIsBeingWritten() throws IOException {
    append(log, text(50, 100), HOUR);
    Path packed = pack(append(logs.resolve("access.log.1"), text(0, 50), 0), -HOUR);
    Following reader = new Following(logs);
    reader.poll();
    assertEquals(range(50, 100), reader.taken());
    assertEquals(LiveWatermarks.NOTHING, reader.reached);
    append(log, text(100, 110), HOUR);
    reader.restart();
    reader.poll();
    assertEquals(range(100, 110), reader.taken());
    assertEquals(LiveWatermarks.NOTHING, reader.reached);
    date(packed, HOUR);
    reader.poll();
    assertEquals(range(0, 50), reader.taken());
    assertEquals(List.of(), reader.late);
    assertEquals(START + 109_000 - 1, reader.reached, "it was written just now");
  }

  @Test
  void theRestOfAFileThatWasCompressedMeanwhileIsNotLate() throws IOException {
    append(log, text(0, 50), 0);
    Following reader = new Following(logs);
    reader.poll();
    reader.restart();
    append(log, text(50, 60), HOUR);
    pack(Files.move(log, logs.resolve("access.log.1")), HOUR);
    append(log, text(60, 70), HOUR);
    reader.poll();
    assertEquals(range(0, 70), reader.lines);
    assertEquals(List.of(), reader.late);
  }

  @Test
  void whatCannotBeReadIsToldOnceAndTheClockClosesNoTimeOfIt() throws IOException {
    Path away = folder.resolve("away");
    append(log, text(0, 10), HOUR);
    Following reader = new Following(logs, away);
    reader.poll();
    assertEquals(range(0, 10), reader.taken());
    assertEquals(LiveWatermarks.NOTHING, reader.reached);
    Files.createDirectories(away);
    append(away.resolve("log"), text(0, 10), HOUR);
    reader.poll();
    assertEquals(range(0, 10), reader.taken());
    assertEquals(List.of(), reader.late);
    assertTrue(reader.reached > START + 10_000);

    List<String> told = new ArrayList<>();
    FollowedFiles files = new FollowedFiles(Following.plan(folder.resolve("none")), told::add);
    look(files, 0);
    look(files, 1);
    assertEquals(1, told.size());
    assertTrue(told.get(0).startsWith("log0: " + folder.resolve("none") + ": does not exist"));
    Files.createDirectories(folder.resolve("none"));
    look(files, 2);
    assertFalse(files.isTroubled(0));
    Files.delete(folder.resolve("none"));
    look(files, 3);
    assertEquals(2, told.size(), "a new problem");
  }

  @Test
  void aFileThatIsNoLogIsPassedOverBesideLogsAndAProblemWhereItWasMeant() throws IOException {
    append(log, text(0, 10), HOUR);
    Path other = append(logs.resolve("READ\u001b[2JME"), "hello\n".repeat(10), HOUR);
    List<String> told = new ArrayList<>();
    FollowedFiles beside = new FollowedFiles(Following.plan(logs), told::add);
    assertEquals(1, look(beside, System.currentTimeMillis()).size());
    assertFalse(beside.isTroubled(0));
    look(beside, System.currentTimeMillis());
    assertEquals(1, told.size());
    assertFalse(told.get(0).contains("\u001b"), told.get(0));
    FollowedFiles meant = new FollowedFiles(Following.plan(other), told::add);
    look(meant, System.currentTimeMillis());
    assertTrue(meant.isTroubled(0));
    assertEquals(2, told.size());
  }

  /** What becomes of a file in the middle of a round, while nobody is there. */
  @ParameterizedTest
  @ValueSource(strings = {"moved", "compressed", "copied", "compressed twice"})
  void aRoundGoesOnInTheFileThatItBeganWith(String what) throws IOException {
    append(log, text(0, 1000), HOUR);
    if (what.equals("compressed twice")) {
      pack(log, HOUR);
    }
    Following reader = new Following(logs);
    while (reader.lines.isEmpty()) {
      reader.step();
    }
    reader.restart();
    Path old = logs.resolve("access.log.1");
    switch (what) {
      case "moved" -> Files.move(log, old);
      case "compressed" -> {
        append(log, text(1000, 1010), HOUR);
        pack(Files.move(log, old), HOUR);
      }
      case "copied" -> Files.move(Files.copy(log, folder.resolve("copy")), old);
      default -> Files.move(logs.resolve("access.log.gz"), logs.resolve("access.log.2.gz"));
    }
    Files.deleteIfExists(log);
    append(log, text(1010, 2500), HOUR);
    reader.poll();
    List<Integer> expected = new ArrayList<>(range(0, what.equals("compressed") ? 1010 : 1000));
    expected.addAll(range(1010, 2500));
    assertEquals(expected, reader.taken());
    assertEquals(List.of(), reader.rejected);
    assertEquals(List.of(), reader.late);
  }

  @Test
  void aFileThatIsGoneInTheMiddleOfARoundIsToldAndTakesNoOtherWithIt() throws IOException {
    append(log, text(0, 1000), HOUR);
    Path other = append(logs.resolve("other.log"), text(20_000, 21_000), HOUR);
    Following reader = new Following(logs);
    while (reader.lines.isEmpty()) {
      reader.step();
    }
    int before = reader.lines.size();
    reader.restart();
    Path away = Files.move(log, folder.resolve("away"));
    reader.poll();
    List<Integer> expected = new ArrayList<>(range(0, before));
    expected.addAll(range(20_000, 21_000));
    assertEquals(expected, reader.taken());
    assertEquals(List.of("file_gone"), reader.rejected);
    Files.delete(other);
    Files.move(away, log);
    reader.poll();
    assertEquals(range(before, 1000), reader.taken(), "it came back");
  }

  @Test
  void anArchiveWhoseUploadStallsIsReadToItsEndOnceItIsThere() throws IOException {
    byte[] whole = packed(text(0, 5000));
    Path file = logs.resolve("day.gz");
    Following reader = new Following(logs);
    for (int percent : List.of(30, 31, 70, 100)) {
      date(Files.write(file, Arrays.copyOf(whole, whole.length * percent / 100)), HOUR);
      reader.poll(); // it has grown
      reader.poll();
      reader.restart();
      reader.poll();
    }
    assertEquals(range(0, 5000), reader.taken());
    assertEquals(
        List.of("truncated_archive", "truncated_archive", "truncated_archive"), reader.rejected);
    reader.poll();
    assertEquals(List.of(), reader.taken());
    assertTrue(reader.reached > START + 5_000_000);
  }

  @Test
  void timeStandsStillForAnArchiveThatWasCutAMomentAgo() throws IOException {
    byte[] whole = packed(text(0, 5000));
    Path file = logs.resolve("day.gz");
    date(Files.write(file, Arrays.copyOf(whole, whole.length / 2)), 2000);
    Following reader = new Following(logs);
    reader.poll();
    long before = reader.reached;
    append(log, text(6000, 6010), 0);
    reader.poll();
    assertEquals(before, reader.reached);
    date(Files.write(file, whole), HOUR);
    reader.poll();
    reader.poll();
    assertEquals(List.of(), reader.late);
    assertEquals(5010, reader.taken().size());
    assertEquals(START + 6_009_000 - 1, reader.reached);
  }

  @Test
  void aCopyIsNoSecondFileUntilTheFirstIsGone() throws IOException {
    append(log, text(0, 100), HOUR);
    Following reader = new Following(logs);
    reader.poll();
    Path copy = folder.resolve("copy");
    pack(Files.copy(log, copy), HOUR);
    Files.move(folder.resolve("copy.gz"), logs.resolve("copy.gz"));
    reader.poll();
    reader.poll();
    append(logs.resolve("access.log"), text(100, 110), HOUR);
    reader.poll();
    assertEquals(range(0, 110), reader.taken());
    Files.delete(log);
    Files.write(logs.resolve("copy.gz"), packed(text(0, 120)));
    date(logs.resolve("copy.gz"), HOUR);
    reader.poll();
    reader.poll();
    assertEquals(range(110, 120), reader.taken());
  }

  /** What writers need that cannot be told to open another file. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFileThatIsCopiedAndCutIsReadOnce(boolean looked) throws IOException {
    append(log, text(0, 3000), HOUR);
    Following reader = new Following(logs);
    reader.poll();
    for (int day = 1; day < 4; day++) {
      append(log, text(3000 * day, 3000 * day + 10), HOUR);
      for (int i = day; i > 1; i--) {
        Files.move(logs.resolve("access.log." + (i - 1)), logs.resolve("access.log." + i));
      }
      date(Files.copy(log, logs.resolve("access.log.1")), HOUR);
      if (looked) {
        reader.poll();
        reader.restart();
      }
      Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
      if (looked) {
        reader.poll();
      }
      append(log, text(3000 * day + 10, 3000 * day + 3000), HOUR);
      reader.poll();
      reader.restart();
    }
    reader.poll();
    assertEquals(range(0, 12_000), reader.taken());
  }

  @Test
  void aRecordThatIsNotWholeHoldsUpItsFileForAMinute() throws IOException {
    String whole = "{\"schemaType\":\n\"ModelInvocationLog\",\"requestId\":\"r\"}\n";
    String rest = "{\n\"timestamp\":\n";
    append(logs.resolve("gateway.json"), whole + rest, 0);
    FollowedFiles files = new FollowedFiles(Following.plan(logs), told -> {});
    long now = System.currentTimeMillis();
    assertEquals(whole.length(), look(files, now).get(0).to());
    assertEquals(whole.length(), look(files, now + 30_000).get(0).to());
    append(logs.resolve("gateway.json"), "[\n", 0);
    assertEquals(whole.length(), look(files, now + 59_000).get(0).to());
    append(logs.resolve("gateway.json"), "1,\n", -61_000);
    assertEquals((whole + rest + "[\n1,\n").length(), look(files, now + 61_000).get(0).to());
  }

  @Test
  void filesThatAreGoneForLongAreForgottenUnlessTheirFolderIs() throws IOException {
    append(log, text(0, 10), HOUR);
    append(logs.resolve("old.log"), text(10, 20), HOUR);
    FollowedFiles files = new FollowedFiles(Following.plan(logs), told -> {});
    long now = System.currentTimeMillis();
    assertEquals(2, look(files, now).size());
    int both = size(files);
    Files.delete(logs.resolve("old.log"));
    look(files, now + 6 * DAY);
    assertEquals(both, size(files));
    Path away = Files.move(logs, folder.resolve("away"), StandardCopyOption.ATOMIC_MOVE);
    look(files, now + 20 * DAY);
    assertEquals(both, size(files));
    Files.move(away, logs);
    look(files, now + 20 * DAY + 1);
    assertTrue(size(files) < both * 2 / 3, size(files) + " of " + both);
    append(log, text(20, 30), HOUR);
    assertEquals(0, look(files, now + 20 * DAY + 2).get(0).index(), "the other is still known");
  }

  @Test
  void aLookAtManyFilesIsTakenInStepsAndMayBeInterrupted() throws IOException {
    for (int i = 0; i < 300; i++) {
      append(logs.resolve("access.log." + i), text(10 * i, 10 * i + 10), HOUR);
    }
    FollowedFiles files = new FollowedFiles(Following.plan(logs), told -> {});
    assertNull(files.look(System.currentTimeMillis(), file -> {}));
    Following reader = new Following(logs);
    for (int i = 0; i < 40; i++) {
      reader.step();
      reader.restart();
    }
    reader.poll();
    assertEquals(range(0, 3000), reader.lines);
    assertEquals(List.of(), reader.late);
    assertTrue(reader.reached > START + IDLE);
  }

  static List<Followed.Part> look(FollowedFiles files, long now) {
    List<Followed.Part> parts = null;
    while (parts == null) {
      parts = files.look(now, file -> {});
    }
    return Objects.requireNonNull(parts);
  }

  private static int size(FollowedFiles files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    files.write(new DataOutputStream(bytes));
    return bytes.size();
  }
}
