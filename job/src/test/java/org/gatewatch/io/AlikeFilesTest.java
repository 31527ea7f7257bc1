package org.gatewatch.io;

import static org.gatewatch.io.Following.append;
import static org.gatewatch.io.Following.date;
import static org.gatewatch.io.Following.pack;
import static org.gatewatch.io.Following.packed;
import static org.gatewatch.io.Following.range;
import static org.gatewatch.io.Following.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gatewatch.ingest.FilePart;
import org.junit.jupiter.api.Test;

/** Files that look like others, and files that are broken: nothing is passed over in silence. */
class AlikeFilesTest extends LogFolder {

  /** As exports do whose header, or whose description of who writes, is long. */
  @Test
  void filesThatBeginAlikeAreReadEach() throws IOException {
    String head = "# a line that is none of a request, as every file begins\n".repeat(2000);
    assertTrue(head.length() > FilePart.MARK);
    Following reader = new Following(logs);
    pack(append(logs.resolve("day1"), text(0, 10) + head + text(10, 20), HOUR), HOUR);
    reader.poll();
    assertEquals(range(0, 20), reader.taken());
    pack(append(logs.resolve("day2"), text(0, 10) + head + text(20, 40), HOUR), HOUR);
    reader.poll();
    reader.poll();
    List<Integer> second = new ArrayList<>(range(0, 10));
    second.addAll(range(20, 40));
    assertEquals(second, reader.taken(), "beside an archive that was read");
    Files.delete(logs.resolve("day1.gz"));
    Files.delete(logs.resolve("day2.gz"));
    reader.restart();
    reader.poll();
    Files.copy(log(head, 40, 70), logs.resolve("day3"));
    reader.poll();
    List<Integer> third = new ArrayList<>(range(0, 10));
    third.addAll(range(40, 70));
    assertEquals(third, reader.taken(), "in place of archives that were read");
    Files.delete(logs.resolve("day3"));
    append(logs.resolve("day4"), text(0, 10) + head + text(70, 71), HOUR);
    reader.poll();
    assertEquals(11, reader.taken().size(), "shorter than what was read of the one before");
  }

  @Test
  void anArchiveThatBeginsAsAPlainFileDoesAndHoldsMoreIsNoCopy() throws IOException {
    append(log, text(0, 1), HOUR);
    Following reader = new Following(logs);
    reader.poll();
    assertEquals(range(0, 1), reader.taken());
    pack(append(logs.resolve("export"), text(0, 1) + text(20, 40), HOUR), HOUR);
    reader.poll();
    reader.poll();
    assertEquals(21, reader.taken().size());
  }

  private Path log(String head, int from, int to) throws IOException {
    Files.deleteIfExists(folder.resolve("away"));
    return append(folder.resolve("away"), text(0, 10) + head + text(from, to), HOUR);
  }

  @Test
  void aCopyThatWasSeenWithTooLittleInItToBeKnownIsNoSecondFile() throws IOException {
    append(log, text(0, 3000), HOUR);
    Following reader = new Following(logs);
    reader.poll();
    assertEquals(range(0, 3000), reader.taken());
    byte[] whole = packed(text(0, 3000));
    Path copy = logs.resolve("access.log.1.gz");
    Files.write(copy, Arrays.copyOf(whole, whole.length / 50));
    reader.poll(); // it is being written
    date(Files.write(copy, whole), HOUR);
    reader.poll();
    reader.poll();
    assertEquals(List.of(), reader.taken());
    Files.delete(log);
    reader.poll();
    reader.poll();
    assertEquals(List.of(), reader.taken());
    assertEquals(List.of(), reader.late);
  }

  @Test
  void aBrokenEnvelopeIsToldOnceAndHoldsUpNothing() throws IOException {
    Following reader = new Following(logs);
    append(log, envelope(0, 2), HOUR);
    reader.poll();
    assertEquals(range(0, 2), reader.taken());
    append(log, envelope(2, 3).replace("\"logStream\"", "\"log\u0001Stream") + "\n", HOUR);
    for (int i = 0; i < 3; i++) {
      reader.poll();
    }
    assertEquals(List.of("damaged_archive"), reader.rejected);
    append(log, envelope(3, 4), HOUR);
    reader.poll();
    assertEquals(range(3, 4), reader.taken());
    String late = envelope(4, 6).replace(",{", ",\n{");
    append(log, late.substring(0, late.indexOf('\n') + 1), HOUR);
    for (int i = 0; i < 3; i++) {
      reader.poll();
      reader.restart();
    }
    assertEquals(List.of("damaged_archive", "truncated_archive"), reader.rejected);
    append(log, late.substring(late.indexOf('\n') + 1), HOUR);
    reader.poll();
    assertEquals(range(4, 6), reader.taken(), "it was being written");
    assertEquals(2, reader.rejected.size());
  }

  /** As AWS sends them, one a line. */
  private static String envelope(int from, int to) {
    StringBuilder out = new StringBuilder();
    for (String line : text(from, to).split("\n", -1)) {
      if (!line.isEmpty()) {
        out.append(out.isEmpty() ? "" : ",").append("{\"message\":\"");
        out.append(line.replace("\"", "\\\"")).append("\"}");
      }
    }
    return "{\"messageType\":\"DATA_MESSAGE\",\"logGroup\":\"g\",\"logStream\":\"s\",\"logEvents\":["
        + out
        + "]}\n";
  }

  /** As an hour that is packed and put behind the others of its day. */
  @Test
  void whatIsAddedToAnArchiveThatWasReadIsReadAlone() throws IOException {
    Path packed = pack(append(log, text(0, 10), HOUR), HOUR);
    Following reader = new Following(logs);
    reader.poll();
    assertEquals(range(0, 10), reader.taken());
    for (int hour = 1; hour < 4; hour++) {
      Files.write(packed, packed(text(10 * hour, 10 * hour + 10)), StandardOpenOption.APPEND);
      date(packed, HOUR);
      reader.poll(); // it has grown
      reader.restart();
      reader.poll();
      reader.poll();
      assertEquals(range(10 * hour, 10 * hour + 10), reader.taken());
    }
    Files.move(packed, logs.resolve("access.log.1.gz"));
    reader.poll();
    assertEquals(List.of(), reader.taken());
  }
}
