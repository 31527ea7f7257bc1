package org.gatewatch.pipeline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.Objects;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.RuleHit;
import org.jspecify.annotations.Nullable;

/** What PROFILE tells JUDGE: a closed window, or a rule that was broken. */
final class Profiled {
  /** The order in which JUDGE acts: (close, kind, log source, credential, rule, first event). */
  static final Comparator<Profiled> ORDER =
      Comparator.comparingLong(Profiled::time)
          .thenComparingInt(p -> p.hit != null ? 0 : 1)
          .thenComparingInt(p -> p.window == null ? 0 : p.window.source().ordinal())
          .thenComparing(Profiled::credential)
          .thenComparing(p -> p.hit == null ? "" : p.hit.rule())
          .thenComparingLong(p -> p.hit == null ? 0 : p.hit.first().time())
          .thenComparingLong(p -> p.hit == null ? 0 : p.hit.succeeded());

  private final @Nullable Window window;
  private final @Nullable RuleHit hit;

  private Profiled(@Nullable Window window, @Nullable RuleHit hit) {
    this.window = window;
    this.hit = hit;
  }

  static Profiled of(Window window) {
    return new Profiled(window, null);
  }

  static Profiled of(RuleHit hit) {
    return new Profiled(null, hit);
  }

  @Nullable Window window() {
    return window;
  }

  @Nullable RuleHit hit() {
    return hit;
  }

  /** Release time at which JUDGE acts on it, ms. */
  long time() {
    return window != null ? window.close() : Objects.requireNonNull(hit).release();
  }

  String credential() {
    return window != null ? window.credential() : Objects.requireNonNull(hit).credential();
  }

  void write(DataOutput out) throws IOException {
    out.writeBoolean(window != null);
    if (window != null) {
      window.write(out);
    } else {
      Objects.requireNonNull(hit).write(out);
    }
  }

  static Profiled read(DataInput in) throws IOException {
    return in.readBoolean() ? of(Window.read(in)) : of(RuleHit.read(in));
  }
}
