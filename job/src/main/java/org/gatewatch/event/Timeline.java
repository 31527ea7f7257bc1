package org.gatewatch.event;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What held when: values, each in force from a release time on until the next one is. The first
 * holds from the beginning. Who handles something asks for the value at its release time, so that
 * the answer does not depend on when it is handled.
 *
 * <p>Unchangeable; a plain replay has one value.
 */
public final class Timeline<T extends Serializable> implements Serializable {
  private static final long serialVersionUID = 1;

  /** Ascending; the first is MIN_VALUE. */
  private final long[] from;

  private final ArrayList<T> values;

  private Timeline(long[] from, List<T> values) {
    this.from = from;
    this.values = new ArrayList<>(values);
  }

  /** One value for all time. */
  public static <T extends Serializable> Timeline<T> of(T always) {
    return new Timeline<>(new long[] {Long.MIN_VALUE}, List.of(always));
  }

  /**
   * The same until a time, and another value from then on; of two that hold from the same time the
   * later one counts.
   *
   * @param effective release time, epoch ms; not before that of the last value
   * @throws IllegalArgumentException when it is
   */
  public Timeline<T> then(long effective, T next) {
    int n = from.length;
    if (effective < from[n - 1]) {
      throw new IllegalArgumentException(
          "in force from " + effective + ", before its forerunner: " + from[n - 1]);
    }
    List<T> all = new ArrayList<>(values);
    if (effective == from[n - 1]) {
      all.set(n - 1, next);
      return new Timeline<>(from, all);
    }
    long[] times = Arrays.copyOf(from, n + 1);
    times[n] = effective;
    all.add(next);
    return new Timeline<>(times, all);
  }

  /** What is in force at a release time, epoch ms. */
  public T at(long release) {
    return values.get(indexAt(release));
  }

  /** Which value is in force at a release time, from 0. */
  public int indexAt(long release) {
    int i = from.length - 1;
    while (i > 0 && from[i] > release) {
      i--;
    }
    return i;
  }

  /** The value of that number, from 0. */
  public T get(int index) {
    return values.get(index);
  }

  /** From when on the value of that number holds, epoch ms; MIN_VALUE for the first. */
  public long from(int index) {
    return from[index];
  }

  /** The value that holds for good. */
  public T last() {
    return values.get(values.size() - 1);
  }

  /** How many values there are, at least 1. */
  public int size() {
    return from.length;
  }

  /** Something made of each value, in force when it is. */
  public <R extends Serializable> Timeline<R> map(Function<? super T, ? extends R> of) {
    List<R> out = new ArrayList<>(values.size());
    for (T value : values) {
      out.add(of.apply(value));
    }
    return new Timeline<>(from, out);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Timeline<?> line
        && Arrays.equals(from, line.from)
        && values.equals(line.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(from) + values.hashCode();
  }
}
