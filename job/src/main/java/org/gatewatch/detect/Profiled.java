package org.gatewatch.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.Objects;
import org.gatewatch.baseline.Window;
import org.jspecify.annotations.Nullable;

/**
 * What PROFILE tells JUDGE: a closed window, a pane of an open one, or a rule that was broken; and
 * out of turn a rule that is broken by an event whose time has not come.
 */
public final class Profiled {
  /**
   * The order in which JUDGE acts: (close, kind, log source, credential, start, rule, first event).
   * Rules come first, then panes, then windows, then what two logs say of an hour.
   */
  public static final Comparator<Profiled> ORDER = Profiled::compare;

  private final @Nullable Window window;
  private final @Nullable RuleHit hit;
  private final boolean arrived;

  private Profiled(@Nullable Window window, @Nullable RuleHit hit, boolean arrived) {
    this.window = window;
    this.hit = hit;
    this.arrived = arrived;
  }

  private static int compare(Profiled a, Profiled b) {
    int by = Long.compare(a.time(), b.time());
    by = by != 0 ? by : Integer.compare(a.kind(), b.kind());
    if (by != 0) {
      return by;
    }
    if (a.window != null && b.window != null) {
      by = a.window.source().compareTo(b.window.source());
      by = by != 0 ? by : a.window.credential().compareTo(b.window.credential());
      return by != 0 ? by : Long.compare(a.window.start(), b.window.start());
    }
    RuleHit hit = Objects.requireNonNull(a.hit);
    RuleHit other = Objects.requireNonNull(b.hit);
    by = hit.credential().compareTo(other.credential());
    by = by != 0 ? by : hit.rule().compareTo(other.rule());
    by = by != 0 ? by : Long.compare(hit.first().time(), other.first().time());
    return by != 0 ? by : Long.compare(hit.succeeded(), other.succeeded());
  }

  private int kind() {
    Window w = window;
    return w == null ? 0 : w.early() ? 1 : w.matches() == null ? 2 : 3;
  }

  /** Of a window, closed or early. */
  public static Profiled of(Window window) {
    return new Profiled(window, null, false);
  }

  public static Profiled of(RuleHit hit) {
    return new Profiled(null, hit, false);
  }

  /** Of an event that has arrived, and waits for its time. */
  public static Profiled arrived(RuleHit hit) {
    return new Profiled(null, hit, true);
  }

  /** The window that closed; null for others. */
  public @Nullable Window window() {
    return window == null || window.early() ? null : window;
  }

  /** The window so far that is to be judged before its end; null for others. */
  public @Nullable Window pane() {
    return window == null || !window.early() ? null : window;
  }

  /** The rule that was broken; null for others. */
  public @Nullable RuleHit hit() {
    return arrived ? null : hit;
  }

  /** The rule that an event breaks whose time has not come; null for others. */
  public @Nullable RuleHit arrived() {
    return arrived ? hit : null;
  }

  /** Release time at which JUDGE acts on it, ms. */
  public long time() {
    return window != null ? window.close() : Objects.requireNonNull(hit).release();
  }

  public String credential() {
    return window != null ? window.credential() : Objects.requireNonNull(hit).credential();
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(window != null ? 0 : arrived ? 2 : 1);
    if (window != null) {
      window.write(out);
    } else {
      Objects.requireNonNull(hit).write(out);
    }
  }

  public static Profiled read(DataInput in) throws IOException {
    return switch (in.readByte()) {
      case 0 -> of(Window.read(in));
      case 1 -> of(RuleHit.read(in));
      default -> arrived(RuleHit.read(in));
    };
  }
}
