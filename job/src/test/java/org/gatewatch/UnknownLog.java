package org.gatewatch;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.gatewatch.ingest.Redactor;

/** Logs that nobody has described, and what they mean. */
enum UnknownLog {
  /** Short names, all on one level; seconds with a fraction; addresses with a port. */
  FLAT("flat.jsonl") {
    @Override
    String raw(int i) {
      return String.format(
          Locale.ROOT,
          "{\"ts\":%d.%03d,\"rid\":\"r%d\",\"caller_key\":\"key-%04d\",\"usr\":\"u%d@lab.example\","
              + "\"client\":\"198.51.100.7:%d\",\"ua\":\"%s\",\"verb\":\"POST\","
              + "\"uri\":\"/v1/messages?beta=%d\",\"rc\":%d,\"model\":\"heron-3\",\"tok_in\":%d,"
              + "\"tok_out\":%d,\"tok_cached\":%d,\"took\":0.%03d,\"dc\":\"eu-1\",\"note\":\"-\"}",
          at(i).getEpochSecond(),
          i,
          i,
          i % 7,
          i % 7,
          40_000 + i,
          AGENT,
          i,
          status(i),
          100 + i,
          200 + i,
          i % 5,
          100 + i);
    }

    @Override
    String means(int i) {
      return String.format(
          Locale.ROOT,
          "{\"event_time\":\"%s\",\"log_source\":\"gateway\",\"format\":\"json\",\"request_id\":\"r%d\","
              + "\"credential_id\":\"key-%04d\",\"principal\":\"u%d@lab.example\","
              + "\"source_ip\":\"198.51.100.7\",\"source_port\":%d,\"user_agent\":\"%s\","
              + "\"method\":\"POST\",\"endpoint\":\"/v1/messages\",\"model\":\"heron-3\","
              + "\"status\":%d,\"outcome\":\"%s\",\"input_tokens\":%d,\"cached_tokens\":%d,"
              + "\"output_tokens\":%d,\"latency_ms\":%d,\"region\":\"eu-1\"}",
          time(at(i).plusMillis(i)),
          i,
          i % 7,
          i % 7,
          40_000 + i,
          AGENT,
          status(i),
          status(i) == 200 ? "success" : "rate_limited",
          100 + i,
          i % 5,
          200 + i,
          100 + i);
    }
  },
  /** Objects in objects, camel case, microseconds, a name with dots, a body. */
  NESTED("nested.jsonl") {
    @Override
    String raw(int i) {
      return String.format(
          Locale.ROOT,
          "{\"meta\":{\"traceId\":\"%032x\",\"gatewayNode\":\"gw-2\",\"schema\":3},\"request\":{\"id\":\"%08x\","
              + "\"startedAt\":%d000,\"http\":{\"method\":\"POST\",\"path\":\"/v1/complete\","
              + "\"host\":\"gw.lab.example\",\"headers\":{\"user-agent\":\"%s\","
              + "\"x.forwarded.for\":\"2001:db8:5::7, 192.0.2.10\"}},\"client\":{\"ip\":\"2001:db8:5::7\","
              + "\"port\":%d,\"geo\":{\"country\":\"NL\"}}},\"auth\":{\"apiKeyId\":\"key-%04d\","
              + "\"org\":\"larkfield\",\"user\":{\"email\":\"u%d@lab.example\"}},"
              + "\"response\":{\"statusCode\":%d,\"durationMicros\":%d,\"bodyBytes\":%d},"
              + "\"llm\":{\"requestedModel\":\"heron-x\",\"servedModel\":\"heron-3\",\"usage\":{"
              + "\"promptTokens\":%d,\"completionTokens\":%d,\"totalTokens\":%d}},\"prompt\":\"%s\"}",
          i,
          i,
          at(i).toEpochMilli() + i,
          AGENT,
          40_000 + i,
          i % 7,
          i % 7,
          status(i),
          1000L * (900 + i),
          5000 + i,
          100 + i,
          200 + i,
          300 + 2 * i,
          "do not map me ".repeat(30));
    }

    @Override
    String means(int i) {
      return String.format(
          Locale.ROOT,
          "{\"event_time\":\"%s\",\"log_source\":\"gateway\",\"format\":\"json\",\"request_id\":\"%08x\","
              + "\"credential_id\":\"key-%04d\",\"principal\":\"u%d@lab.example\",\"tenant\":\"larkfield\","
              + "\"source_ip\":\"2001:db8:5::7\",\"source_port\":%d,"
              + "\"ip_chain\":[\"2001:db8:5::7\",\"192.0.2.10\"],\"country\":\"NL\",\"user_agent\":\"%s\","
              + "\"method\":\"POST\",\"host\":\"gw.lab.example\",\"endpoint\":\"/v1/complete\","
              + "\"model\":\"heron-x\",\"model_resolved\":\"heron-3\",\"status\":%d,\"outcome\":\"%s\","
              + "\"input_tokens\":%d,\"output_tokens\":%d,\"bytes_out\":%d,\"latency_ms\":%d,"
              + "\"trace_id\":\"%032x\",\"node\":\"gw-2\"}",
          time(at(i).plusMillis(i)),
          i,
          i % 7,
          i % 7,
          40_000 + i,
          AGENT,
          status(i),
          status(i) == 200 ? "success" : "rate_limited",
          100 + i,
          200 + i,
          5000 + i,
          900 + i,
          i);
    }
  },
  /** A table of a partner's: semicolons, a quoted one, days before months, keys in clear. */
  TABLE("partner.csv") {
    @Override
    String raw(int i) {
      return String.format(
          Locale.ROOT,
          "%s;q-%d;%s;203.0.113.9;POST;/v1/complete;%d;heron-3;%d;%d;%d;%d;\"%s; beta\";n/a",
          DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss", Locale.ROOT)
              .format(at(i).atOffset(ZoneOffset.UTC)),
          i,
          key(i),
          status(i),
          100 + i,
          200 + i,
          800 + i,
          9000 + i,
          AGENT);
    }

    @Override
    String means(int i) {
      return String.format(
          Locale.ROOT,
          "{\"event_time\":\"%s\",\"log_source\":\"gateway\",\"format\":\"csv\",\"request_id\":\"q-%d\","
              + "\"credential_id\":\"%s\",\"source_ip\":\"203.0.113.9\",\"user_agent\":\"%s; beta\","
              + "\"method\":\"POST\",\"endpoint\":\"/v1/complete\",\"model\":\"heron-3\",\"status\":%d,"
              + "\"outcome\":\"%s\",\"input_tokens\":%d,\"output_tokens\":%d,\"bytes_out\":%d,"
              + "\"latency_ms\":%d}",
          time(at(i)),
          i,
          Redactor.unkeyed().hmac(key(i)),
          AGENT,
          status(i),
          status(i) == 200 ? "success" : "rate_limited",
          100 + i,
          200 + i,
          9000 + i,
          800 + i);
    }

    @Override
    List<String> header() {
      return List.of(
          "Date Time;Request ID;API Key;Source IP;Method;Endpoint;HTTP Status;Model Name;"
              + "Input Tokens;Output Tokens;Response Time (ms);Bytes Sent;User Agent;Comment");
    }
  };

  /** Records in each. */
  static final int RECORDS = 120;

  private static final Instant START = Instant.parse("2026-05-04T08:00:00Z");
  private static final String AGENT = "okhttp/4.12.0";

  private final String file;

  UnknownLog(String file) {
    this.file = file;
  }

  /** Its name, as a vendor might give it. */
  String file() {
    return file;
  }

  /** The log's line of that number, from 0. */
  abstract String raw(int i);

  /** The canonical event that it means. */
  abstract String means(int i);

  /** What stands before the first line. */
  List<String> header() {
    return List.of();
  }

  private static Instant at(int i) {
    return START.plusSeconds(3661L * i);
  }

  private static String time(Instant time) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
        .format(time.atOffset(ZoneOffset.UTC));
  }

  private static int status(int i) {
    return i % 6 == 5 ? 429 : 200;
  }

  /** A secret by nothing but the name of its column. */
  private static String key(int i) {
    return "plainkey" + i % 7 + "wxyz";
  }
}
