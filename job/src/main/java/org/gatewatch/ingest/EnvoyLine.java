package org.gatewatch.ingest;

import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * A line in Envoy's default text format, or in Istio's, which has three values more behind the
 * flags and six more at the end:
 *
 * <pre>{@code
 * [START] "METHOD PATH PROTOCOL" CODE FLAGS BYTES_IN BYTES_OUT DURATION UPSTREAM_TIME
 *   "X-FORWARDED-FOR" "USER-AGENT" "X-REQUEST-ID" "AUTHORITY" "UPSTREAM"
 * }</pre>
 *
 * <p>Envoy does not escape quotes in headers. So the line is read from both ends, and what a client
 * put between them stays in the one value that it may choose anyway, its user agent. Where quotes
 * may also stand in the forwarded-for header, the address before them may be the client's own
 * invention, so none is taken: the proxy writes its own behind what the client sent.
 *
 * @param time START
 * @param request method, path and protocol
 * @param status CODE; 0 = the client left first
 * @param numbers bytes in, bytes out, duration ms; {@code -} where unknown
 * @param headers forwarded-for ({@code -} when it is not to be believed), agent, request id,
 *     authority
 * @param peer the client's address and port, or {@code -}: Istio's lines have it
 */
record EnvoyLine(
    String time,
    String request,
    String status,
    String flags,
    List<String> numbers,
    List<String> headers,
    String peer) {

  /** Quoted values at the end of a line. */
  private static final int HEADERS = 5;

  private static final int LONGEST_TIME = 40;

  /** The line taken apart; null when it is none. What stands before the time is no part of it. */
  static @Nullable EnvoyLine split(String line) {
    int start = start(line);
    if (start < 0) {
      return null;
    }
    int close = line.indexOf("] \"", start);
    int quote = status(line, close + 3);
    if (quote < 0) {
      return null;
    }
    int headersAt = line.indexOf(" \"", quote + 2);
    if (headersAt < 0) {
      return null;
    }
    String[] words = line.substring(quote + 2, headersAt).split(" ", 12);
    if (words.length == 4) { // Istio: details and termination details, then a quoted reason
      int reason = line.indexOf("\" ", headersAt + 2);
      int next = reason < 0 ? -1 : line.indexOf(" \"", reason + 2);
      if (next < 0) {
        return null;
      }
      String[] counts = line.substring(reason + 2, next).split(" ", 8);
      String[] all = {words[0], words[1], "", "", "", ""};
      if (counts.length != 4) {
        return null;
      }
      System.arraycopy(counts, 0, all, 2, 4);
      words = all;
      headersAt = next;
    }
    if (words.length != 6 || !isCount(words[2]) || !isCount(words[3]) || !isCount(words[4])) {
      return null;
    }
    int last = line.lastIndexOf('"');
    String[] headers =
        line.substring(headersAt + 2, Math.max(last, headersAt + 2)).split("\" \"", -1);
    int n = headers.length;
    if (n < HEADERS) {
      return null;
    }
    String agent = String.join("\" \"", List.of(headers).subList(1, n - 3));
    String[] tail = line.substring(last + 1).strip().split(" ", 8);
    return new EnvoyLine(
        line.substring(start + 1, close),
        line.substring(close + 3, quote),
        words[0],
        words[1],
        List.of(words[2], words[3], words[4]),
        List.of(n > HEADERS ? "-" : headers[0], agent, headers[n - 3], headers[n - 2]),
        tail.length >= 4 ? tail[3] : "-");
  }

  /** The bracket of the first time followed by a quoted request; -1 when there is none. */
  private static int start(String line) {
    for (int i = line.indexOf('[');
        i >= 0 && i + 24 < line.length();
        i = line.indexOf('[', i + 1)) {
      if (line.charAt(i + 5) != '-' || line.charAt(i + 11) != 'T') {
        continue;
      }
      int close = i + 20;
      while (close < Math.min(line.length(), i + LONGEST_TIME) && line.charAt(close) != ']') {
        close++; // no further: a line of brackets would be read again for each
      }
      if (line.startsWith("] \"", close)
          && Timestamps.iso(line.substring(i + 1, close), null) != Timestamps.NONE) {
        return i;
      }
    }
    return -1;
  }

  /** The quote that ends the request: the first that a status follows. */
  private static int status(String line, int from) {
    for (int q = line.indexOf("\" ", from); q >= 0; q = line.indexOf("\" ", q + 1)) {
      int end = line.indexOf(' ', q + 2);
      if (end > q + 2 && end <= q + 5 && isCount(line.substring(q + 2, end))) {
        return q;
      }
    }
    return -1;
  }

  private static boolean isCount(String word) {
    return word.equals("-") || Table.isWhole(word);
  }

  /** Fills the event; null, or why not. */
  @Nullable Problem fill(Values values, AccessEvent.Builder out) {
    Problem problem = values.whole(out, Field.EVENT_TIME, Timestamps.iso(time, null));
    int code = status.equals("-") ? 0 : Integer.parseInt(status);
    if (problem == null && code != 0) {
      problem = values.whole(out, Field.STATUS, code);
    }
    Field[] counts = {Field.BYTES_IN, Field.BYTES_OUT, Field.LATENCY_MS};
    for (int i = 0; i < 3 && problem == null; i++) {
      if (!numbers.get(i).equals("-")) {
        problem = values.whole(out, counts[i], Long.parseLong(numbers.get(i)));
      }
    }
    if (problem != null) {
      return problem;
    }
    out.set(Field.EVENT_TIME_KIND, "start");
    out.set(Field.EVENT_TIME_RES_MS, 1);
    String client = peer.equals("-") ? Target.client(headers.get(0)) : peer;
    values.text(out, Field.SOURCE_IP, client == null ? "-" : client);
    StringBuilder chain = new StringBuilder();
    for (String part : headers.get(0).split(",")) {
      Values.chain(chain, part);
    }
    out.set(Field.IP_CHAIN, chain.toString());
    values.text(out, Field.USER_AGENT, headers.get(1));
    values.text(out, Field.REQUEST_ID, headers.get(2));
    Target.request(request, values, out);
    values.text(out, Field.HOST, headers.get(3));
    if (out.has(Field.REQUEST_ID)) {
      String address = out.has(Field.SOURCE_IP) ? out.text(Field.SOURCE_IP) : "?";
      values.text(
          out,
          Field.DEDUPE_KEY,
          out.text(Field.REQUEST_ID) + "/" + out.number(Field.EVENT_TIME, 0) + "/" + address);
    }
    return null;
  }
}
