package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lines per credential and UTC day: the denominator of every rate. Days are told once, when over.
 */
public final class Activity {
  private static final long DAY = 86_400_000L;

  /** Where finished rows go, ordered by (day, credential). */
  public interface Out {
    void row(String credential, long epochDay, long gatewayLines, long vendorLines);
  }

  private final TreeMap<Long, HashMap<String, long[]>> days = new TreeMap<>();

  public void add(Window window) {
    long[] lines =
        days.computeIfAbsent(Math.floorDiv(window.start(), DAY), d -> new HashMap<>())
            .computeIfAbsent(window.credential(), c -> new long[2]);
    lines[window.source().ordinal()] += window.events();
  }

  /**
   * Tells the days that end at or before a time.
   *
   * @param time event time, ms, before which every window has been added
   */
  public void finish(long time, Out out) {
    while (!days.isEmpty() && (days.firstKey() + 1) * DAY <= time) {
      Map.Entry<Long, HashMap<String, long[]>> day = days.pollFirstEntry();
      new TreeMap<>(day.getValue())
          .forEach((id, lines) -> out.row(id, day.getKey(), lines[0], lines[1]));
    }
  }

  /** Writes it for state, in no order. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(days.size());
    for (Map.Entry<Long, HashMap<String, long[]>> day : days.entrySet()) {
      out.writeLong(day.getKey());
      out.writeInt(day.getValue().size());
      for (Map.Entry<String, long[]> row : day.getValue().entrySet()) {
        out.writeUTF(row.getKey());
        out.writeLong(row.getValue()[0]);
        out.writeLong(row.getValue()[1]);
      }
    }
  }

  public static Activity read(DataInput in) throws IOException {
    Activity activity = new Activity();
    for (int d = in.readInt(); d > 0; d--) {
      HashMap<String, long[]> day = new HashMap<>();
      activity.days.put(in.readLong(), day);
      for (int n = in.readInt(); n > 0; n--) {
        day.put(in.readUTF(), new long[] {in.readLong(), in.readLong()});
      }
    }
    return activity;
  }
}
