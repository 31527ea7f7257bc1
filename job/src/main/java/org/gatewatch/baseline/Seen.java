package org.gatewatch.baseline;

import java.util.function.UnaryOperator;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/** One distinct value (network, agent, …) in a window: how often, and its first and last event. */
public final class Seen {
  private final String value;
  private final Citation first;
  private Citation last;
  private long count;
  private long outputTokens;
  private @Nullable String key;

  Seen(String value, AccessEvent event) {
    this.value = value;
    this.first = new Citation(event);
    this.last = first;
    this.count = 1;
    this.outputTokens = event.number(Field.OUTPUT_TOKENS, 0);
  }

  Seen(String value, Cited first, Cited last, long count, long outputTokens) {
    this.value = value;
    this.first = new Citation(first);
    this.last = new Citation(last);
    this.count = count;
    this.outputTokens = outputTokens;
  }

  void again(AccessEvent event) {
    count++;
    outputTokens += event.number(Field.OUTPUT_TOKENS, 0);
    if (last == first) {
      last = new Citation(event);
    } else {
      last.replace(event);
    }
  }

  /** The value, such as {@code 192.0.2.0/24}. */
  public String value() {
    return value;
  }

  /**
   * The value as it is compared, worked out once: several ask for it.
   *
   * @param form of a value, the same for all who ask
   */
  public String key(UnaryOperator<String> form) {
    if (key == null) {
      key = form.apply(value);
    }
    return key;
  }

  /** Events with the value, at least 1. */
  public long count() {
    return count;
  }

  /** Output tokens of these events. */
  public long outputTokens() {
    return outputTokens;
  }

  public Cited first() {
    return first.cited();
  }

  public Cited last() {
    return last.cited();
  }

  /**
   * An event until somebody asks for it in short: citing each event of a busy hour is waste. Two
   * may ask at once, as a checkpoint may be writing this while it is copied: both get the same.
   */
  static final class Citation {
    /** An {@link AccessEvent}, or the {@link Cited} of it. */
    private Object held;

    Citation(AccessEvent event) {
      held = event;
    }

    Citation(Cited cited) {
      held = cited;
    }

    void replace(AccessEvent other) {
      held = other;
    }

    Cited cited() {
      Object now = held;
      if (now instanceof Cited cited) {
        return cited;
      }
      Cited cited = Cited.of((AccessEvent) now);
      held = cited;
      return cited;
    }
  }
}
