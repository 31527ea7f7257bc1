package org.gatewatch.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Puts raw values into the fields of an event: what is absent, what is out of range, which words an
 * enumeration knows, redaction. The one place all formats share. Each method returns null, or why
 * the record must be rejected.
 */
final class Values {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Events before are rejected: 2000-01-01T00:00Z. */
  static final long EARLIEST = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  /** Events from here on are rejected: 2100-01-01T00:00Z. */
  static final long LATEST = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  /** Counts above are no counts: sums over a window must not overflow. */
  static final long MAX_COUNT = 1_000_000_000_000_000L;

  static final Set<String> CREDENTIAL_TYPES =
      Set.of(
          "api_key",
          "oauth_token",
          "jwt",
          "mtls_cert",
          "aws_access_key",
          "aws_session",
          "ssh_key",
          "ssh_cert",
          "password",
          "session_cookie",
          "service_principal",
          "api_token",
          "unknown");
  static final Set<String> PRINCIPAL_TYPES =
      Set.of("user", "service", "role", "system", "anonymous");
  static final Set<String> OUTCOMES =
      Set.of("success", "denied", "rate_limited", "failure", "aborted", "unknown");
  static final Set<String> TIME_KINDS = Set.of("start", "end", "bucket");

  private static final int CACHE = 1 << 14;
  private static final int MAX_CHAIN = 32;

  /** A value seen before: its clean text. Only texts that redaction left alone are remembered. */
  private final @Nullable Seen[] seen = new Seen[CACHE];

  private final @Nullable SeenBytes[] seenBytes = new SeenBytes[CACHE];

  private final Redactor redactor;
  private final UnknownKeys unknown;

  private record Seen(Field field, String raw, String clean) {}

  private static final class SeenBytes {
    private final Field field;
    private final byte[] raw;
    private final String clean;

    SeenBytes(Field field, byte[] raw, String clean) {
      this.field = field;
      this.raw = raw;
      this.clean = clean;
    }
  }

  Values(Redactor redactor, UnknownKeys unknown) {
    this.redactor = redactor;
    this.unknown = unknown;
  }

  /** A TEXT field. Absent for an empty text, {@code -} and {@code null}. */
  void text(AccessEvent.Builder out, Field field, String raw) {
    int hash = (raw.hashCode() ^ (field.ordinal() * 0x9e3779b1)) * 0x85ebca6b;
    int slot = (hash ^ (hash >>> 15)) & (CACHE - 1);
    Seen known = seen[slot];
    if (known != null && known.field == field && known.raw.equals(raw)) {
      out.set(field, known.clean);
      return;
    }
    String clean = clean(out, field, raw);
    if (clean == null) {
      return;
    }
    out.set(field, clean);
    if (clean.equals(raw) && raw.length() <= 256 && field != Field.REQUEST_ID) {
      seen[slot] = new Seen(field, raw, clean);
    }
  }

  /** As {@link #text(AccessEvent.Builder, Field, String)}, of ASCII bytes. */
  void text(AccessEvent.Builder out, Field field, byte[] bytes, int from, int to) {
    int hash = field.ordinal() * 0x9e3779b1 + to - from;
    int i = from;
    for (; i + 8 <= to; i += 8) {
      long x = (long) LONGS.get(bytes, i) * 0x9e3779b97f4a7c15L;
      hash = (hash ^ (int) (x >>> 32)) * 0x85ebca6b;
    }
    for (; i < to; i++) {
      hash = hash * 31 + bytes[i];
    }
    int slot = (hash ^ (hash >>> 15)) & (CACHE - 1);
    SeenBytes known = seenBytes[slot];
    if (known != null
        && known.field == field
        && Arrays.equals(bytes, from, to, known.raw, 0, known.raw.length)) {
      out.set(field, known.clean);
      return;
    }
    String raw = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    String clean = clean(out, field, raw);
    if (clean != null) {
      out.set(field, clean);
      if (clean.equals(raw) && raw.length() <= 256 && field != Field.REQUEST_ID) {
        seenBytes[slot] = new SeenBytes(field, Arrays.copyOfRange(bytes, from, to), clean);
      }
    }
  }

  /** The name of a value that is a secret whatever it looks like. */
  String secret(String raw) {
    String value = raw.strip();
    String name = redactor.credential(value);
    return name.startsWith("hmac:") ? name : redactor.hmac(value);
  }

  /** The text with every secret in it replaced. */
  String redacted(String raw) {
    return redactor.text(raw);
  }

  private @Nullable String clean(AccessEvent.Builder out, Field field, String raw) {
    String value = raw.strip();
    if (value.isEmpty() || value.equals("-") || value.equals("null")) {
      return null;
    }
    return switch (field) {
      case SOURCE_IP -> address(out, value);
      case COUNTRY -> country(value);
      case CREDENTIAL_ID -> redactor.credential(value);
      case CREDENTIAL_TYPE -> word(field, value, CREDENTIAL_TYPES);
      case PRINCIPAL_TYPE -> word(field, value, PRINCIPAL_TYPES);
      case OUTCOME -> word(field, value, OUTCOMES);
      case EVENT_TIME_KIND -> word(field, value, TIME_KINDS);
      default -> redactor.text(value);
    };
  }

