package org.gatewatch.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.ingest.RecordReader;
import org.gatewatch.ingest.Rejected;
import org.gatewatch.report.Ledger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one split of a {@link ReplaySource}: merges the files and counts every line. When a
 * watch is to go on from where they end, no time is closed that its inputs may still tell of.
 */
final class ReplayReader implements SourceReader<Element, ReplaySource.All> {
  /** Records emitted before the task looks at its mailbox again. */
  private static final int RUN = 256;

  private final ReplayPlan plan;
  private final Progress progress;
  private CompletableFuture<Void> available = new CompletableFuture<>();
  private final AnonymousKeys anonymous = new AnonymousKeys(AnonymousKeys.MOST);
  private final @Nullable Reading reading;
  private @Nullable FileMerge merge;
  private Ledger ledger;
  private long emitted;
  private long skip;
  private long closedBytes;
  private long front = Long.MIN_VALUE;
  private boolean finished;
  private boolean countsTold;

  ReplayReader(ReplayPlan plan) {
    this.plan = plan;
    this.progress = Progress.of(plan.run());
    this.ledger = new Ledger(plan.bindings());
    this.reading = plan.kept() ? new Reading(plan, System.currentTimeMillis()) : null;
  }

  @Override
  public void start() {}

  @Override
  public void addSplits(List<ReplaySource.All> splits) {
    skip = splits.get(0).emitted();
    for (InputFile file : plan.files()) {
      ledger.file(file.binding(), plan.formats().get(file.index()));
    }
    merge = new FileMerge(plan.files(), this::open, plan.threads());
    available.complete(null);
  }

  private RecordReader open(InputFile file) {
    if (reading != null) {
      reading.opens(file);
    }
    return plan.ingest().open(file.binding(), Path.of(file.path()), file.index());
  }

  @Override
  public void notifyNoMoreSplits() {
    finished = merge == null;
    available.complete(null);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Element> output) {
    FileMerge files = merge;
    if (files == null) {
      return finished ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
    }
    for (int i = 0; i < RUN; i++) {
      RecordReader.Read read = files.next(this::closed);
      if (read == null) {
        tellProgress();
        if (!countsTold) {
          countsTold = true;
          emit(Element.counts(ledger.bytes()), Long.MIN_VALUE, output);
        }
        return isHeld() ? InputStatus.NOTHING_AVAILABLE : InputStatus.END_OF_INPUT;
      }
      take(read, files, output);
    }
    tellProgress();
    return InputStatus.MORE_AVAILABLE;
  }

  /** Whether the state of the run is still to be saved here. */
  private boolean isHeld() {
    if (reading == null) {
      return false;
    }
    FilesEnd end = FilesEnd.of(plan.run());
    end.reached().complete(reading.files());
    available = end.left();
    return !end.isLeft();
  }

  private void take(RecordReader.Read read, FileMerge files, ReaderOutput<Element> output) {
    AccessEvent event = read.event();
    if (event != null) {
      ledger.line(event.binding());
      front = Math.max(front, event.eventTime());
      long watermark = files.watermark();
      if (reading != null) {
        reading.read(event);
        watermark = reading.held(watermark);
      }
      if (event.eventTime() < plan.from() || event.eventTime() >= plan.to()) {
        ledger.rejected(event.binding(), "outside_range");
        return;
      }
      AccessEvent bounded = anonymous.bounded(event, ledger);
      emit(Element.of(bounded, watermark), bounded.releaseTime(), output);
    } else {
      Rejected rejected = Objects.requireNonNull(read.rejected());
      if (reading != null) {
        reading.read(rejected);
      }
      ledger.line(rejected.binding());
      ledger.rejected(rejected.binding(), rejected.reason());
      emit(Element.of(rejected), Long.MIN_VALUE, output);
    }
  }

  /** Emits an element, unless it was emitted before the failure that this reader recovers from. */
  private void emit(Element element, long timestamp, ReaderOutput<Element> output) {
    if (skip > 0) {
      skip--;
    } else if (timestamp == Long.MIN_VALUE) {
      output.collect(element);
    } else {
      output.collect(element, timestamp);
    }
    emitted++;
  }

  private void closed(InputFile file, RecordReader reader) {
    closedBytes += file.bytes();
    ledger.unknownKeys(file.binding(), reader.unknownKeys());
    if (reading != null) {
      reading.ended(file, reader);
    }
  }

  private void tellProgress() {
    long open = merge == null ? 0 : merge.openBytes();
    progress.read(closedBytes + open, emitted, front);
  }

  @Override
  public List<ReplaySource.All> snapshotState(long checkpoint) {
    return merge == null ? List.of() : List.of(new ReplaySource.All(emitted));
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
}
