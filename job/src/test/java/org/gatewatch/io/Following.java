package org.gatewatch.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.core.io.InputStatus;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.Enricher;
import org.gatewatch.ingest.Enrichment;
import org.gatewatch.ingest.Ingest;
import org.gatewatch.ingest.Redactor;

/** Growing files of a test and a reader of them: what it says, and whether any of it is late. */
final class Following implements ReaderOutput<Element> {
  /** Nothing is written for so long: the clock closes time, ms. */
  static final long IDLE = 60_000;

  /** Time of the line with number 0. */
  static final long START = Instant.parse("2026-05-04T08:00:00Z").toEpochMilli();

  final List<Integer> lines = new ArrayList<>();
  final List<String> rejected = new ArrayList<>();
  final List<Integer> late = new ArrayList<>();
  long reached = Long.MIN_VALUE;
  private final FollowPlan plan;
  private FollowReader reader;

  /** Each path a binding of its own. */
  Following(Path... paths) {
    this(plan(paths));
  }

  private Following(FollowPlan plan) {
    this.plan = plan;
    reader = new FollowReader(plan);
    reader.addSplits(List.of(new FollowSource.Place(new byte[0])));
  }

  /** What a replay has read of it before. */
  static Following from(Path path, ReadFiles read) {
    FollowPlan plan = plan(path);
    return new Following(
        new FollowPlan(plan.ingest(), plan.bindings(), plan.followed(), IDLE, read));
  }

  static FollowPlan plan(Path... paths) {
    List<Binding> bindings = new ArrayList<>();
    for (Path path : paths) {
      bindings.add(
          new Binding(
              bindings.size(),
              "log" + bindings.size(),
              List.of(path.toString()),
              null,
              null,
              LogSource.GATEWAY,
              null,
              ZoneOffset.UTC,
              300_000));
    }
    Ingest ingest =
        new Ingest(bindings, Roster.EMPTY, Redactor.unkeyed(), new Enricher(Enrichment.NONE));
    return new FollowPlan(
        ingest, bindings, bindings.stream().map(Binding::index).toList(), IDLE, null);
  }

  /** Lines of a web server's log, a second after the other; no two are alike. */
  static String text(int from, int to) {
    StringBuilder out = new StringBuilder();
    for (int i = from; i < to; i++) {
      Instant at = Instant.ofEpochMilli(START + 1000L * i);
      out.append("192.0.2.7 - - [04/May/2026:").append(at.toString(), 11, 19);
      out.append(" +0000] \"GET /").append(Integer.toHexString(i * 0x9e3779b1));
      out.append(" HTTP/1.1\" 200 5\n");
    }
    return out.toString();
  }

  static List<Integer> range(int from, int to) {
    return java.util.stream.IntStream.range(from, to).boxed().toList();
  }

  /** Appends, and dates the file back. */
  static Path append(Path file, String text, long agoMs) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return date(file, agoMs);
  }

  static Path date(Path file, long agoMs) throws IOException {
    FileTime at = FileTime.fromMillis(System.currentTimeMillis() - agoMs);
    return Files.setLastModifiedTime(file, at);
  }

  static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** Replaces a file by its archive. */
  static Path pack(Path file, long agoMs) throws IOException {
    byte[] bytes = packed(Files.readString(file));
    Files.delete(file);
    return date(Files.write(file.resolveSibling(file.getFileName() + ".gz"), bytes), agoMs);
  }

  /** One call, of many lines. */
  InputStatus step() {
    return reader.pollNext(this);
  }

  /** Reads all that there is to be read now. */
  void poll() {
    while (step() == InputStatus.MORE_AVAILABLE) {
      // until nothing is new
    }
  }

  /** Goes on from saved state with another reader, as after a failure. */
  void restart() {
    List<FollowSource.Place> saved = reader.snapshotState(1);
    reader.close();
    reader = new FollowReader(plan);
    reader.addSplits(saved);
  }

  /** What was handed on since the last time. */
  List<Integer> taken() {
    List<Integer> out = lines.stream().sorted().toList();
    lines.clear();
    return out;
  }

  @Override
  public void collect(Element element) {
    if (element.event() != null) {
      int line = (int) ((element.event().eventTime() - START) / 1000);
      lines.add(line);
      if (element.event().eventTime() <= reached) {
        late.add(line);
      }
    } else if (element.rejected() != null) {
      rejected.add(Objects.requireNonNull(element.rejected()).reason());
    }
    reached = Math.max(reached, element.watermark());
  }

  @Override
  public void collect(Element element, long time) {
    collect(element);
  }

  @Override
  public void emitWatermark(Watermark watermark) {}

  @Override
  public void markIdle() {}

  @Override
  public void markActive() {}

  @Override
  public SourceOutput<Element> createOutputForSplit(String split) {
    return this;
  }

  @Override
  public void releaseOutputForSplit(String split) {}
}
