package org.gatewatch.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Timeline;
import org.jspecify.annotations.Nullable;

/**
 * What PROFILE keeps of one credential between its events: those not yet released, in arrival
 * order, the open windows, and what was seen lately. Nothing in here depends on a judgement.
 *
 * <p>Events are acted on in the order (release time, event time, log source, request id, record
 * hash), whatever order they arrived in; equal records of one binding are neighbours in it, so a
 * duplicate is known without any memory of earlier lines.
 */
public final class CredentialProfile {
  /** Release times are acted on at full minutes: a busy credential is woken once a minute. */
  public static final long STEP = 60_000L;

  /** The order in which events are acted on. */
  public static final Comparator<AccessEvent> ORDER = EventOrder::compare;

  /** Where the results go. */
  public interface Out {
    void window(Window window);

    /** A window so far ({@link Window#early}); the same window comes again, as a pane or closed. */
    void pane(Window pane);

    void hit(RuleHit hit);

    /** An event that an equal record of the same binding came before. */
    void duplicate(AccessEvent event);

    /** An event whose dedupe key came shortly before with other content; it is used. */
    void idReuse(AccessEvent event);
  }

  /** Events that may rest until their window closes. */
  public static final int FEW = 32;

  /** How long a credential is remembered after its last window: 30 days. */
  public static final long KEPT = 30 * 24 * Window.LENGTH;

  private static final int VERSION = 3;

  private final ArrayList<AccessEvent> buffer = new ArrayList<>(4);
  private final ArrayList<OpenWindow> open = new ArrayList<>(2);
  private RuleWatch watch = new RuleWatch();
  private @Nullable Recency recency;
  private @Nullable Reconciler reconciler;
  private long forgetAt = Long.MAX_VALUE;
  private final TreeSet<Long> urgent = new TreeSet<>();
  private long wake = Long.MAX_VALUE;

  /** The minute at or after a release time, ms. */
  public static long stepOf(long release) {
    return -Math.floorDiv(-release, STEP) * STEP;
  }

  /**
   * Takes in an event that is to be acted on later; asks to be woken for it if need be.
   *
   * <p>Events rest until their window closes, unless a rule has something to say, the event may
   * decide that its window is judged early, or so many have gathered that they would weigh. What is
   * done with them depends on their order alone, not on when it is done; so every event that may
   * turn out to decide must be waited for, also one that in the end does not.
   *
   * @param rules in force when; the event's release time decides
   * @param lateness the largest lateness bound of each log source, ms, by ordinal
   * @return whether a rule has something to say
   */
  public boolean add(AccessEvent event, Timeline<RuleBook> rules, long[] lateness) {
    buffer.add(event);
    long step = stepOf(event.releaseTime());
    boolean objected = rules.at(event.releaseTime()).objects(event);
    if (objected || mayShow(event)) {
      urgent.add(step);
      wake = Math.min(wake, step);
    } else {
      wake = Math.min(wake, rest(event, lateness));
    }
    return objected;
  }

  /** Tells what rules say of an event to which they object, as it is added: before its time. */
  public void arrived(AccessEvent event, RuleBook rules, Consumer<RuleHit> out) {
    if (!SharedLogins.isCopy(event)) {
      watch.arrived(event, rules, stepOf(event.releaseTime()), out);
    }
  }

  /** Whether an event may bring something new, or one refusal too many. */
  private boolean mayShow(AccessEvent event) {
    return event.denied()
        || (recency == null ? !Keys.isAnonymous(event.key()) : recency.isNews(event));
  }

  /**
   * Until when an event may rest that shows nothing by itself. The count of its window decides at
   * no event before the one that came last, so that one need not know which it will be.
   */
  private long rest(AccessEvent event, long[] lateness) {
    OpenWindow window = find(event);
    boolean hot =
        window != null
            ? window.mayReach(buffer.size())
            : recency != null && buffer.size() >= recency.watermark();
    return buffer.size() < FEW && !hot ? closeOf(event, lateness) : stepOf(event.releaseTime());
  }

  /** Events that wait for their release. */
  public int buffered() {
    return buffer.size();
  }

