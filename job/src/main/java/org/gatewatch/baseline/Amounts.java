package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;

/** What the events of a window amount to: counts by outcome, and sums of their sizes. */
final class Amounts {
  long events;
  long succeeded;

  /** Refused for what was asked or who asked (401, 403, 404). */
  long denied;

  /** Neither succeeded nor denied: upstream errors, rate limits. */
  long failed;

  long inputTokens;
  long outputTokens;
  long bytesOut;

  void add(AccessEvent e) {
    events++;
    if (e.succeeded()) {
      succeeded++;
    } else if (e.denied()) {
      denied++;
    } else {
      failed++;
    }
    inputTokens += e.number(Field.INPUT_TOKENS, 0);
    outputTokens += e.number(Field.OUTPUT_TOKENS, 0);
    bytesOut += e.number(Field.BYTES_OUT, 0);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(events);
    out.writeLong(succeeded);
    out.writeLong(denied);
    out.writeLong(failed);
    out.writeLong(inputTokens);
    out.writeLong(outputTokens);
    out.writeLong(bytesOut);
  }

  void read(DataInput in) throws IOException {
    events = in.readLong();
    succeeded = in.readLong();
    denied = in.readLong();
    failed = in.readLong();
    inputTokens = in.readLong();
    outputTokens = in.readLong();
    bytesOut = in.readLong();
  }
}
