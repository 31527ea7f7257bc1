package org.gatewatch.baseline;

/** How many events of one binding a window holds, and when the first and last were (epoch ms). */
public final class Taken {
  private final int binding;
  private final long first;
  private long last;
  private long count;

  Taken(int binding, long first, long last, long count) {
    this.binding = binding;
    this.first = first;
    this.last = last;
    this.count = count;
  }

  void again(long time) {
    count++;
    last = time;
  }

  public int binding() {
    return binding;
  }

  public long first() {
    return first;
  }

  public long last() {
    return last;
  }

  public long count() {
    return count;
  }
}