  /** When it must be woken next (a full minute of release time), MAX_VALUE for never. */
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
    return isIdle() && recency == null;
  }

  private boolean isIdle() {
    return buffer.isEmpty() && open.isEmpty() && (reconciler == null || reconciler.isIdle());
  }

  /**
   * Acts on everything released by a time, in order, and closes the windows that end by then.
   *
   * @param upTo release time, ms: no event at or before it is still to come
   * @param rules in force when; each event's release time decides
   * @param lateness the largest lateness bound of each log source, ms, by ordinal
   */
  public void drain(long upTo, Timeline<RuleBook> rules, long[] lateness, Out out) {
    List<AccessEvent> due = take(upTo);
    due.sort(ORDER);
    AccessEvent before = null;
    long minute = Long.MIN_VALUE;
    for (int i = 0; i < due.size(); i++) {
      AccessEvent event = due.get(i);
      long step = stepOf(event.releaseTime());
      if (step != minute) {
        // Panes are decided by the minute, and windows close at full ones.
        minute = step;
        panesBefore(step, out);
        closeUntil(step - STEP, out);
      }
      if (SharedLogins.isCopy(event)) {
        reconciler = Reconciler.take(reconciler, event, rules.at(event.releaseTime()), lateness);
        recency = recency == null ? new Recency() : recency;
        forgetAt = Math.max(forgetAt == Long.MAX_VALUE ? 0 : forgetAt, event.releaseTime() + KEPT);
        continue;
      }
      if (before != null && before.equals(event)) {
        out.duplicate(event);
        continue;
      }
      before = event;
      OpenWindow window = windowOf(event, lateness);
      if (window.reuses(event)) {
        out.idReuse(event);
      }
      window.add(event, step, recency != null && recency.remember(event));
      RuleBook book = rules.at(event.releaseTime());
      if (!urgent.isEmpty() && urgent.contains(step)) {
        // Acted on when its event's minute is over, as everything is. Of a minute that nobody asked
        // to be woken for nothing may be told: what comes after it may be judged.
        watch.check(event, book, hit -> out.hit(hit.at(step)));
      }
      reconciler = Reconciler.take(reconciler, event, book, lateness);
    }
    panesBefore(Long.MAX_VALUE, out);
    closeUntil(upTo, out);
    urgent.headSet(upTo, true).clear();
    watch.released(upTo);
    if (isIdle() && forgetAt <= upTo) {
      recency = null;
    }
    plan(lateness);
  }

  /** When to be woken next. */
  private void plan(long[] lateness) {
    if (recency != null && recency.wasShaken()) {
      for (int i = 0; i < buffer.size(); i++) {
        if (mayShow(buffer.get(i))) {
          urgent.add(stepOf(buffer.get(i).releaseTime()));
        }
      }
    }
    wake = urgent.isEmpty() ? Long.MAX_VALUE : urgent.first();
    wake = reconciler == null ? wake : Math.min(wake, reconciler.wake());
    for (int i = 0; i < open.size(); i++) {
      wake = Math.min(wake, open.get(i).close);
    }
    for (int i = 0; i < buffer.size(); i++) {
      wake = Math.min(wake, rest(buffer.get(i), lateness));
    }
    if (wake == Long.MAX_VALUE && recency != null) {
      wake = forgetAt;
    }
  }

  /** Hands out the panes that were decided in minutes before that one. */
  private void panesBefore(long step, Out out) {
    for (int i = 0; i < open.size(); i++) {
      Window pane = open.get(i).paneBefore(step);
      if (pane != null) {
        out.pane(pane);
      }
    }
  }

  private List<AccessEvent> take(long upTo) {
    ArrayList<AccessEvent> due = new ArrayList<>(buffer.size());
    buffer.removeIf(event -> event.releaseTime() <= upTo && due.add(event));
    return due;
  }

  private @Nullable OpenWindow find(AccessEvent event) {
    long start = Window.startOf(event.eventTime());
    LogSource source = event.logSource();
    for (int i = 0; i < open.size(); i++) {
      OpenWindow w = open.get(i);
      if (w.window.start() == start && w.window.source() == source) {
        return w;
      }
    }
    return null;
  }

  private OpenWindow windowOf(AccessEvent event, long[] lateness) {
    OpenWindow found = find(event);
    if (found != null) {
      return found;
    }
    if (recency == null && !Keys.isAnonymous(event.key())) {
      recency = new Recency();
    }
    OpenWindow w =
        new OpenWindow(
            new Window(event.key(), event.logSource(), Window.startOf(event.eventTime())),
            closeOf(event, lateness),
            recency == null ? Long.MAX_VALUE : recency.watermark());
    open.add(w);
    return w;
  }

  /** Closes windows in order of (close, source); few are ever open at once. */
  private void closeUntil(long upTo, Out out) {
    if (reconciler != null) {
      reconciler.closeUntil(upTo, out::window);
    }
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
      if (recency != null) {
        recency.closed(next.window);
        forgetAt = next.close + KEPT;
      }
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
    out.writeBoolean(recency != null);
    if (recency != null) {
      recency.write(out);
    }
    out.writeBoolean(reconciler != null);
    if (reconciler != null) {
      reconciler.write(out);
    }
    out.writeLong(forgetAt);
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
    profile.recency = in.readBoolean() ? Recency.read(in) : null;
    profile.reconciler = in.readBoolean() ? Reconciler.read(in) : null;
    profile.forgetAt = in.readLong();
    profile.wake = in.readLong();
    for (int n = in.readInt(); n > 0; n--) {
      profile.urgent.add(in.readLong());
    }
    return profile;
  }

  /** The windows being filled, for tests. */
  List<Window> windows() {
    return open.stream().map(w -> w.window).toList();
  }
}
