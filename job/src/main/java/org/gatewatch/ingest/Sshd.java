package org.gatewatch.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * What the OpenSSH server writes to syslog about logins: traditional lines (RFC 3164, whose times
 * have neither year nor zone: the binding gives both), RFC 5424, and ISO times. The principal is
 * the account; of an account that the host does not have, where people type passwords, its HMAC.
 */
final class Sshd implements LogFormat {
  private static final Problem NOT_SSHD =
      new Problem("not_sshd", "expected a line of sshd about a login: Accepted, Failed or Invalid");
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  @Override
  public String id() {
    return "sshd";
  }

  @Override
  public String description() {
    return "logins in the syslog of an OpenSSH server: RFC 3164 (with the binding's year) or 5424";
  }

  @Override
  public String detectedBy() {
    return "one of the first 200 lines is of sshd, about a login";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    if (mapped || head.stripLeading().startsWith("{")) {
      return null;
    }
    String[] lines = head.split("\n", 201);
    for (int i = 0; i < Math.min(200, lines.length); i++) {
      Line line = Line.of(lines[i].strip());
      if (line != null && Login.of(line.message) != null) {
        return "line " + (i + 1) + " is of sshd, about a login";
      }
    }
    return null;
  }

  /** People type passwords where a name is asked for. */
  @Override
  public boolean isShown(@Nullable FieldMap map) {
    return false;
  }

  @Override
  public Framer framer(Archive in) {
    return new Lines(in);
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    return new Reader(binding, values, unknown);
  }

  private static final class Reader implements RecordParser {
    private final Binding binding;
    private final Values values;
    private final UnknownKeys unknown;
    private int year;
    private int month;

    Reader(Binding binding, Values values, UnknownKeys unknown) {
      this.binding = binding;
      this.values = values;
      this.unknown = unknown;
      year = binding.year();
    }

    @Override
    public void near(long time) {
      ZonedDateTime then = Instant.ofEpochMilli(time).atZone(binding.zone());
      year = then.getYear();
      month = then.getMonthValue();
    }

    @Override
    public @Nullable Problem parse(byte[] bytes, int from, int to, AccessEvent.Builder out) {
      Line line = Line.of(new String(bytes, from, to - from, StandardCharsets.UTF_8).strip());
      if (line == null) {
        return NOT_SSHD;
      }
      String message = line.message;
      if (message.startsWith("message repeated ") && message.indexOf(": [ ") > 0) {
        message = message.substring(message.indexOf(": [ ") + 4);
        message = message.endsWith("]") ? message.substring(0, message.length() - 1) : message;
        unknown.note("sshd: message repeated, counted once");
      }
      Login login = Login.of(message.strip());
      if (login == null) {
        return NOT_SSHD;
      }
      Problem problem = time(line.time, out);
      if (problem != null) {
        return problem;
      }
      out.set(Field.FORMAT, "sshd");
      values.text(out, Field.HOST, line.host);
      values.text(out, Field.OPERATION, "ssh:" + login.verb);
      values.text(out, Field.SOURCE_IP, login.address);
      if (!login.port.isEmpty() && login.port.length() <= 5) {
        problem = values.whole(out, Field.SOURCE_PORT, Long.parseLong(login.port));
      }
      if (!login.user.isEmpty()) {
        values.text(out, Field.PRINCIPAL, login.known ? login.user : values.secret(login.user));
        out.set(Field.PRINCIPAL_TYPE, "user");
      }
      out.set(Field.OUTCOME, login.verb.equals("accepted") ? "success" : "denied");
      if (!login.method.isEmpty()) {
        values.text(out, Field.AUTH_METHOD, login.method);
      }
      return problem;
    }

    private @Nullable Problem time(String text, AccessEvent.Builder out) {
      long ms;
      if (!Character.isDigit(text.charAt(0))) {
        if (year == 0) {
          return new Problem("no_year", "the time has no year: expected year: in the binding");
        }
        ms = traditional(text);
      } else {
        ms = Timestamps.iso(text, binding.zone());
      }
      if (ms == Timestamps.NONE) {
        return Problem.badTime("event_time", "MMM d HH:mm:ss, or RFC 3339");
      }
      out.set(Field.EVENT_TIME_RES_MS, text.indexOf('.') > 0 ? 1 : 1000);
      return values.whole(out, Field.EVENT_TIME, ms);
    }

