package org.gatewatch.ingest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Access log of an AWS Application Load Balancer: columns by position, of which newer versions only
 * append. A best-effort log without any credential: for joining by address and time.
 */
final class AwsAlb implements LogFormat {
  private static final Set<String> TYPES = Set.of("http", "https", "h2", "grpcs", "ws", "wss");
  private static final Problem NOT_ALB =
      new Problem(
          "not_this_format",
          "expected: type time elb client:port target:port … \"request\" \"user agent\" …");

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,9})?");

  /** Columns up to here are there in every version since 2018. */
  private static final int LEAST = 23;

  private static final int MOST = 64;

  @Override
  public String id() {
    return "aws_alb";
  }

  @Override
  public String description() {
    return "AWS Application Load Balancer access log";
  }

  @Override
  public String detectedBy() {
    return "one of the first ten lines has its type, time, app/ name and columns";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    if (mapped) {
      return null;
    }
    String[] lines = head.split("\n", 11);
    for (int i = 0; i < Math.min(10, lines.length); i++) {
      if (columns(lines[i].strip()) != null) {
        return "line " + (i + 1) + " has the columns of an Application Load Balancer";
      }
    }
    return null;
  }

  @Override
  public Framer framer(Archive in) {
    return new Lines(in);
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    return (bytes, from, to, out) ->
        read(new String(bytes, from, to - from, StandardCharsets.UTF_8), values, out);
  }

  /** The columns, without their quotes; null when it is no line of such a log. */
  private static @Nullable List<String> columns(String line) {
    int space = line.indexOf(' ');
    if (space < 0 || !TYPES.contains(line.substring(0, space))) {
      return null;
    }
    List<String> out = new ArrayList<>(32);
    int i = 0;
    while (i < line.length() && out.size() < MOST) {
      int end;
      if (line.charAt(i) == '"') {
        end = closing(line, i + 1);
        if (end < 0) {
          return null;
        }
        out.add(Escapes.undone(line.substring(i + 1, end)));
        end++;
      } else {
        end = line.indexOf(' ', i);
        end = end < 0 ? line.length() : end;
        out.add(line.substring(i, end));
      }
      i = end + 1;
    }
    return out.size() >= LEAST
            && Timestamps.iso(out.get(1), null) != Timestamps.NONE
            && out.get(2).startsWith("app/")
        ? out
        : null;
  }

  /** The quote that ends a column: before a blank or the line's end, not behind a backslash. */
  private static int closing(String line, int from) {
    for (int i = from; i < line.length(); i++) {
      if (line.charAt(i) == '\\') {
        i++;
      } else if (line.charAt(i) == '"' && (i + 1 == line.length() || line.charAt(i + 1) == ' ')) {
        return i;
      }
    }
    return -1;
  }

  private @Nullable Problem read(String line, Values values, AccessEvent.Builder out) {
    List<String> c = columns(line.strip());
    if (c == null) {
      return NOT_ALB;
    }
    long created = isAligned(c) ? Timestamps.iso(c.get(21), null) : Timestamps.NONE;
    long time = created == Timestamps.NONE ? Timestamps.iso(c.get(1), null) : created;
    Problem problem = values.whole(out, Field.EVENT_TIME, time);
    if (problem == null) {
      problem = numbers(c, values, out);
    }
    if (problem != null) {
      return problem;
    }
    out.set(Field.EVENT_TIME_KIND, created == Timestamps.NONE ? "end" : "start");
    out.set(Field.EVENT_TIME_RES_MS, 1);
    out.set(Field.FORMAT, id());
    values.text(out, Field.NODE, c.get(2));
    values.text(out, Field.SOURCE_IP, c.get(3));
    if (!c.get(12).startsWith("- ")) { // what the balancer could not read is no request
      Target.request(c.get(12), values, out);
    }
    if (isAligned(c)) {
      values.text(out, Field.USER_AGENT, c.get(13));
      values.text(out, Field.REQUEST_ID, c.get(17));
      values.text(out, Field.TRACE_ID, c.get(17));
      values.text(out, Field.DEDUPE_KEY, c.get(17) + "/" + c.get(1));
      values.text(out, Field.HOST, c.get(18));
      for (int column : new int[] {27, 24}) { // the classification, unless there is a reason
        if (c.size() > column) {
          values.text(out, Field.ERROR_CODE, c.get(column));
        }
      }
    }
    if ("460".equals(c.get(8))) {
      out.set(Field.OUTCOME, "aborted"); // the client closed the connection first
    }
    return null;
  }

  /**
   * Whether the columns behind the user agent are where they belong: a quote that a client smuggled
   * into it moves them, and must neither forge them nor hide the request.
   */
  private static boolean isAligned(List<String> c) {
    String trace = c.get(17);
    boolean traced = trace.equals("-") || trace.startsWith("Root=") || trace.startsWith("Self=");
    String created = c.get(21);
    return traced && (created.equals("-") || Timestamps.iso(created, null) != Timestamps.NONE);
  }

  private static @Nullable Problem numbers(List<String> c, Values values, AccessEvent.Builder out) {
    int[] columns = {8, 10, 11};
    Field[] fields = {Field.STATUS, Field.BYTES_IN, Field.BYTES_OUT};
    Problem problem = null;
    for (int i = 0; i < columns.length && problem == null; i++) {
      String text = c.get(columns[i]);
      if (!text.equals("-")) {
        problem =
            Table.isWhole(text)
                ? values.whole(out, fields[i], Long.parseLong(text))
                : Problem.wrongType(fields[i].key(), "a whole number");
      }
    }
    BigDecimal seconds = BigDecimal.ZERO;
    for (int i = 5; i < 8; i++) {
      if (!SECONDS.matcher(c.get(i)).matches()) {
        return problem; // -1: the request was not passed on
      }
      seconds = seconds.add(new BigDecimal(c.get(i)));
    }
    long ms = seconds.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValue();
    return problem == null ? values.whole(out, Field.LATENCY_MS, ms) : problem;
  }
}
