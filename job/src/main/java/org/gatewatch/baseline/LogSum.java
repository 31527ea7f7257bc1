package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Count, sum and sum of squares of ln(1 + x): what is needed of sizes whose tails are long. */
final class LogSum {
  long count;
  double sum;
  double squares;

  /** Takes in a size, at least 0. */
  void add(long x) {
    double y = StrictMath.log1p((double) x);
    count++;
    sum += y;
    squares += y * y;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeDouble(sum);
    out.writeDouble(squares);
  }

  void read(DataInput in) throws IOException {
    count = in.readLong();
    sum = in.readDouble();
    squares = in.readDouble();
  }
}
