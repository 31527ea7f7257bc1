package org.gatewatch.ingest;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the values of a column look like. */
final class Shapes {
  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE");
  private static final Pattern AGENT =
      Pattern.compile("(?:Mozilla/\\d.*|[A-Za-z][A-Za-z0-9._+-]{1,40}/v?\\d[^/]{0,200})");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63})*(?::\\d{1,5})?");
  private static final BigDecimal MOST = BigDecimal.valueOf(Values.MAX_COUNT);

  private Shapes() {}

  static boolean address(String value) {
    int colon = Address.portColon(value);
    return Address.canonical(colon > 0 ? value.substring(0, colon) : value) != null;
  }

  static boolean addresses(String value) {
    return Stream.of(value.split(",")).allMatch(part -> address(part.strip()));
  }

  static boolean whole(String value) {
    return value.length() <= 15 && value.matches("\\d+(\\.0+)?");
  }

  static boolean port(String value) {
    return value.matches("\\d{1,5}") && Integer.parseInt(value) <= 65_535;
  }

  static boolean number(String value) {
    BigDecimal number = Mapping.number(value);
    return number != null && number.abs().compareTo(MOST) < 0 && number.scale() < 20;
  }

  static boolean degrees(String value) {
    BigDecimal number = Mapping.number(value);
    return number != null && number.abs().compareTo(BigDecimal.valueOf(180)) <= 0;
  }

  static boolean status(String value) {
    return value.equals("0") || value.equals("000") || value.matches("[1-5]\\d\\d");
  }

  static boolean method(String value) {
    return METHODS.contains(value.toUpperCase(Locale.ROOT));
  }

  static boolean path(String value) {
    return value.startsWith("/") || value.startsWith("http://") || value.startsWith("https://");
  }

  static boolean agent(String value) {
    return !value.startsWith("HTTP/") && AGENT.matcher(value).matches();
  }

  static boolean host(String value) {
    return HOST.matcher(value).matches() && value.chars().anyMatch(Character::isLetter);
  }

  static boolean country(String value) {
    return value.matches("[A-Za-z]{2}");
  }

  static boolean flag(String value) {
    return List.of("true", "false", "yes", "no", "0", "1", "y", "n")
        .contains(value.toLowerCase(Locale.ROOT));
  }

  static boolean outcome(String value) {
    return Mapping.isOutcome(value);
  }

  static boolean credentialType(String value) {
    return Values.CREDENTIAL_TYPES.contains(value.toLowerCase(Locale.ROOT));
  }

  /** A name or id, and no prompt. */
  static boolean brief(String value) {
    return value.length() <= 200;
  }

  static boolean id(String value) {
    return value.length() <= 200 && value.chars().noneMatch(Character::isWhitespace);
  }

  static boolean fingerprint(String value) {
    return value.matches("[A-Za-z0-9_-]{8,64}");
  }

  /** A model's name: letters somewhere, no path of a request. */
  static boolean name(String value) {
    return brief(value) && !value.startsWith("/") && value.chars().anyMatch(Character::isLetter);
  }
}
