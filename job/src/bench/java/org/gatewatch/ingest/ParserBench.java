package org.gatewatch.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

/** The first example of each format: parsed, redacted, hashed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParserBench {
  /** A folder of examples: the id of the format, and what tells its variants apart. */
  @Param({
    "canonical",
    "combined",
    "json-kong",
    "csv",
    "cloudtrail",
    "okta",
    "envoy",
    "envoy-text",
    "litellm",
    "kong",
    "bedrock",
    "aws_apigateway",
    "aws_alb",
    "azure",
    "gcp_audit",
    "cloudflare_ai",
    "otel_genai",
    "openai_audit",
    "anthropic_activity",
    "entra",
    "auth0",
    "google_workspace",
    "teleport",
    "sshd",
    "ocsf",
    "ecs"
  })
  public String example = "";

  private final AccessEvent.Builder event = new AccessEvent.Builder();
  private byte[] line = {};
  private @Nullable Binding binding;
  private @Nullable Values values;
  private LogFormat.@Nullable RecordParser parser;

  /** Opens the parser. */
  @Setup
  public void open() throws IOException {
    String id = example.split("-", 2)[0];
    boolean mapped = id.equals("json") || id.equals("csv");
    FieldMap map =
        mapped
            ? Examples.map(new String(resource(example + "/map.json"), StandardCharsets.UTF_8))
            : null;
    Redactor redactor = new Redactor("a key for measuring".getBytes(StandardCharsets.UTF_8));
    UnknownKeys unknown = new UnknownKeys(redactor);
    binding = Readings.binding(id, map);
    values = new Values(redactor, unknown);
    LogFormat format = Objects.requireNonNull(Formats.find(id));
    parser = format.parser(binding, values, unknown);
    byte[] log = resource(example + "/accepted.log");
    Framer records = format.framer(new Archive(new ByteArrayInputStream(log)));
    if (format.needsHeader() && records.next()) {
      parser.parse(records.bytes, records.from, records.to, event);
    }
    records.next();
    line = Arrays.copyOfRange(records.bytes, records.from, records.to);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ParserBench.class.getResourceAsStream("/testdata/formats/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
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