  /** The address; a port behind it goes to source_port. Service names are dropped and counted. */
  private @Nullable String address(AccessEvent.Builder out, String value) {
    String address = Address.canonical(value);
    if (address == null) {
      int colon = Address.portColon(value);
      if (colon > 0) {
        int port = Integer.parseInt(value.substring(colon + 1));
        if (port > 0 && port <= 65_535 && !out.has(Field.SOURCE_PORT)) {
          out.set(Field.SOURCE_PORT, port);
        }
        return Address.canonical(value.substring(0, colon));
      }
      unknown.note("source_ip: not an address");
    }
    return address;
  }

  private @Nullable String country(String value) {
    if (value.length() == 2 && isLetter(value.charAt(0)) && isLetter(value.charAt(1))) {
      return value.toUpperCase(Locale.ROOT);
    }
    unknown.note("country: not ISO 3166 alpha-2");
    return null;
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private @Nullable String word(Field field, String value, Set<String> known) {
    String word = value.toLowerCase(Locale.ROOT);
    if (known.contains(word)) {
      return word;
    }
    unknown.note(field.key() + ": not a known word");
    return null;
  }

  /** A list of addresses so far in {@code chain}: adds one; what is no address is left out. */
  static void chain(StringBuilder chain, String raw) {
    int count = 0;
    for (int i = 0; i < chain.length(); i++) {
      count += chain.charAt(i) == ' ' ? 1 : 0;
    }
    String value = raw.strip();
    int colon = Address.portColon(value);
    String address = Address.canonical(colon > 0 ? value.substring(0, colon) : value);
    if (address != null && count < MAX_CHAIN - 1) {
      if (chain.length() > 0) {
        chain.append(' ');
      }
      chain.append(address);
    }
  }

  /** A WHOLE, TIME or FLAG field. */
  @Nullable Problem whole(AccessEvent.Builder out, Field field, long value) {
    switch (field) {
      case EVENT_TIME -> {
        if (value < EARLIEST || value >= LATEST) {
          return new Problem(
              "time_out_of_range", "event_time: expected a time from 2000 up to before 2100");
        }
      }
      case STATUS -> {
        if (value < 100 || value > 599) {
          return Problem.outOfRange(field.key(), "100 to 599");
        }
      }
      case SOURCE_PORT -> {
        if (value == 0) {
          return null; // a proxy that does not know it
        }
        if (value < 0 || value > 65_535) {
          return Problem.outOfRange(field.key(), "1 to 65535");
        }
      }
      case ASN -> {
        if (value < 0 || value > 0xffffffffL) {
          return Problem.outOfRange(field.key(), "0 to 4294967295");
        }
      }
      default -> {
        if (value < 0 || value > MAX_COUNT) {
          return Problem.outOfRange(field.key(), "0 to 10^15");
        }
      }
    }
    out.set(field, value);
    return null;
  }

  /** A REAL field: degrees. */
  @Nullable Problem real(AccessEvent.Builder out, Field field, double value) {
    double limit = field == Field.LATITUDE ? 90 : 180;
    if (!(Math.abs(value) <= limit)) {
      return Problem.outOfRange(field.key(), "degrees from -" + limit + " to " + limit);
    }
    out.setReal(field, value);
    return null;
  }

  /**
   * What follows from the other fields and from the binding.
   *
   * @return why the record must be rejected, or null
   */
  @Nullable Problem finish(AccessEvent.Builder out, Binding binding) {
    if (!out.has(Field.EVENT_TIME)) {
      return Problem.NO_EVENT_TIME;
    }
    String source = binding.source().text();
    String named = out.text(Field.LOG_SOURCE);
    if (named != null && !named.equals(source)) {
      unknown.note("log_source: another than the binding's " + source);
    }
    out.set(Field.LOG_SOURCE, source);
    if (!out.has(Field.VENDOR) && binding.vendor() != null) {
      out.set(Field.VENDOR, binding.vendor());
    }
    if (!out.has(Field.OUTCOME) && out.has(Field.STATUS)) {
      out.set(Field.OUTCOME, outcome((int) out.number(Field.STATUS, 0)));
    }
    return null;
  }

  /** What an HTTP status says of the outcome. */
  static String outcome(int status) {
    if ((status >= 200 && status < 400) || status == 101) {
      return "success";
    }
    return switch (status) {
      case 401, 403, 404 -> "denied";
      case 429 -> "rate_limited";
      case 499 -> "aborted";
      default -> status >= 400 ? "failure" : "unknown";
    };
  }

  /** Whether the record is of one who did not get in: such a credential id proves nothing. */
  static boolean authenticationFailed(AccessEvent.Builder event) {
    return event.has(Field.STATUS)
        ? event.number(Field.STATUS, 0) == 401
        : "denied".equals(event.text(Field.OUTCOME));
  }
}
