package org.gatewatch.ingest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/** One event being filled from a record's texts; remembers the first thing that is wrong. */
final class Filling {
  /** What the record holds. */
  final Picked from;

  /** The event. */
  final AccessEvent.Builder out;

  private final Values values;
  private final ZoneId zone;
  private @Nullable Problem problem;

  Filling(Picked from, AccessEvent.Builder out, Values values, ZoneId zone) {
    this.from = from;
    this.out = out;
    this.values = values;
    this.zone = zone;
  }

  /** Why the record must be rejected, or null. */
  @Nullable Problem problem() {
    return problem;
  }

  void reject(@Nullable Problem why) {
    if (problem == null) {
      problem = why;
    }
  }

  @Nullable String first(String... paths) {
    return from.first(paths);
  }

  /** The first present text of those paths. */
  void text(Field field, String... paths) {
    set(field, from.first(paths));
  }

  void set(Field field, @Nullable String value) {
    if (value != null) {
      values.text(out, field, value);
    }
  }

  /** A value that may be a secret by itself: its name instead. */
  void secret(Field field, @Nullable String value) {
    if (value != null) {
      values.text(out, field, values.secret(value));
    }
  }

  /** The event's time: RFC 3339 (without a zone in the binding's), or epoch by its size. */
  void time(String... paths) {
    String text = from.first(paths);
    if (text == null) {
      reject(Problem.NO_EVENT_TIME);
      return;
    }
    long ms = Timestamps.iso(text, zone);
    ms = ms == Timestamps.NONE ? Timestamps.epoch(text, null) : ms;
    reject(
        ms == Timestamps.NONE
            ? Problem.badTime(paths[0], "RFC 3339")
            : values.whole(out, Field.EVENT_TIME, ms));
  }

  void number(Field field, String... paths) {
    scaled(field, 0, paths);
  }

  /** A number in a unit of {@code 10^shift} of the field's. */
  void scaled(Field field, int shift, String... paths) {
    String text = from.first(paths);
    if (text == null) {
      return;
    }
    BigDecimal number = Mapping.number(text);
    if (number == null) {
      reject(Problem.wrongType(field.key(), "a number"));
      return;
    }
    number = number.scaleByPowerOfTen(shift);
    if (field == Field.LATENCY_MS && number.signum() < 0) {
      return; // not known
    }
    if (field == Field.STATUS && number.signum() == 0) {
      return; // the client left before there was a status
    }
    reject(
        number.precision() - number.scale() > 18
            ? Problem.outOfRange(field.key(), "a number below 10^18")
            : values.whole(out, field, number.setScale(0, RoundingMode.HALF_UP).longValue()));
  }

  /** Both degrees or none: half a place would be nowhere. */
  void place(String latitudePath, String longitudePath) {
    String latitude = from.first(latitudePath);
    String longitude = from.first(longitudePath);
    if (latitude == null || longitude == null) {
      return;
    }
    BigDecimal north = Mapping.number(latitude);
    BigDecimal east = Mapping.number(longitude);
    if (north == null || east == null) {
      reject(Problem.wrongType("latitude, longitude", "degrees"));
      return;
    }
    reject(values.real(out, Field.LATITUDE, north.doubleValue()));
    reject(values.real(out, Field.LONGITUDE, east.doubleValue()));
  }

  /** Addresses in a comma list. */
  void chain(@Nullable String list) {
    if (list != null) {
      StringBuilder chain = new StringBuilder();
      for (String part : list.split("[,\\s]+")) {
        Values.chain(chain, part);
      }
      if (chain.length() > 0) {
        out.set(Field.IP_CHAIN, chain.toString());
      }
    }
  }
}
