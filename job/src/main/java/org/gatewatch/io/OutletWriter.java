package org.gatewatch.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriter;
import org.apache.flink.connector.base.sink.writer.Batch;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.DequeRequestBuffer;
import org.apache.flink.connector.base.sink.writer.RequestBuffer;
import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;
import org.apache.flink.connector.base.sink.writer.ResultHandler;
import org.apache.flink.connector.base.sink.writer.config.AsyncSinkWriterConfiguration;
import org.apache.flink.connector.base.sink.writer.strategy.RateLimitingStrategy;
import org.apache.flink.connector.base.sink.writer.strategy.RequestInfo;
import org.apache.flink.connector.base.sink.writer.strategy.ResultInfo;
import org.apache.flink.metrics.Counter;
import org.gatewatch.report.PlainText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to one receiver, at least once and in order: one request at a time, meanwhile the next
 * messages gather, so that a burst goes out in few requests and a single finding at once. What
 * failed stays in front and is sent again after a pause that doubles from {@link #FIRST_MS} to
 * {@link #LONGEST_MS}.
 *
 * <p>The base class waits at a checkpoint until no request is under way, and its timer holds the
 * task until its buffer is empty: a receiver that is down would stop the checkpoints of the whole
 * job. Here a checkpoint holds the messages of the request under way too and waits for nothing, and
 * the timer is never needed. Only when {@link #MOST_WAITING} messages wait, the job waits with
 * them.
 */
final class OutletWriter extends AsyncSinkWriter<Parcel, Parcel> {
  /** Messages that are held for a receiver that is down. */
  static final int MOST_WAITING = 10_000;

  /** Of a request's body, and of one message: encodings stay far below. */
  static final long MOST_BYTES = 4 << 20;

  private static final long FIRST_MS = 250;
  private static final long LONGEST_MS = 10_000;
  private static final long LONGEST_ASKED_MS = 60_000;
  private static final long NEVER_MS = TimeUnit.DAYS.toMillis(3650);
  private static final int SHOWN = 300;
  private static final Logger LOG = LoggerFactory.getLogger(OutletWriter.class);

  private final String name;
  private final Courier courier;
  private final Counter delivered;
  private final Counter refused;
  private final Counter retries;

  /** Sent and not known to be received. */
  private volatile List<Parcel> flying = List.of();

  /** In a row; requests follow each other, so that no two threads are here at once. */
  private volatile int failures;

  OutletWriter(
      String name,
      Courier courier,
      WriterInitContext context,
      Collection<BufferedRequestState<Parcel>> restored)
      throws IOException {
    super(
        (parcel, any) -> parcel,
        context,
        configuration(courier),
        List.of(),
        (info, buffer) -> next(courier.batch(), buffer),
        new DequeRequestBuffer<>());
    this.name = name;
    this.courier = courier;
    this.delivered = context.metricGroup().counter("delivered");
    this.refused = context.metricGroup().counter("refused");
    this.retries = context.metricGroup().counter("retries");
    try {
      for (BufferedRequestState<Parcel> state : restored) {
        for (RequestEntryWrapper<Parcel> waiting : state.getBufferedRequestEntries()) {
          writeRestored(waiting.getRequestEntry());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The context is for converters that want it; ours does not. */
  @SuppressWarnings("NullAway")
  private void writeRestored(Parcel parcel) throws IOException, InterruptedException {
    write(parcel, null);
  }

  private static AsyncSinkWriterConfiguration configuration(Courier courier) {
    return AsyncSinkWriterConfiguration.builder()
        .setMaxBatchSize(courier.batch())
        .setMaxBatchSizeInBytes(MOST_BYTES)
        .setMaxInFlightRequests(1)
        .setMaxBufferedRequests(MOST_WAITING)
        .setMaxTimeInBufferMS(NEVER_MS)
        .setMaxRecordSizeInBytes(MOST_BYTES)
        .setRequestTimeoutMS(NEVER_MS)
        .setFailOnTimeout(false)
        .setRateLimitingStrategy(new OneAtATime())
        .build();
  }

  /** All that waits, up to the limits of a request. */
  private static Batch<Parcel> next(int most, RequestBuffer<Parcel> buffer) {
    List<Parcel> batch = new ArrayList<>();
    long size = 0;
    while (batch.size() < most && !buffer.isEmpty()) {
      RequestEntryWrapper<Parcel> first = buffer.peek();
      if (!batch.isEmpty() && size + first.getSize() > MOST_BYTES) {
        break;
      }
      size += first.getSize();
      batch.add(buffer.poll().getRequestEntry());
    }
    return new Batch<>(batch, size);
  }

  @Override
  protected void submitRequestEntries(List<Parcel> batch, ResultHandler<Parcel> handler) {
    flying = batch;
    CompletableFuture<Courier.Outcome> sent;
    try {
      sent = courier.send(batch);
    } catch (RuntimeException e) {
      sent = CompletableFuture.failedFuture(e);
    }
    var unused = sent.whenComplete((outcome, failed) -> settle(batch, outcome, failed, handler));
  }

  private void settle(
      List<Parcel> batch,
      Courier.@Nullable Outcome outcome,
      @Nullable Throwable failed,
      ResultHandler<Parcel> handler) {
    Courier.Outcome made =
        outcome != null ? outcome : Courier.Outcome.again(batch, 0, message(failed));
    for (Courier.Refused no : made.refused()) {
      refused.inc();
      LOG.error(
          "sink {}: refused {} revision {}, which is not sent again: {}",
          name,
          shown(no.parcel().uid()),
          no.parcel().revision(),
          shown(no.why()));
    }
    List<Parcel> again = made.again();
    delivered.inc(batch.size() - again.size() - made.refused().size());
    if (again.isEmpty()) {
      failures = 0;
      flying = List.of();
      handler.complete();
      return;
    }
    int row = failures;
    failures = Math.min(row + 1, 30);
    long pause = Math.min(LONGEST_MS, FIRST_MS << Math.min(row, 10));
    pause = Math.max(pause, Math.min(LONGEST_ASKED_MS, made.waitMs()));
    retries.inc();
    LOG.warn(
        "sink {}: {} messages not received, again in {} ms: {}",
        name,
        again.size(),
        pause,
        shown(made.why()));
    flying = again;
    Executor later = CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS);
    later.execute(() -> again(again, handler));
  }

  private void again(List<Parcel> parcels, ResultHandler<Parcel> handler) {
    try {
      handler.retryForEntries(parcels);
    } catch (RejectedExecutionException e) {
      LOG.debug("sink {}: its task has ended meanwhile; the checkpoint holds the messages", name);
    }
  }

  /** The kind of failure; its text may hold an address that is a secret. */
  private static String message(@Nullable Throwable failed) {
    Throwable cause = failed;
    while (cause != null && cause.getCause() != null && !(cause instanceof OutletException)) {
      cause = cause.getCause();
    }
    return cause == null
        ? "no answer"
        : cause instanceof OutletException
            ? String.valueOf(cause.getMessage())
            : cause.getClass().getSimpleName();
  }

  private static String shown(String text) {
    String cell = PlainText.cell(text);
    return cell.length() <= SHOWN ? cell : cell.substring(0, SHOWN) + "…";
  }

  @Override
  protected long getSizeInBytes(Parcel parcel) {
    return parcel.size();
  }

  /**
   * At the end of the input until all are received; at a checkpoint there is nothing to wait for.
   */
  @Override
  public void flush(boolean endOfInput) throws InterruptedException {
    if (endOfInput) {
      super.flush(true);
    }
  }

  @Override
  public List<BufferedRequestState<Parcel>> snapshotState(long checkpoint) {
    List<RequestEntryWrapper<Parcel>> all = new ArrayList<>();
    flying.forEach(parcel -> all.add(new RequestEntryWrapper<>(parcel, parcel.size())));
    super.snapshotState(checkpoint).forEach(s -> all.addAll(s.getBufferedRequestEntries()));
    return List.of(new BufferedRequestState<>(all));
  }

  @Override
  public void close() {
    courier.close();
  }

  /** No request while another is under way, and as soon as none is, all that waits. */
  private static final class OneAtATime implements RateLimitingStrategy {
    private boolean busy;

    @Override
    public void registerInFlightRequest(RequestInfo request) {
      busy = true;
    }

    @Override
    public void registerCompletedRequest(ResultInfo result) {
      busy = false;
    }

    @Override
    public boolean shouldBlock(RequestInfo request) {
      return busy;
    }

    @Override
    public int getMaxBatchSize() {
      return 1;
    }
  }
}
