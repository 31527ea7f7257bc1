package org.gatewatch.detect;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One value that an intelligence report or an analyst names as hostile.
 *
 * @param value of that type; an AS number without {@code AS}
 */
public record Indicator(Type type, String value) implements Serializable {

  /** What an indicator can name. */
  public enum Type {
    /** One source address. */
    IP("address"),
    /** A block of source addresses. */
    CIDR("network"),
    /** The AS number of the source address. */
    ASN(""),
    /** A user agent; {@code *} stands for any text, in any case. */
    USER_AGENT("agent"),
    /** A TLS client fingerprint. */
    JA4(""),
    /** A principal, any case. */
    PRINCIPAL(""),
    /** A credential id. */
    CREDENTIAL("");

    /** The word that {@code pivot} has for it, when that is another. */
    private final String alias;

    Type(String alias) {
      this.alias = alias;
    }

    /** The name in files and on the command line. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads {@code TYPE=VALUE}, such as {@code cidr=192.0.2.0/24}.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  public static Indicator parse(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? "" : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1).strip();
    for (Type type : Type.values()) {
      if (!name.isEmpty() && (type.text().equals(name) || type.alias.equals(name))) {
        return of(type, value);
      }
    }
    throw new IllegalArgumentException(
        "expected TYPE=VALUE with a TYPE of "
            + Arrays.stream(Type.values()).map(Type::text).collect(Collectors.joining(", ")));
  }

  private static Indicator of(Type type, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("expected a value after " + type.text() + "=");
    }
    switch (type) {
      case IP -> {
        if (!CidrSet.isAddress(value)) {
          throw new IllegalArgumentException("expected ip=ADDRESS, such as ip=192.0.2.7");
        }
      }
      case CIDR -> {
        if (!CidrSet.isBlock(value)) {
          throw new IllegalArgumentException("expected cidr=BLOCK, such as cidr=192.0.2.0/24");
        }
      }
      case ASN -> {
        long asn = Networks.asn(value.matches("[0-9]+") ? "AS" + value : value);
        if (asn < 0) {
          throw new IllegalArgumentException("expected asn=NUMBER, such as asn=64500");
        }
        return new Indicator(type, Long.toString(asn));
      }
      default -> {}
    }
    return new Indicator(type, value);
  }

  /** As it is written: {@code TYPE=VALUE}. */
  public String text() {
    return type.text() + "=" + value;
  }
}
