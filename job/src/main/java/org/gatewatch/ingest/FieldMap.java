package org.gatewatch.ingest;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * How a mapped JSON or CSV log becomes canonical fields.
 *
 * @param fields where each field is found, and how its value is read
 * @param constants values set on every event
 * @param nullTokens texts that mean absent
 * @param delimiter CSV only
 */
public record FieldMap(
    Map<Field, Source> fields,
    Map<Field, String> constants,
    List<String> nullTokens,
    char delimiter)
    implements Serializable {

  /** The texts that mean absent where a configuration names none. */
  public static final List<String> NULLS = List.of("-", "", "null", "None", "N/A");

  /**
   * Where one field is found.
   *
   * @param paths candidates, the first present one wins: a column, or a JSON path with dots, {@code
   *     [n]} for array elements, and quotes around names that hold dots
   * @param unit {@code ms}, {@code s}, {@code us}, {@code ns} for times and durations, else null
   * @param timeFormat {@code iso}, {@code epoch} (in {@code unit}), {@code clf}, or a
   *     DateTimeFormatter pattern; null = iso or epoch by look
   * @param zone zone of timestamps that carry none; null = the binding's
   * @param transform {@code lower}, {@code upper}, {@code first} (of a comma list), {@code hmac},
   *     {@code address} (cuts a port), {@code no_query} (cuts the query); null = none
   */
  public record Source(
      List<String> paths,
      @Nullable String unit,
      @Nullable String timeFormat,
      @Nullable String zone,
      @Nullable String transform)
      implements Serializable {}
}
