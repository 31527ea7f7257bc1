package org.gatewatch.io;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.ingest.RecordReader;

/**
 * How far a replay has read whose state is kept. Its time stays behind the end of each binding by
 * what a topic is read again ({@link ReadFiles#overlap}), so that lines that stand in both count
 * once, and none is late.
 */
final class Reading {
  private final ReplayPlan plan;
  private final TreeMap<Integer, Followed> ended = new TreeMap<>();

  /** Time of the last event of each file, by index, ms. */
  private final long[] last;

  /** Latest event time of each binding, ms. */
  private final long[] fronts;

  /** Files of each binding that are not read to their end. */
  private final int[] left;

  private final long behind;
  private long ends = Long.MAX_VALUE;

  Reading(ReplayPlan plan) {
    this.plan = plan;
    last = new long[plan.files().size()];
    fronts = new long[plan.bindings().size()];
    left = new int[fronts.length];
    Arrays.fill(last, Long.MIN_VALUE);
    Arrays.fill(fronts, Long.MIN_VALUE);
    plan.files().forEach(file -> left[file.binding()]++);
    behind = plan.bindings().stream().mapToLong(ReadFiles::overlap).max().orElse(0);
  }

  void read(AccessEvent event) {
    last[event.file()] = event.eventTime();
    fronts[event.binding()] = Math.max(fronts[event.binding()], event.eventTime());
  }

  void ended(InputFile file, RecordReader reader) {
    ended.put(file.index(), ReadFiles.ended(file, reader, last[file.index()]));
    int binding = file.binding();
    if (--left[binding] == 0 && fronts[binding] != Long.MIN_VALUE) {
      ends = Math.min(ends, fronts[binding] - ReadFiles.overlap(plan.bindings().get(binding)));
    }
  }

  /** The watermark to be told when the files promise this one. */
  long held(long watermark) {
    return watermark == Long.MIN_VALUE ? watermark : Math.min(watermark - behind, ends);
  }

  /** All files; they have been read. */
  ReadFiles files() {
    List<Followed> all =
        plan.files().stream().map(file -> Objects.requireNonNull(ended.get(file.index()))).toList();
    return ReadFiles.of(all, fronts);
  }
}