    /**
     * {@code MMM d HH:mm:ss}; the year is the one in which the month is less than half a year from
     * the month before, so it moves on where December becomes January.
     */
    private long traditional(String text) {
      int name = MONTHS.indexOf(text.substring(0, 3));
      if (name < 0 || name % 3 != 0) {
        return Timestamps.NONE;
      }
      int now = name / 3 + 1;
      int of = year;
      if (month != 0) {
        of += month - now > 6 ? 1 : now - month > 6 ? -1 : 0;
      }
      String day = text.substring(4, 6).replace(' ', '0');
      String iso = of + "-" + (now < 10 ? "0" : "") + now + "-" + day + "T" + text.substring(7);
      long ms = Timestamps.iso(iso, binding.zone());
      if (ms != Timestamps.NONE) {
        month = now;
        year = of;
      }
      return ms;
    }
  }

  /** A syslog line of sshd taken apart. */
  private record Line(String time, String host, String message) {
    static @Nullable Line of(String raw) {
      String text = raw;
      boolean versioned = false;
      if (text.startsWith("<")) {
        int end = text.indexOf('>');
        if (end < 2 || end > 4) {
          return null;
        }
        text = text.substring(end + 1);
        versioned = text.startsWith("1 ");
        text = versioned ? text.substring(2) : text;
      }
      String time;
      if (text.length() > 16 && Character.isDigit(text.charAt(0))) {
        int blank = text.indexOf(' ');
        time = blank < 16 || blank > 40 ? "" : text.substring(0, blank);
      } else {
        boolean dated = text.length() > 16 && text.charAt(3) == ' ' && text.charAt(15) == ' ';
        time = dated ? text.substring(0, 15) : "";
      }
      if (time.isEmpty()) {
        return null;
      }
      String rest = text.substring(time.length() + 1);
      int host = rest.indexOf(' ');
      String name = host < 0 ? "" : rest.substring(0, host);
      rest = rest.substring(host + 1);
      int end = versioned ? header(rest) : rest.indexOf(": ");
      String tag = end < 0 ? "" : rest.substring(0, end);
      return tag.startsWith("sshd")
              && (versioned || tag.matches("sshd(-session|-auth)?(\\[\\d+])?"))
          ? new Line(time, name, rest.substring(versioned ? end : end + 2).strip())
          : null;
    }

    /** Behind application, process and message id, and structured data; -1 when there is less. */
    private static int header(String rest) {
      int at = -1;
      for (int i = 0; i < 3; i++) {
        at = rest.indexOf(' ', at + 1);
        if (at < 0) {
          return -1;
        }
      }
      int data = rest.startsWith("[", at + 1) ? rest.indexOf("] ", at) : at;
      return data < 0 ? -1 : rest.indexOf(' ', data + 1);
    }
  }

  /**
   * What a message says of a login.
   *
   * @param verb accepted, failed, invalid_user or too_many_attempts
   * @param method empty where another line says whether somebody came in
   * @param known whether the host has the account
   */
  private record Login(
      String verb, String method, String user, boolean known, String address, String port) {
    static @Nullable Login of(String message) {
      if (message.startsWith("Accepted ")) {
        return accepted(message.substring(9));
      }
      if (message.startsWith("Failed ")) {
        int on = message.indexOf(" for ");
        return on < 0 ? null : guess("failed", message.substring(7, on), message.substring(on + 5));
      }
      if (message.startsWith("Invalid user ")) {
        return refused("invalid_user", "", message.substring(13), false);
      }
      String many = "error: maximum authentication attempts exceeded for ";
      return message.startsWith(many)
          ? guess("too_many_attempts", "", message.substring(many.length()))
          : null;
    }

    /** The account exists, so its name holds no trap: the first address is sshd's. */
    private static @Nullable Login accepted(String text) {
      int on = text.indexOf(" for ");
      int at = on < 0 ? -1 : text.indexOf(" from ", on + 5);
      return at < 0
          ? null
          : placed(
              "accepted",
              text.substring(0, on),
              text.substring(on + 5, at),
              true,
              text.substring(at + 6));
    }

    private static @Nullable Login guess(String verb, String method, String text) {
      boolean known = !text.startsWith("invalid user ");
      return refused(verb, method, known ? text : text.substring(13), known);
    }

    /** A guesser chooses the name, and may put an address into it: the last one is sshd's. */
    private static @Nullable Login refused(String verb, String method, String text, boolean known) {
      int at = text.lastIndexOf(" from ");
      return at < 0
          ? null
          : placed(verb, method, text.substring(0, at), known, text.substring(at + 6));
    }

    private static @Nullable Login placed(
        String verb, String method, String user, boolean known, String place) {
      String[] parts = place.split(" ", 4);
      boolean withPort = parts.length >= 3 && parts[1].equals("port");
      String port = withPort ? parts[2].replace(":", "") : "";
      return method.length() > 64
              || Address.canonical(parts[0]) == null
              || !port.matches("\\d{0,5}")
          ? null
          : new Login(verb, method, user.strip(), known, parts[0], port);
    }
  }
}
