package org.gatewatch.io;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.RecordReader;
import org.jspecify.annotations.Nullable;

/** Events without a log, and readers of them. */
final class LineEvents {
  private LineEvents() {}

  static AccessEvent of(LogSource source, String key, long time, int file, long line) {
    return new AccessEvent.Builder()
        .set(Field.EVENT_TIME, time)
        .set(Field.LOG_SOURCE, source.text())
        .set(Field.REQUEST_ID, source.text() + "-" + time)
        .build(
            source.ordinal(),
            key,
            source == LogSource.VENDOR ? Binding.VENDOR_LATENESS : Binding.GATEWAY_LATENESS,
            file,
            line,
            0);
  }

  /** A file's records, from memory. */
  static RecordReader reader(List<AccessEvent> events) {
    Iterator<AccessEvent> each = events.iterator();
    return new RecordReader() {
      @Override
      public @Nullable Read next() {
        return each.hasNext() ? new Read(each.next(), null) : null;
      }

      @Override
      public long bytesRead() {
        return 0;
      }

      @Override
      public Map<String, Long> unknownKeys() {
        return Map.of();
      }

      @Override
      public long end() {
        return 0;
      }

      @Override
      public long lines() {
        return 0;
      }

      @Override
      public long headerLines() {
        return 0;
      }

      @Override
      public String format() {
        return "canonical";
      }

      @Override
      public void close() {}
    };
  }
}
