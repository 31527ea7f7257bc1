package org.gatewatch.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.gatewatch.event.AccessEvent;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One record of each format: parsed, redacted, hashed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParserBench {
  private static final String CANONICAL =
      "{\"event_time\":\"2026-03-02T08:00:17.513Z\",\"request_id\":\"req-3e2aa3f37860\","
          + "\"credential_id\":\"key-000042\",\"credential_type\":\"api_key\","
          + "\"principal\":\"team-research\",\"source_ip\":\"240.80.41.46\",\"asn\":64592,"
          + "\"country\":\"GB\",\"user_agent\":\"heron-node/1.8.0\",\"method\":\"POST\","
          + "\"endpoint\":\"/v1/messages\",\"model\":\"heron-2\",\"status\":200,"
          + "\"input_tokens\":1173,\"output_tokens\":65,\"latency_ms\":928}";
  private static final String COMBINED =
      "192.0.2.7 - ann [01/Mar/2026:08:00:00 +0000] \"GET /v1/models?limit=3 HTTP/1.1\" 200 203023"
          + " \"http://example.com/\" \"Mozilla/5.0 (X11; Linux x86_64; rv:128.0)\"";
  private static final String CLOUDTRAIL =
      "{\"eventVersion\":\"1.08\",\"userIdentity\":{\"type\":\"IAMUser\",\"principalId\":"
          + "\"AIDAEXAMPLE\",\"arn\":\"arn:aws:iam::111122223333:user/ann\",\"accountId\":"
          + "\"111122223333\",\"accessKeyId\":\"AKIAEXAMPLEEXAMPLE01\",\"userName\":\"ann\"},"
          + "\"eventTime\":\"2026-03-01T08:00:00Z\",\"eventSource\":\"bedrock.amazonaws.com\","
          + "\"eventName\":\"Converse\",\"awsRegion\":\"us-east-1\",\"sourceIPAddress\":"
          + "\"192.0.2.7\",\"userAgent\":\"[Boto3/1.26]\",\"requestParameters\":{\"modelId\":"
          + "\"vendor.restricted-1:0\"},\"responseElements\":null,\"requestID\":\"r-1\","
          + "\"eventID\":\"e-1\",\"readOnly\":true,\"eventType\":\"AwsApiCall\","
          + "\"recipientAccountId\":\"111122223333\",\"eventCategory\":\"Management\"}";
  private static final String MAPPED =
      "{\"started_at\":1772352000250,\"client_ip\":\"192.0.2.7\",\"request\":{\"id\":\"r-1\","
          + "\"method\":\"post\",\"uri\":\"/chat\",\"headers\":{\"user-agent\":\"ua/1\","
          + "\"apikey\":\"abcdef123456\"}},\"response\":{\"status\":200},\"latencies\":"
          + "{\"proxy\":12},\"ai\":{\"proxy\":{\"meta\":{\"request_model\":\"restricted-1\"},"
          + "\"usage\":{\"prompt_tokens\":7}}}}";

  /** Id of the format. */
  @Param({"canonical", "combined", "cloudtrail", "json"})
  public String format = "";

  private final AccessEvent.Builder event = new AccessEvent.Builder();
  private byte[] line = {};
  private @Nullable Binding binding;
  private @Nullable Values values;
  private LogFormat.@Nullable RecordParser parser;

  /** Opens the parser. */
  @Setup
  public void open() throws IOException {
    String text =
        switch (format) {
          case "canonical" -> CANONICAL;
          case "combined" -> COMBINED;
          case "cloudtrail" -> CLOUDTRAIL;
          default -> MAPPED;
        };
    line = text.getBytes(StandardCharsets.UTF_8);
    FieldMap map = null;
    if (format.equals("json")) {
      try (var in = ParserBench.class.getResourceAsStream("/testdata/formats/json-kong/map.json")) {
        map = Examples.map(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    Redactor redactor = new Redactor("a key for measuring".getBytes(StandardCharsets.UTF_8));
    UnknownKeys unknown = new UnknownKeys(redactor);
    binding = Readings.binding(format, map);
    values = new Values(redactor, unknown);
    parser = Objects.requireNonNull(Formats.find(format)).parser(binding, values, unknown);
  }

  /** One record. */
  @Benchmark
  public AccessEvent parse() {
    event.clear();
    Problem problem = parser.parse(line, 0, line.length, event);
    if (problem == null) {
      problem = values.finish(event, binding);
    }
    if (problem != null) {
      throw new IllegalStateException(problem.toString());
    }
    return event.build(0, "key", 300_000, 0, 1, 0);
  }
}
