package org.gatewatch.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/**
 * A window that is being filled, with the request ids it saw last and with what decides when it is
 * judged before its end: a value that is not remembered, the 4th, 8th, 16th, ... refused request, a
 * count that reached a mark and a quarter more of it each time.
 */
final class OpenWindow {
  /** Dedupe keys remembered to notice a reused one. */
  private static final int REMEMBERED = 64;

  /** Panes for new values and for volume, at most: whatever a client sends. */
  private static final int MOST_NEWS = 6;

  private static final int MOST_VOLUME = 16;
  private static final int FIRST_DENIED = 4;

  /** No pane is due. */
  private static final long NONE = Long.MAX_VALUE;

  final Window window;
  final long close;
  private final long[] keys;
  private int next;
  private long mark;
  private long nextDenied = FIRST_DENIED;
  private int news;
  private int volumes;
  private long due = NONE;

  /**
   * @param mark events from which the volume is worth a look
   */
  OpenWindow(Window window, long close, long mark) {
    this(window, close, mark, new long[REMEMBERED]);
  }

  private OpenWindow(Window window, long close, long mark, long[] keys) {
    this.window = window;
    this.close = close;
    this.mark = mark;
    this.keys = keys;
  }

  boolean isBefore(OpenWindow other) {
    return close != other.close
        ? close < other.close
        : window.source().ordinal() < other.window.source().ordinal();
  }

  /** Whether its count can decide when that many more events wait. */
  boolean mayReach(int more) {
    return volumes < MOST_VOLUME
        && window.source() == LogSource.GATEWAY
        && window.events() + more >= mark;
  }

  /**
   * Adds an event and notes whether it decides.
   *
   * @param step the minute at which it is acted on
   * @param isNews whether it showed something that is not remembered
   */
  void add(AccessEvent event, long step, boolean isNews) {
    window.add(event);
    boolean decides = false;
    if (isNews && news < MOST_NEWS) {
      news++;
      decides = true;
    }
    if (window.denied() >= nextDenied) {
      decides = true;
    }
    if (mayReach(0)) {
      volumes++;
      decides = true;
    }
    if (decides) {
      due = step;
      // A pane shows everything: it stands for all counts that were reached.
      while (nextDenied <= window.denied()) {
        nextDenied *= 2;
      }
      mark = Math.max(mark, window.events() + window.events() / 4 + 1);
    }
  }

  /** The window so far, when something decided in a minute before that one; null otherwise. */
  @Nullable Window paneBefore(long step) {
    if (due >= step) {
      return null;
    }
    long at = due;
    due = NONE;
    return at < close ? window.pane(at) : null;
  }

  boolean reuses(AccessEvent event) {
    String key = dedupeKey(event);
    if (key == null) {
      return false;
    }
    long hash = hash(key, event.binding());
    boolean seen = false;
    for (int i = 0; i < REMEMBERED; i++) {
      seen |= keys[i] == hash;
    }
    keys[next] = hash;
    next = (next + 1) % REMEMBERED;
    return seen;
  }

  private static @Nullable String dedupeKey(AccessEvent event) {
    String key = event.text(Field.DEDUPE_KEY);
    return key == null ? event.requestId() : key;
  }

  /** FNV-1a, 64 bits: it only has to tell 64 keys apart. */
  private static long hash(String key, int binding) {
    long h = 0xcbf29ce484222325L ^ binding;
    for (int i = 0; i < key.length(); i++) {
      h = (h ^ key.charAt(i)) * 0x100000001b3L;
    }
    return h == 0 ? 1 : h;
  }

  void write(DataOutput out) throws IOException {
    window.write(out);
    out.writeLong(close);
    out.writeLong(mark);
    for (long key : keys) {
      out.writeLong(key);
    }
    out.writeInt(next);
    out.writeLong(nextDenied);
    out.writeByte(news);
    out.writeByte(volumes);
  }

  static OpenWindow read(DataInput in) throws IOException {
    Window window = Window.read(in);
    long close = in.readLong();
    long mark = in.readLong();
    long[] keys = new long[REMEMBERED];
    for (int i = 0; i < REMEMBERED; i++) {
      keys[i] = in.readLong();
    }
    OpenWindow w = new OpenWindow(window, close, mark, keys);
    w.next = in.readInt();
    w.nextDenied = in.readLong();
    w.news = in.readByte();
    w.volumes = in.readByte();
    return w;
  }
}
