package org.gatewatch.io;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.ingest.RecordReader;
import org.jspecify.annotations.Nullable;

/**
 * All files of a replay as one sequence that follows event time.
 *
 * <p>Each file has a front: the latest event time read from it so far, at first its first event's.
 * The file with the earliest front is read next; a file is opened when the earliest front reaches
 * its first event, and closed when exhausted. So at any time only files that truly overlap are
 * open, and what is read never runs ahead of the slowest of them.
 *
 * <p>{@link #watermark} follows: an event may lie behind the front of its own file by at most its
 * binding's lateness, so its release time (event time + lateness) is never behind that front, and
 * everything still to come is released at or after the earliest front.
 *
 * <p>Parsing runs ahead by one batch a file on a few threads; the order of the sequence depends on
 * the files alone.
 */
public final class FileMerge implements Closeable {
  /** How a file is opened. */
  public interface Opener {
    RecordReader open(InputFile file);
  }

  private static final int BATCH = 512;

  private final Opener opener;
  private final ArrayDeque<InputFile> waiting;
  private final PriorityQueue<Open> open =
      new PriorityQueue<>(
          Comparator.comparingLong((Open o) -> o.front).thenComparingInt(o -> o.file.index()));
  private final ExecutorService parsers;
  private @Nullable Open current;
  private long bound = Long.MIN_VALUE;
  private int mostOpen;

  /**
   * @param files in any order
   * @param threads parser threads, at least 1
   */
  public FileMerge(List<InputFile> files, Opener opener, int threads) {
    ArrayList<InputFile> sorted = new ArrayList<>(files);
    sorted.sort(Comparator.comparingLong(InputFile::firstTime).thenComparingInt(InputFile::index));
    this.waiting = new ArrayDeque<>(sorted);
    this.opener = opener;
    this.parsers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "gatewatch-parse");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Told when a file is exhausted, just before it is closed. */
  public interface Closed {
    void closed(InputFile file, RecordReader reader);
  }

  /** The next record of all files, or null at the end. */
  public RecordReader.@Nullable Read next(Closed closed) {
    while (true) {
      Open from = current;
      if (from == null) {
        openWhatTheFrontReached();
        from = open.poll();
        if (from == null) {
          return null;
        }
        current = from;
        bound = boundWithout();
      }
      RecordReader.Read read = from.next(parsers);
      if (read == null) {
        closed.closed(from.file, from.reader);
        from.reader.close();
        current = null;
        continue;
      }
      AccessEvent event = read.event();
      if (event != null && event.eventTime() > from.front) {
        from.front = event.eventTime();
        if (from.front > bound) {
          open.add(from);
          current = null;
        }
      }
      return read;
    }
  }

  /**
   * Release time (ms) such that every record still to come is released later, as long as no event
   * lies further behind its file's front than its binding's lateness.
   */
  public long watermark() {
    long front = current == null ? Long.MAX_VALUE : current.front;
    front = Math.min(front, current == null ? boundWithout() : bound);
    return front == Long.MAX_VALUE || front == Long.MIN_VALUE ? Long.MIN_VALUE : front - 1;
  }

  /** Bytes read from the files that are open, as they lie on disk. */
  public long openBytes() {
    long bytes = current == null ? 0 : current.reader.bytesRead();
    for (Open o : open) {
      bytes += o.reader.bytesRead();
    }
    return bytes;
  }

  /** Files that were open at the same time, at most. */
  public int mostOpen() {
    return mostOpen;
  }

  private long boundWithout() {
    long least = Long.MAX_VALUE;
    Open head = open.peek();
    if (head != null) {
      least = head.front;
    }
    InputFile next = waiting.peekFirst();
    return next == null ? least : Math.min(least, next.firstTime());
  }

  private void openWhatTheFrontReached() {
    while (!waiting.isEmpty()) {
      Open head = open.peek();
      if (head != null && waiting.getFirst().firstTime() > head.front) {
        return;
      }
      InputFile file = waiting.removeFirst();
      open.add(new Open(file, opener.open(file), parsers));
      mostOpen = Math.max(mostOpen, open.size());
    }
  }

  @Override
  public void close() {
    parsers.shutdownNow();
    if (current != null) {
      open.add(current);
    }
    for (Open o : open) {
      o.reader.close();
    }
    open.clear();
    waiting.clear();
  }

  private static final class Open {
    private final InputFile file;
    private final RecordReader reader;
    private long front;
    private List<RecordReader.Read> batch = List.of();
    private int at;
    private Future<List<RecordReader.Read>> ahead;

    Open(InputFile file, RecordReader reader, ExecutorService parsers) {
      this.file = file;
      this.reader = reader;
      this.front = file.firstTime();
      this.ahead = parsers.submit(this::fill);
    }

    private List<RecordReader.Read> fill() {
      ArrayList<RecordReader.Read> out = new ArrayList<>(BATCH);
      while (out.size() < BATCH) {
        RecordReader.Read read = reader.next();
        if (read == null) {
          break;
        }
        out.add(read);
      }
      return out;
    }

    RecordReader.@Nullable Read next(ExecutorService parsers) {
      if (at == batch.size()) {
        try {
          batch = ahead.get();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while reading " + file.path(), e);
        } catch (ExecutionException e) {
          throw new IllegalStateException("cannot read " + file.path(), e.getCause());
        }
        at = 0;
        if (batch.isEmpty()) {
          return null;
        }
        ahead = parsers.submit(this::fill);
      }
      return batch.get(at++);
    }
  }
}
