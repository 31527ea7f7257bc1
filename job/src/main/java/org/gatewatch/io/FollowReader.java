package org.gatewatch.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.ingest.InputException;
import org.gatewatch.ingest.RecordReader;
import org.gatewatch.report.Ledger;
import org.jspecify.annotations.Nullable;

/**
 * Reads files as they grow, in rounds: in each, what is new in all of them is merged by event time
 * as in a replay. Beyond a round, time is where the binding is that is furthest behind, until
 * nothing was written for it for a while: then the clock closes its time. A checkpoint within a
 * round says what the round reads and how far it is; the files only grow, so it can be read again.
 */
final class FollowReader implements SourceReader<Element, FollowSource.Place> {
  private static final int RUN = 256;
  private static final long POLL_MS = 500;
  private static final int VERSION = 1;

  private final FollowPlan plan;
  private final FollowedFiles files;
  private final ArrayDeque<Element> told = new ArrayDeque<>();
  private final Map<Integer, Reached> partsRead = new HashMap<>();
  private CompletableFuture<Void> available = new CompletableFuture<>();
  private List<Followed.Part> round = List.of();
  private @Nullable FileMerge merge;
  private long emitted;
  private long skip;
  private final long[] fronts;
  private long reached = Long.MIN_VALUE;
  private long now = Long.MIN_VALUE / 2;
  private boolean assigned;
  private Ledger unknown;

  FollowReader(FollowPlan plan) {
    this.plan = plan;
    this.files = new FollowedFiles(plan);
    this.unknown = new Ledger(plan.bindings());
    this.fronts = new long[plan.bindings().size()];
    Arrays.fill(fronts, Long.MIN_VALUE);
  }

  @Override
  public void start() {}

