package org.gatewatch.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/**
 * What PROFILE keeps of one credential between its events: those not yet released, in arrival
 * order, and the open windows. Nothing in here depends on a judgement.
 *
 * <p>Events are acted on in the order (release time, event time, log source, request id, record
 * hash), whatever order they arrived in; equal records of one binding are neighbours in it, so a
 * duplicate is known without any memory of earlier lines.
 */
public final class CredentialProfile {
  /**
   * Release times are acted on at full minutes, so that a busy credential is woken once a minute.
   */
  public static final long STEP = 60_000L;

  /** The order in which events are acted on. */
  public static final Comparator<AccessEvent> ORDER =
      Comparator.comparingLong(AccessEvent::releaseTime)
          .thenComparingLong(AccessEvent::eventTime)
          .thenComparing(AccessEvent::logSource)
          .thenComparing(e -> Objects.requireNonNullElse(e.requestId(), ""))
          .thenComparingLong(AccessEvent::hashHigh)
          .thenComparingLong(AccessEvent::hashLow)
          .thenComparingInt(AccessEvent::binding)
          .thenComparingInt(AccessEvent::file)
          .thenComparingLong(AccessEvent::line);

  /** Where the results go. */
  public interface Out {
    void window(Window window);

    void hit(RuleHit hit);

    /** An event that an equal record of the same binding came before. */
    void duplicate(AccessEvent event);

    /**
     * An event whose dedupe key came shortly before with other content; it is used all the same.
     */
    void idReuse(AccessEvent event);
  }

  /** Events that may rest until their window closes. */
  public static final int FEW = 32;

  private static final int VERSION = 1;

  private final ArrayList<AccessEvent> buffer = new ArrayList<>(4);
  private final ArrayList<OpenWindow> open = new ArrayList<>(2);
  private RuleWatch watch = new RuleWatch();
  private final TreeSet<Long> urgent = new TreeSet<>();
  private long wake = Long.MAX_VALUE;

  /** The minute at or after a release time, ms. */
  public static long stepOf(long release) {
    return -Math.floorDiv(-release, STEP) * STEP;
  }

  /**
   * Takes in an event that is to be acted on later; asks to be woken for it if need be.
   *
   * <p>Events rest until their window closes, unless a rule has something to say, or so many have
   * gathered that they would weigh. What is done with them depends on their order alone, not on
   * when it is done.
   *
   * @param lateness the largest lateness bound of each log source, ms, by ordinal
   */
  public void add(AccessEvent event, RuleBook rules, long[] lateness) {
    buffer.add(event);
    if (rules.objects(event)) {
      urgent.add(stepOf(event.releaseTime()));
      wake = Math.min(wake, stepOf(event.releaseTime()));
    } else {
      wake = Math.min(wake, rest(event, lateness));
    }
  }

  /** Until when an event may rest that no rule objects to. */
  private long rest(AccessEvent event, long[] lateness) {
    return buffer.size() < FEW ? closeOf(event, lateness) : stepOf(event.releaseTime());
  }

  /** Events that wait for their release. */
  public int buffered() {
    return buffer.size();
  }

  /**
   * When this credential must be woken next (a full minute of release time), MAX_VALUE for never.
   */
  public long wake() {
    return wake;
  }

  /** When a window is judged: its end, and the time that events of its log source may take. */
  private static long closeOf(AccessEvent event, long[] lateness) {
    return stepOf(
        Window.startOf(event.eventTime()) + Window.LENGTH + lateness[event.logSource().ordinal()]);
  }

  /** Whether nothing is kept: the state can be dropped. */
  public boolean isEmpty() {
    return buffer.isEmpty() && open.isEmpty();
  }

  /**
   * Acts on everything released by a time, in order, and closes the windows that end by then.
   *
   * @param upTo release time, ms: no event at or before it is still to come
   * @param rules the rules
   * @param lateness the largest lateness bound of each log source, ms, by ordinal
   */
  public void drain(long upTo, RuleBook rules, long[] lateness, Out out) {
    List<AccessEvent> due = take(upTo);
    due.sort(ORDER);
    boolean objected = !urgent.isEmpty() && urgent.first() <= upTo;
    AccessEvent before = null;
    for (int i = 0; i < due.size(); i++) {
      AccessEvent event = due.get(i);
      closeUntil(event.releaseTime() - 1, out);
      if (before != null && before.equals(event)) {
        out.duplicate(event);
        continue;
      }
      before = event;
      OpenWindow window = windowOf(event, lateness);
      if (window.reuses(event)) {
        out.idReuse(event);
      }
      window.window.add(event);
      if (objected) {
        watch.check(event, rules, hit -> out.hit(atStep(hit)));
      }
    }
    closeUntil(upTo, out);
    urgent.headSet(upTo, true).clear();
    wake = urgent.isEmpty() ? Long.MAX_VALUE : urgent.first();
    for (int i = 0; i < open.size(); i++) {
      wake = Math.min(wake, open.get(i).close);
    }
    for (int i = 0; i < buffer.size(); i++) {
      wake = Math.min(wake, rest(buffer.get(i), lateness));
    }
  }

