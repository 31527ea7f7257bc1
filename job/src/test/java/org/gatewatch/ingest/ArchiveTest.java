package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchiveTest {
  @TempDir Path folder;

  private static byte[] lines(int count) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append("{\"event_time\":").append(1772352000000L + i).append(",\"request_id\":\"r");
      out.append(Integer.toHexString(i * 0x9e3779b1)).append("\"}\n");
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] pack(String kind, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (kind) {
          case "gz" -> new GZIPOutputStream(bytes);
          case "zst" -> new ZstdOutputStream(bytes);
          case "bz2" -> new BZip2CompressorOutputStream(bytes);
          default -> bytes;
        }) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private Readings read(byte[] bytes) {
    return Readings.of(bytes, folder, Readings.binding(null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "gz", "zst", "bz2"})
  void isToldByContentAndReadWhole(String kind) throws IOException {
    Readings read = read(pack(kind, lines(20_000)));
    assertEquals(20_000, read.accepted().size());
    assertEquals(List.of(), read.rejected());
    assertEquals(20_000, read.accepted().get(19_999).line());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "zst", "bz2"})
  void membersOneBehindTheOtherAreOneFile(String kind) throws IOException {
    byte[] one = pack(kind, lines(1000));
    byte[] two = Arrays.copyOf(one, one.length * 2);
    System.arraycopy(one, 0, two, one.length, one.length);
    assertEquals(2000, read(two).accepted().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "zst", "bz2"})
  void whatCanBeReadOfATruncatedArchiveIsRead(String kind) throws IOException {
    byte[] whole = pack(kind, lines(70_000));
    Readings read = read(Arrays.copyOf(whole, whole.length / 2));
    assertTrue(read.accepted().size() > 1000, "accepted " + read.accepted().size());
    assertEquals(List.of("truncated_archive"), read.reasons());
    assertEquals(read.accepted().size() + 1, read.rejected().get(0).line());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "zst", "bz2"})
  void aDamagedArchiveIsOneRejectedRecord(String kind) throws IOException {
    byte[] bytes = pack(kind, lines(70_000));
    for (int i = bytes.length / 2; i < bytes.length / 2 + 100; i++) {
      bytes[i] ^= 0x5a;
    }
    Readings read = read(bytes);
    assertTrue(read.reasons().get(read.reasons().size() - 1).endsWith("_archive"));
  }

  @Test
  void anEmptyFileHoldsNothing() {
    Readings read = read(new byte[0]);
    assertEquals(0, read.accepted().size() + read.rejected().size());
  }

  @Test
  void countsTheBytesOnDisk() throws IOException {
    byte[] packed = pack("gz", lines(20_000));
    Path file = folder.resolve("x");
    java.nio.file.Files.write(file, packed);
    Ingest ingest =
        new Ingest(
            List.of(Readings.binding(null, null)),
            org.gatewatch.event.Roster.EMPTY,
            Redactor.unkeyed(),
            new Enricher(Enrichment.NONE));
    try (RecordReader reader = ingest.open(0, file, 0)) {
      while (reader.next() != null) {
        assertTrue(reader.bytesRead() <= packed.length);
      }
      assertEquals(packed.length, reader.bytesRead());
    }
    assertEquals(1772352000000L, ingest.firstEventTime(0, file));
  }
}
