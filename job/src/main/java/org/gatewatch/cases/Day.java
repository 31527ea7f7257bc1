package org.gatewatch.cases;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.baseline.Uses.Use;

/**
 * What one identity did with one credential on one UTC day, or on several when older days were put
 * together.
 */
final class Day {
  static final long LENGTH = 86_400_000L;

  final long number;
  long requests;
  long inputTokens;
  long outputTokens;
  long bytesOut;
  long first;
  long last;

  /**
   * @param number epoch day
   */
  Day(long number) {
    this.number = number;
    this.first = Long.MAX_VALUE;
    this.last = Long.MIN_VALUE;
  }

  void add(Use use) {
    requests += use.requests();
    inputTokens += use.inputTokens();
    outputTokens += use.outputTokens();
    bytesOut += use.bytesOut();
    first = Math.min(first, use.first());
    last = Math.max(last, use.last());
  }

  void add(Day other) {
    requests += other.requests;
    inputTokens += other.inputTokens;
    outputTokens += other.outputTokens;
    bytesOut += other.bytesOut;
    first = Math.min(first, other.first);
    last = Math.max(last, other.last);
  }

  long tokens() {
    return inputTokens + outputTokens;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt((int) number);
    out.writeLong(requests);
    out.writeLong(inputTokens);
    out.writeLong(outputTokens);
    out.writeLong(bytesOut);
    out.writeLong(first);
    out.writeLong(last);
  }

  static Day read(DataInput in) throws IOException {
    Day day = new Day(in.readInt());
    day.requests = in.readLong();
    day.inputTokens = in.readLong();
    day.outputTokens = in.readLong();
    day.bytesOut = in.readLong();
    day.first = in.readLong();
    day.last = in.readLong();
    return day;
  }
}