  @Override
  public void addSplits(List<FollowSource.Place> splits) {
    byte[] state = splits.get(0).state();
    if (state.length > 0) {
      restore(state);
    }
    assigned = true;
    available.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {}

  @Override
  public InputStatus pollNext(ReaderOutput<Element> output) {
    if (!assigned) {
      return InputStatus.NOTHING_AVAILABLE;
    }
    for (int i = 0; i < RUN; i++) {
      Element element = told.poll();
      if (element != null) {
        output.collect(element);
        continue;
      }
      if (round.isEmpty() && !begin()) {
        reached(output);
        pause();
        return InputStatus.NOTHING_AVAILABLE;
      }
      if (merge == null) {
        merge = merge();
      }
      FileMerge merging = merge;
      RecordReader.Read read = merging.next((file, keys) -> closed(file.index(), keys));
      if (read == null) {
        end(output);
      } else {
        take(read, merging, output);
      }
    }
    return InputStatus.MORE_AVAILABLE;
  }

  /** Looks what is new; false when nothing is. */
  private boolean begin() {
    now = System.currentTimeMillis();
    round = files.parts(now, this::found);
    emitted = 0;
    return !round.isEmpty() || !told.isEmpty();
  }

  private void found(Followed file) {
    told.add(Element.found(new Element.InputName(file.index, file.path)));
    Ledger ledger = new Ledger(plan.bindings());
    ledger.file(file.binding, file.format.isEmpty() ? "unknown" : file.format);
    told.add(Element.counts(ledger.bytes()));
  }

  private FileMerge merge() {
    List<InputFile> parts = new ArrayList<>();
    Map<Integer, Followed.Part> byIndex = new HashMap<>();
    for (Followed.Part part : round) {
      byIndex.put(part.index(), part);
      Followed file = files.file(part.index());
      parts.add(new InputFile(part.index(), file.binding, file.path, part.firstTime(), 0));
    }
    return new FileMerge(
        parts,
        file -> {
          Followed.Part part = Objects.requireNonNull(byIndex.get(file.index()));
          try {
            return new Counting(
                files.file(part.index()), files.open(plan.ingest(), part), partsRead);
          } catch (InputException e) {
            throw new IllegalStateException(e.getMessage(), e);
          }
        },
        1);
  }

  private void take(RecordReader.Read read, FileMerge merging, ReaderOutput<Element> output) {
    AccessEvent event = read.event();
    Element element;
    if (event == null) {
      element = Element.of(Objects.requireNonNull(read.rejected()));
    } else {
      if (event.eventTime() < System.currentTimeMillis() + LiveWatermarks.AHEAD) {
        fronts[event.binding()] = Math.max(fronts[event.binding()], event.eventTime());
      }
      long reached = Math.min(merging.watermark(), quiet());
      element = Element.of(event, Math.max(reached, LiveWatermarks.NOTHING));
    }
    if (skip > 0) {
      skip--;
    } else {
      output.collect(element);
    }
    emitted++;
  }

  private void closed(int index, Map<String, Long> unknownKeys) {
    unknown.unknownKeys(files.file(index).binding, unknownKeys);
  }

  /** All of the round is read. */
  private void end(ReaderOutput<Element> output) {
    for (Followed.Part part : round) {
      Followed file = files.file(part.index());
      Reached at = partsRead.get(part.index());
      if (at != null) {
        file.lines = at.lines();
        file.last = at.last();
      }
      if (part.to() == Long.MAX_VALUE) {
        file.done = true;
      } else {
        file.offset = part.to();
      }
    }
    partsRead.clear();
    round = List.of();
    output.collect(Element.counts(unknown.bytes()));
    unknown = new Ledger(plan.bindings());
    if (merge != null) {
      merge.close();
      merge = null;
    }
    reached(output);
  }

  private void reached(ReaderOutput<Element> output) {
    long at = quiet();
    if (at != Long.MIN_VALUE && at != Long.MAX_VALUE && at > reached) {
      reached = at;
      output.collect(Element.reached(at));
    }
  }

  /** Where the binding is that is furthest behind: nothing is still to come up to there. */
  private long quiet() {
    long least = Long.MAX_VALUE;
    for (int binding : plan.followed()) {
      long idle = now - plan.idleAfterMs();
      long at = fronts[binding] == Long.MIN_VALUE ? Long.MIN_VALUE : fronts[binding] - 1;
      least = Math.min(least, files.written(binding) < idle ? Math.max(at, idle) : at);
    }
    return least;
  }

  private void pause() {
    CompletableFuture<Void> next = new CompletableFuture<>();
    next.completeOnTimeout(null, POLL_MS, TimeUnit.MILLISECONDS);
    available = next;
  }

  @Override
  public List<FollowSource.Place> snapshotState(long checkpoint) {
    if (!assigned) {
      return List.of();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(fronts.length);
      files.write(out);
      out.writeInt(round.size());
      for (Followed.Part part : round) {
        part.write(out);
      }
      out.writeLong(emitted);
      for (long front : fronts) {
        out.writeLong(front);
      }
      out.writeInt(told.size());
      for (Element element : told) {
        element.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return List.of(new FollowSource.Place(bytes.toByteArray()));
  }

  private void restore(byte[] state) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalStateException("followed files of an unknown version: " + version);
      }
      int before = in.readInt(); // bindings may have come since, behind the others
      files.read(in);
      ArrayList<Followed.Part> parts = new ArrayList<>();
      for (int n = in.readInt(); n > 0; n--) {
        parts.add(Followed.Part.read(in));
      }
      round = parts;
      skip = in.readLong();
      for (int i = 0; i < before; i++) {
        fronts[i] = in.readLong();
      }
      for (int n = in.readInt(); n > 0; n--) {
        told.add(Element.read(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    emitted = 0;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public void close() {
    if (merge != null) {
      merge.close();
    }
  }

  /** How far a file is read: its records, and the time of the last event, ms. */
  private record Reached(long lines, long last) {}

  /** Notes how far a file is read by now. */
  private static final class Counting implements RecordReader {
    private final int index;
    private final RecordReader reader;
    private final Map<Integer, Reached> read;
    private long last;

    Counting(Followed file, RecordReader reader, Map<Integer, Reached> read) {
      this.index = file.index;
      this.reader = reader;
      this.read = read;
      this.last = file.last;
    }

    @Override
    public @Nullable Read next() {
      Read next = reader.next();
      if (next != null && next.event() != null) {
        last = next.event().eventTime();
      }
      return next;
    }

    @Override
    public long bytesRead() {
      return reader.bytesRead();
    }

    @Override
    public Map<String, Long> unknownKeys() {
      read.put(index, new Reached(reader.lines(), last));
      return reader.unknownKeys();
    }

    @Override
    public long headerLines() {
      return reader.headerLines();
    }

    @Override
    public long lines() {
      return reader.lines();
    }

    @Override
    public String format() {
      return reader.format();
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
