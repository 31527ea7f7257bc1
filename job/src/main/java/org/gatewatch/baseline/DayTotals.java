package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one credential did on one UTC day so far, from its gateway windows. */
public final class DayTotals {
  /** What is compared from day to day, in natural logarithms. */
  public enum Measure {
    /** {@code ln(1 + requests)}. */
    REQUESTS {
      @Override
      public double of(DayTotals t) {
        return t.requests == 0 ? Double.NaN : StrictMath.log1p((double) t.requests);
      }
    },
    /** Mean of {@code ln(1 + output tokens)} over successful requests. */
    TOKENS {
      @Override
      public double of(DayTotals t) {
        return t.tokenEvents == 0 ? Double.NaN : t.tokenLogSum / t.tokenEvents;
      }
    },
    /** {@code ln(1 + output tokens of the day)}. */
    TOTAL {
      @Override
      public double of(DayTotals t) {
        return t.tokenEvents == 0 ? Double.NaN : StrictMath.log1p((double) t.tokens);
      }
    };

    /** The day's value, NaN where there is none. */
    public abstract double of(DayTotals t);
  }

  private long requests;
  private long tokens;
  private long tokenEvents;
  private double tokenLogSum;
  private @Nullable Cited first;
  private @Nullable Cited last;
  private @Nullable Cited largest;

  /** Takes in a gateway window of the day; windows come in time order. */
  public void add(Window w) {
    requests += w.events();
    tokens += w.outputTokens();
    tokenEvents += w.tokenEvents();
    tokenLogSum += w.tokenLogSum();
    if (first == null) {
      first = w.first().get(0);
    }
    List<Cited> tail = w.last().isEmpty() ? w.first() : w.last();
    last = tail.get(tail.size() - 1);
    Cited most = w.largest();
    if (most != null && (largest == null || most.outputTokens() > largest.outputTokens())) {
      largest = most;
    }
  }

  /** Requests at the gateway. */
  public long requests() {
    return requests;
  }

  /** Output tokens. */
  public long tokens() {
    return tokens;
  }

  /** Successful requests with output tokens. */
  public long tokenEvents() {
    return tokenEvents;
  }

  /** The day's first event, null on a day without gateway windows. */
  public @Nullable Cited first() {
    return first;
  }

  public @Nullable Cited last() {
    return last;
  }

  /** The successful event with the most output tokens. */
  public @Nullable Cited largest() {
    return largest;
  }

  public void write(DataOutput out) throws IOException {
    out.writeLong(requests);
    out.writeLong(tokens);
    out.writeLong(tokenEvents);
    out.writeDouble(tokenLogSum);
    write(first, out);
    write(last, out);
    write(largest, out);
  }

  private static void write(@Nullable Cited c, DataOutput out) throws IOException {
    out.writeBoolean(c != null);
    if (c != null) {
      c.write(out);
    }
  }

  private static @Nullable Cited cited(DataInput in) throws IOException {
    return in.readBoolean() ? Cited.read(in) : null;
  }

  public static DayTotals read(DataInput in) throws IOException {
    DayTotals t = new DayTotals();
    t.requests = in.readLong();
    t.tokens = in.readLong();
    t.tokenEvents = in.readLong();
    t.tokenLogSum = in.readDouble();
    t.first = cited(in);
    t.last = cited(in);
    t.largest = cited(in);
    return t;
  }
}
