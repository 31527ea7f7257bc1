package org.gatewatch.settings;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gatewatch.detect.CidrSet;
import org.gatewatch.detect.Networks;
import org.jspecify.annotations.Nullable;

/** How single values are written in configuration and roster. Null means: not such a value. */
final class Values {
  static final String DURATION = "a duration from 0 to 7 days, such as 5m, 6h or PT5M";
  static final String INSTANT = "a time with its offset, such as 2026-03-26T20:00:00Z";
  static final String DATE = "a date such as 2026-12-25";
  static final String ZONE = "a zone of the tz database, such as Europe/London";
  static final String COUNTRY = "an ISO 3166 country code of two letters, such as DE";
  static final String NETWORK = "a CIDR block or AS number, such as 192.0.2.0/24 or AS64500";

  static final String NO_SECRET =
      "a secret does not belong into this file; expected a reference such as"
          + " ${file:/run/secrets/kafka:password} to a provider of config.providers";

  /** Properties of a Kafka client that hold secrets, by what all of their names have in common. */
  private static final Pattern SECRET_PROPERTY =
      Pattern.compile(
          ".*(password|passwd|passphrase|jaas|secret).*|(.*[._-])?(token|key)|.*credentials?");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^{}]{1,512}}");
  private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
  private static final Set<String> COUNTRIES = countries();
  private static final long LONGEST_MS = Duration.ofDays(7).toMillis();

  private Values() {}

  /** Any text but an empty one. */
  static @Nullable String text(String raw) {
    return raw.isBlank() ? null : raw;
  }

  /** Whether a property of a Kafka client would be a secret written down. */
  static boolean isSecretProperty(String name, String value) {
    return SECRET_PROPERTY.matcher(name.toLowerCase(Locale.ROOT)).matches()
        && !REFERENCE.matcher(value).matches();
  }

  static @Nullable Boolean flag(String raw) {
    return switch (raw) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> null;
    };
  }

  /** Milliseconds, from 0 to seven days. */
  static @Nullable Long duration(String raw) {
    Matcher matcher = SHORT.matcher(raw);
    long ms;
    if (matcher.matches()) {
      long unit =
          switch (matcher.group(2)) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
          };
      ms = Long.parseLong(matcher.group(1)) * unit;
    } else {
      try {
        ms = Duration.parse(raw).toMillis();
      } catch (DateTimeException | ArithmeticException e) {
        return null;
      }
    }
    return ms < 0 || ms > LONGEST_MS ? null : ms;
  }

  /** Epoch milliseconds of an RFC 3339 time from 1970 to 9999. */
  static @Nullable Long instant(String raw) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(raw);
      return time.getYear() < 1970 || time.getYear() > 9999
          ? null
          : time.toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A calendar day. */
  static @Nullable LocalDate date(String raw) {
    try {
      return raw.length() == 10 ? LocalDate.parse(raw) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A region of the tz database; offsets such as +02:00 are none, as they know no summer time. */
  static @Nullable String zone(String raw) {
    return ZONES.contains(raw) || raw.equals("Z") ? raw : null;
  }

  /** Upper case. */
  static @Nullable String country(String raw) {
    String upper = raw.toUpperCase(Locale.ROOT);
    return COUNTRIES.contains(upper) ? upper : null;
  }

  /** A block as written, or an AS number as {@code AS<number>}. */
  static @Nullable String network(String raw) {
    long asn = Networks.asn(raw);
    if (asn >= 0) {
      return "AS" + asn;
    }
    return CidrSet.isBlock(raw) ? raw : null;
  }

  /** ISO 3166 with the two codes that address databases add: Kosovo and unknown Europe. */
  private static Set<String> countries() {
    Set<String> out = new TreeSet<>(List.of(Locale.getISOCountries()));
    out.add("XK");
    out.add("EU");
    return out;
  }
}
