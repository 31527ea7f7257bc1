package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.gatewatch.event.Roster;
import org.gatewatch.event.Timeline;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are accepted or rejected, never thrown, and every line is accounted for. */
final class FuzzTest {
  private static final int ROUNDS = 300;

  @TempDir Path folder;

  static List<Examples> examples() {
    return Examples.all();
  }

  private static FileReader reader(Examples examples, byte[] bytes) throws IOException {
    LogFormat format = Formats.find(examples.format());
    assertNotNull(format);
    return new FileReader(
        examples.binding(),
        0,
        format,
        format.framer(new Archive(new ByteArrayInputStream(bytes))),
        Timeline.of(Roster.EMPTY),
        Redactor.unkeyed(),
        new Enricher(Enrichment.NONE));
  }

  private static long[] count(Examples examples, byte[] bytes) throws IOException {
    long accepted = 0;
    long rejected = 0;
    long last = -1;
    try (FileReader reader = reader(examples, bytes)) {
      for (RecordReader.Read read = reader.next(); read != null; read = reader.next()) {
        Rejected no = read.rejected();
        if (no == null) {
          accepted++;
          assertNotNull(read.event());
          EventJson.line(read.event());
        } else {
          rejected++;
          assertTrue(no.offset() >= last && no.offset() <= bytes.length, no.toString());
          assertTrue(no.excerpt().length() <= 201 && no.excerpt().chars().allMatch(c -> c >= 32));
          last = no.offset();
        }
      }
      return new long[] {accepted, rejected, reader.headerLines()};
    }
  }

  private static long lines(byte[] bytes) {
    long lines = 0;
    for (int i = 0; i < bytes.length; i++) {
      lines += bytes[i] == '\n' || i == bytes.length - 1 ? 1 : 0;
    }
    return lines;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void mutatedLinesAreAcceptedOrRejected(Examples examples) throws IOException {
    byte[] good = Files.readAllBytes(examples.folder().resolve("accepted.log"));
    SplittableRandom random = new SplittableRandom(42);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = good.clone();
      for (int i = random.nextInt(1, 8); i > 0; i--) {
        mutate(bytes, random);
      }
      if (bytes[0] == 0x1f) {
        continue;
      }
      long[] counts = count(examples, bytes);
      if (examples.format().equals("canonical") || examples.format().equals("combined")) {
        assertEquals(lines(bytes), counts[0] + counts[1], "round " + round);
      }
    }
  }

  private static void mutate(byte[] bytes, SplittableRandom random) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(4)) {
      case 0 -> bytes[at] = (byte) random.nextInt(256);
      case 1 -> bytes[at] = (byte) "\"\\{}[]:,\n\r\0-0e".charAt(random.nextInt(14));
      case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      default -> {
        int length = Math.min(bytes.length - at, random.nextInt(40));
        System.arraycopy(bytes, random.nextInt(bytes.length - length), bytes, at, length);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void randomBytesAreRejected(Examples examples) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = new byte[random.nextInt(1, 400)];
      random.nextBytes(bytes);
      if (round % 2 == 0) {
        bytes[0] = '{';
      }
      long[] counts = count(examples, bytes);
      assertEquals(0, counts[0], "round " + round);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void deepNestingIsNoStackOverflow(Examples examples) throws IOException {
    String deep = "{\"event_time\":" + "[".repeat(100_000) + "\n" + "{\"a\":".repeat(50_000) + "\n";
    long[] counts = count(examples, deep.getBytes(StandardCharsets.UTF_8));
    assertEquals(0, counts[0]);
    assertTrue(counts[1] + counts[2] > 0);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aLineWithoutEndIsRejectedInBoundedMemory(Examples examples) throws IOException {
    byte[] good = Files.readAllBytes(examples.folder().resolve("accepted.log"));
    byte[] bytes = new byte[Framer.LIMIT * 3 + good.length + 1];
    java.util.Arrays.fill(bytes, (byte) 'a');
    bytes[0] = '{';
    bytes[Framer.LIMIT * 3] = '\n';
    System.arraycopy(good, 0, bytes, Framer.LIMIT * 3 + 1, good.length);
    try (FileReader reader = reader(examples, bytes)) {
      RecordReader.Read first = reader.next();
      assertNotNull(first);
      assertNotNull(first.rejected());
      assertEquals("line_too_long", first.rejected().reason());
      if (!examples.format().equals("csv")) { // its header line is gone
        RecordReader.Read second = reader.next();
        assertNotNull(second);
        assertNotNull(second.event(), String.valueOf(second.rejected()));
      }
    }
  }
}
