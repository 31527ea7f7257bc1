package org.gatewatch.ingest;

import java.io.Serializable;
import java.time.ZoneId;
import java.util.List;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/**
 * One configured input: where it lies, what it holds, whose log it is.
 *
 * @param index its number in the settings, from 0
 * @param name unique, shown in the ledger
 * @param paths files, directories and globs
 * @param format a format id, or null to detect it from content
 * @param map how fields are found, for the mapped formats
 * @param source gateway or vendor
 * @param vendor the vendor's name, set on events that name none
 * @param zone zone of timestamps that carry none
 * @param maxLatenessMs how far an event may lie behind its file, ms
 * @param year year of the first line of each file whose times name none; 0 = not known
 */
public record Binding(
    int index,
    String name,
    List<String> paths,
    @Nullable String format,
    @Nullable FieldMap map,
    LogSource source,
    @Nullable String vendor,
    ZoneId zone,
    long maxLatenessMs,
    int year)
    implements Serializable {

  /** Default lateness bound of a gateway log, ms. */
  public static final long GATEWAY_LATENESS = 5 * 60_000L;

  /** Default lateness bound of a vendor log, ms. */
  public static final long VENDOR_LATENESS = 6 * 3_600_000L;

  /** One whose times name their year. */
  public Binding(
      int index,
      String name,
      List<String> paths,
      @Nullable String format,
      @Nullable FieldMap map,
      LogSource source,
      @Nullable String vendor,
      ZoneId zone,
      long maxLatenessMs) {
    this(index, name, paths, format, map, source, vendor, zone, maxLatenessMs, 0);
  }

  public Binding {
    paths = List.copyOf(paths);
    if (maxLatenessMs < 0) {
      throw new IllegalArgumentException("max_lateness must not be negative: " + maxLatenessMs);
    }
  }
}
