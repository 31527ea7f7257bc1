package org.gatewatch.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.ingest.RecordReader;
import org.gatewatch.report.Ledger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files as they grow, in rounds: in each, what is new in all of them is merged by event time
 * as in a replay. Beyond a round, time is where the binding is that is furthest behind, until
 * nothing was written for it for a while: then the clock closes its time. A checkpoint within a
 * round says what the round reads and how far it is; the files only grow, so it can be read again.
 */
final class FollowReader implements SourceReader<Element, FollowSource.Place> {
  private static final Logger LOG = LoggerFactory.getLogger(FollowReader.class);
  private static final int RUN = 256;
  private static final long POLL_MS = 500;
  private static final int VERSION = 1;

  private final FollowPlan plan;
  private final FollowedFiles files;
  private final ArrayDeque<Element> told = new ArrayDeque<>();
  private CompletableFuture<Void> available = new CompletableFuture<>();
  private @Nullable Round round;
  private final long[] fronts;

  /** Where a binding's time stands as long as something older may be read next. */
  private final long[] ceilings;

  private long reached = Long.MIN_VALUE;
  private long now = Long.MIN_VALUE / 2;
  private boolean looking;
  private long lookedFor;
  private boolean assigned;

  FollowReader(FollowPlan plan) {
    this.plan = plan;
    this.files = new FollowedFiles(plan, LOG::warn);
    this.fronts = new long[plan.bindings().size()];
    this.ceilings = new long[fronts.length];
    Arrays.fill(fronts, Long.MIN_VALUE);
    Arrays.fill(ceilings, Long.MAX_VALUE);
  }

  @Override
  public void start() {}

  @Override
  public void addSplits(List<FollowSource.Place> splits) {
    byte[] state = splits.get(0).state();
    if (state.length > 0) {
      restore(state);
    } else if (plan.read() != null) {
      begin(plan.read());
    }
    assigned = true;
    available.complete(null);
  }

  /** Goes on from where a replay ended. */
  private void begin(ReadFiles read) {
    List<Followed> mine =
        read.files().stream().filter(file -> plan.followed().contains(file.binding)).toList();
    files.begin(mine, System.currentTimeMillis());
    mine.forEach(file -> told.add(name(file)));
    for (int binding : plan.followed()) {
      fronts[binding] = read.front(binding);
    }
  }

  private static Element name(Followed file) {
    return Element.found(new Element.InputName(InputNames.followed(file.index), file.path));
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
      Round reading = round;
      if (reading == null) {
        return look(output);
      }
      RecordReader.Read read = reading.next();
      if (read == null) {
        end(reading, output);
      } else {
        take(read, reading, output);
      }
    }
    return InputStatus.MORE_AVAILABLE;
  }

  /** Looks what is new, at some files a call. */
  private InputStatus look(ReaderOutput<Element> output) {
    long started = System.nanoTime();
    if (!looking) {
      now = System.currentTimeMillis();
      looking = true;
      lookedFor = 0;
    }
    List<Followed.Part> parts = files.look(now, this::found);
    lookedFor += System.nanoTime() - started;
    if (parts == null) {
      return InputStatus.MORE_AVAILABLE;
    }
    looking = false;
    for (int binding : plan.followed()) {
      ceilings[binding] =
          files.isHeld(binding) ? Math.min(ceilings[binding], fronts[binding]) : Long.MAX_VALUE;
    }
    if (!parts.isEmpty()) {
      round = new Round(plan, files, parts);
    } else if (told.isEmpty()) {
      reached(output);
      pause();
      return InputStatus.NOTHING_AVAILABLE;
    }
    return InputStatus.MORE_AVAILABLE;
  }

  private void found(Followed file) {
    told.add(name(file));
    Ledger ledger = new Ledger(plan.bindings());
    ledger.file(file.binding, file.format.isEmpty() ? "unknown" : file.format);
    told.add(Element.counts(ledger.bytes()));
  }

  private void take(RecordReader.Read read, Round reading, ReaderOutput<Element> output) {
    AccessEvent event = read.event();
    if (event == null) {
      output.collect(Element.of(Objects.requireNonNull(read.rejected())));
      return;
    }
    if (event.eventTime() < System.currentTimeMillis() + LiveWatermarks.AHEAD) {
      fronts[event.binding()] = Math.max(fronts[event.binding()], event.eventTime());
    }
    long at = Math.min(reading.watermark(), quiet());
    output.collect(Element.of(event, Math.max(at, LiveWatermarks.NOTHING)));
  }

  /** All of the round is read. */
  private void end(Round done, ReaderOutput<Element> output) {
    done.finish();
    done.close();
    round = null;
    output.collect(Element.counts(done.unknown().bytes()));
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
      long front = Math.min(fronts[binding], ceilings[binding]);
      long at = front == Long.MIN_VALUE ? Long.MIN_VALUE : front - 1;
      boolean silent =
          files.written(binding) < idle && !files.isHeld(binding) && !files.isTroubled(binding);
      least = Math.min(least, silent ? Math.max(at, idle) : at);
    }
    return least;
  }

  private void pause() {
    CompletableFuture<Void> next = new CompletableFuture<>();
    // A look at very many files takes at most a fifth of the time.
    long ms = Math.max(POLL_MS, 4 * TimeUnit.NANOSECONDS.toMillis(lookedFor));
    next.completeOnTimeout(null, ms, TimeUnit.MILLISECONDS);
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
      if (round == null) {
        out.writeInt(0);
      } else {
        round.write(out);
      }
      for (int i = 0; i < fronts.length; i++) {
        out.writeLong(fronts[i]);
        out.writeLong(ceilings[i]);
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
      List<Followed.Part> parts = Round.read(in);
      round = parts.isEmpty() ? null : new Round(plan, files, parts);
      for (int i = 0; i < before; i++) {
        fronts[i] = in.readLong();
        ceilings[i] = in.readLong();
      }
      for (int n = in.readInt(); n > 0; n--) {
        told.add(Element.read(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public void close() {
    if (round != null) {
      round.close();
    }
  }
}