  /** A hit is acted on when its event's minute is over, as everything is. */
  private static RuleHit atStep(RuleHit hit) {
    return new RuleHit(
        hit.rule(),
        hit.credential(),
        stepOf(hit.release()),
        hit.detail(),
        hit.first(),
        hit.last(),
        hit.count(),
        hit.succeeded());
  }

  private List<AccessEvent> take(long upTo) {
    ArrayList<AccessEvent> due = new ArrayList<>(buffer.size());
    int kept = 0;
    for (int i = 0; i < buffer.size(); i++) {
      AccessEvent event = buffer.get(i);
      if (event.releaseTime() <= upTo) {
        due.add(event);
      } else {
        buffer.set(kept++, event);
      }
    }
    buffer.subList(kept, buffer.size()).clear();
    return due;
  }

  private OpenWindow windowOf(AccessEvent event, long[] lateness) {
    long start = Window.startOf(event.eventTime());
    LogSource source = event.logSource();
    for (int i = 0; i < open.size(); i++) {
      OpenWindow w = open.get(i);
      if (w.window.start() == start && w.window.source() == source) {
        return w;
      }
    }
    OpenWindow w = new OpenWindow(new Window(event.key(), source, start), closeOf(event, lateness));
    open.add(w);
    return w;
  }

  /** Closes windows in order of (close, source); few are ever open at once. */
  private void closeUntil(long upTo, Out out) {
    while (true) {
      OpenWindow next = null;
      for (int i = 0; i < open.size(); i++) {
        OpenWindow w = open.get(i);
        if (w.close <= upTo && (next == null || w.isBefore(next))) {
          next = w;
        }
      }
      if (next == null) {
        return;
      }
      open.remove(next);
      watch.flush(next.window.start(), next.window.source(), next.close, out::hit);
      next.window.close(next.close);
      out.window(next.window);
    }
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeInt(buffer.size());
    for (AccessEvent event : buffer) {
      event.write(out);
    }
    out.writeInt(open.size());
    for (OpenWindow w : open) {
      w.write(out);
    }
    watch.write(out);
    out.writeLong(wake);
    out.writeInt(urgent.size());
    for (long at : urgent) {
      out.writeLong(at);
    }
  }

  public static CredentialProfile read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("credential profile of an unknown version: " + version);
    }
    CredentialProfile profile = new CredentialProfile();
    for (int n = in.readInt(); n > 0; n--) {
      profile.buffer.add(AccessEvent.read(in));
    }
    for (int n = in.readInt(); n > 0; n--) {
      profile.open.add(OpenWindow.read(in));
    }
    profile.watch = RuleWatch.read(in);
    profile.wake = in.readLong();
    for (int n = in.readInt(); n > 0; n--) {
      profile.urgent.add(in.readLong());
    }
    return profile;
  }

  /** A window that is being filled, with what the rules saw in it. */
  private static final class OpenWindow {
    /** Dedupe keys remembered to notice a reused one. */
    private static final int REMEMBERED = 64;

    private final Window window;
    private final long close;
    private final long[] keys;
    private int next;

    OpenWindow(Window window, long close) {
      this(window, close, new long[REMEMBERED], 0);
    }

    private OpenWindow(Window window, long close, long[] keys, int next) {
      this.window = window;
      this.close = close;
      this.keys = keys;
      this.next = next;
    }

    boolean isBefore(OpenWindow other) {
      return close != other.close
          ? close < other.close
          : window.source().ordinal() < other.window.source().ordinal();
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
      for (long key : keys) {
        out.writeLong(key);
      }
      out.writeInt(next);
    }

    static OpenWindow read(DataInput in) throws IOException {
      Window window = Window.read(in);
      long close = in.readLong();
      long[] keys = new long[REMEMBERED];
      for (int i = 0; i < REMEMBERED; i++) {
        keys[i] = in.readLong();
      }
      return new OpenWindow(window, close, keys, in.readInt());
    }
  }

  /** The windows being filled, for tests. */
  List<Window> windows() {
    return open.stream().map(w -> w.window).toList();
  }
}
