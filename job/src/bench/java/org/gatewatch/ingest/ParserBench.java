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
  /** Id of the format. */
  @Param({
    "canonical",
    "combined",
    "json",
    "cloudtrail",
    "okta",
    "envoy",
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
    "anthropic_activity"
  })
  public String format = "";

  private final AccessEvent.Builder event = new AccessEvent.Builder();
  private byte[] line = {};
  private @Nullable Binding binding;
  private @Nullable Values values;
  private LogFormat.@Nullable RecordParser parser;

  /** Opens the parser. */
  @Setup
  public void open() throws IOException {
    String example = format.equals("json") ? "json-kong" : format;
    line = first(resource(example + "/accepted.log"));
    FieldMap map =
        format.equals("json")
            ? Examples.map(new String(resource(example + "/map.json"), StandardCharsets.UTF_8))
            : null;
    Redactor redactor = new Redactor("a key for measuring".getBytes(StandardCharsets.UTF_8));
    UnknownKeys unknown = new UnknownKeys(redactor);
    binding = Readings.binding(format, map);
    values = new Values(redactor, unknown);
    parser = Objects.requireNonNull(Formats.find(format)).parser(binding, values, unknown);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ParserBench.class.getResourceAsStream("/testdata/formats/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  /** The first record of an example. */
  private byte[] first(byte[] log) throws IOException {
    LogFormat found = Objects.requireNonNull(Formats.find(format));
    Framer framer = found.framer(new Archive(new ByteArrayInputStream(log)));
    framer.next();
    return Arrays.copyOfRange(framer.bytes, framer.from, framer.to);
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
