package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the logs of gateways would mislead into. */
final class GatewayLogsTest {
  @TempDir Path folder;

  private Readings read(String format, String log) {
    return Readings.of(log, folder, Readings.binding(format, null));
  }

  @ParameterizedTest
  @CsvSource({
    "'198.51.100.7', 198.51.100.7",
    "'192.0.2.1, 203.0.113.9', 203.0.113.9", // the first is what the client says of itself
    "'192.0.2.1, 203.0.113.9, 10.0.0.7', 203.0.113.9",
    "'203.0.113.9:4711, 172.16.0.1, 100.64.1.1, ::1, fd00::1, fe80::1', 203.0.113.9:4711",
    "'10.1.1.1, 192.168.0.5', 192.168.0.5",
    "'2001:db8::5, 127.0.0.1, 169.254.0.9', 2001:db8::5",
    "'203.0.113.9, unknown, 10.0.0.7', 10.0.0.7", // nothing before what is no address is believed
    "'unknown', ",
    "'', "
  })
  void theClientIsTheLastAddressOutside(String forwarded, String client) {
    assertEquals(client, Target.client(forwarded));
  }

  @Test
  void aQuoteInAUserAgentNeitherHidesNorForgesAnEnvoyLine() {
    String start = "[2026-03-01T08:00:00.000Z] \"POST /v1/chat HTTP/2\" 200 - 1 2 3 4 ";
    String real = "\"6b1f\" \"models.example.com\" \"10.0.0.1:8443\"";
    for (String agent :
        List.of(
            "x\" 200 \"y", "\" \"", "a\" \"id\" \"host\" \"1.1.1.1", "] \"GET / HTTP/1.1\" 404")) {
      Readings read = read("envoy", start + "\"203.0.113.9\" \"" + agent + "\" " + real + "\n");
      assertEquals(List.of(), read.rejected(), agent);
      AccessEvent event = read.accepted().get(0);
      // With quotes in it, nobody can tell whose words stand before them: no address is believed.
      assertEquals(agent.contains("\" \"") ? null : "203.0.113.9", event.sourceIp());
      assertEquals("/v1/chat", event.text(Field.ENDPOINT));
      assertEquals("models.example.com", event.text(Field.HOST));
      assertEquals("6b1f", event.requestId());
      assertEquals(200, event.number(Field.STATUS, 0));
    }
  }

  @Test
  void aQuoteInAForwardedHeaderForgesNoAddress() {
    String start = "[2026-03-01T08:00:00.000Z] \"POST /v1/chat HTTP/2\" 200 - 1 2 3 4 ";
    String real = "\"curl\" \"6b1f\" \"models.example.com\" \"10.0.0.1:8443\"";
    for (String sent : List.of("192.0.2.66\" \"x", "192.0.2.66\" \"a\" \"b\" \"c\" \"1.1.1.1")) {
      Readings read = read("envoy", start + "\"" + sent + ", 203.0.113.9\" " + real + "\n");
      assertEquals(List.of(), read.rejected(), sent);
      assertNull(read.accepted().get(0).sourceIp(), sent);
      assertNull(read.accepted().get(0).text(Field.IP_CHAIN), sent);
      assertEquals("models.example.com", read.accepted().get(0).text(Field.HOST));
    }
  }

  @Test
  void aLineOfBracketsIsReadOnce() {
    String line = "[".repeat(Framer.LIMIT - 10);
    assertTimeout(
        Duration.ofSeconds(20),
        () -> assertEquals(1, read("envoy", line + "\n").rejected().size()));
  }

  @ParameterizedTest
  @CsvSource({
    "https://h.example?key=abc, h.example, /",
    "https://h.example#x/y, h.example, /",
    "https://kit@h.example:8443/v1/models/m?x=/y#z, h.example:8443, /v1/models/m",
    "https://h.example?u=a@b/c, h.example, /",
    "https://h.example, h.example, /",
    "/v1/chat#top?x, , /v1/chat",
  })
  void neitherQueryNorFragmentOfAUrlIsKept(String url, @Nullable String host, String path) {
    AccessEvent.Builder out = new AccessEvent.Builder();
    Redactor redactor = Redactor.unkeyed();
    Target.url(url, new Values(redactor, new UnknownKeys(redactor)), out);
    assertEquals(host, out.text(Field.HOST));
    assertEquals(path, out.text(Field.ENDPOINT));
  }

  @Test
  void anExportOfSpansIsAsManyEventsAndOneRejectedSpanTakesNoOtherWithIt() {
    StringBuilder spans = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      String tokens = i == 50 ? "\"x\"" : "\"" + i + "\"";
      spans
          .append(i == 0 ? "" : ",")
          .append("{\"traceId\":\"t\",\"spanId\":\"s")
          .append(i)
          .append("\",\"startTimeUnixNano\":\"1772352000120331000\",\"attributes\":[")
          .append("{\"key\":\"gen_ai.request.model\",\"value\":{\"stringValue\":\"m\"}},")
          .append("{\"key\":\"gen_ai.usage.input_tokens\",\"value\":{\"intValue\":")
          .append(tokens)
          .append("}}]}");
    }
    String export = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + spans + "]}]}]}\n";
    Readings read = read("otel_genai", export + export.substring(0, export.length() - 5) + "\n");
    assertEquals(99, read.accepted().size());
    assertEquals(List.of("wrong_type", "not_json"), read.reasons());
    assertEquals(
        99, read.accepted().stream().map(e -> e.text(Field.DEDUPE_KEY)).distinct().count());
    assertTrue(read.accepted().stream().allMatch(e -> e.line() == 1 && e.offset() == 0));
  }

  @Test
  void cachedTokensAreInputTokens() {
    String time =
        "\"timestamp\":\"2026-03-01T08:00:00Z\",\"requestId\":\"r\",\"operation\":\"Converse\"";
    String input = "\"inputTokenCount\":10,\"cacheReadInputTokenCount\":200,";
    Readings read =
        read(
            "bedrock",
            "{\"schemaType\":\"ModelInvocationLog\","
                + time
                + ",\"input\":{"
                + input
                + "\"cacheWriteInputTokenCount\":5}}\n");
    assertEquals(215, read.accepted().get(0).number(Field.INPUT_TOKENS, 0));
    String spend =
        "{\"call_type\":\"completion\",\"startTime\":1772352000,\"prompt_tokens\":%d,\"metadata\":"
            + "{\"usage_object\":{\"cache_read_input_tokens\":200}}}\n";
    for (int[] tokens : new int[][] {{210, 210}, {10, 210}}) { // the whole; the rest alone
      Readings one = read("litellm", spend.replace("%d", Integer.toString(tokens[0])));
      assertEquals(tokens[1], one.accepted().get(0).number(Field.INPUT_TOKENS, 0));
    }
  }

  @Test
  void theBodyOfAPromptIsInNoEventAndNoExcerpt() {
    for (Examples examples : Examples.all()) {
      for (String file : List.of("accepted.log", "rejected.log")) {
        Readings read = Readings.of(examples.folder().resolve(file), examples.binding());
        assertFalse(read.accepted().toString().contains("secret plan"), examples.toString());
        assertFalse(read.rejected().toString().contains("secret plan"), examples.toString());
      }
    }
  }

  @Test
  void aWrapperWithoutItsEndTakesNoFurtherRecordWithIt() {
    String record =
        "{\"id\":\"%d\",\"type\":\"t\",\"actor\":{\"type\":\"user_actor\"},"
            + "\"created_at\":\"2026-03-01T08:00:00Z\"}";
    String log =
        "{\"records\":["
            + record.replace("%d", "1")
            + "],\"more\":{\"a\":[1]}\n"
            + record.replace("%d", "2")
            + "\n";
    assertEquals(2, read("anthropic_activity", log).accepted().size());
  }

  @Test
  void allLogsOfAwsNameARolesSessionAlike() {
    String bedrock =
        "{\"schemaType\":\"ModelInvocationLog\",\"timestamp\":\"2026-03-01T08:00:00Z\","
            + "\"requestId\":\"r\",\"operation\":\"Converse\",\"identity\":{\"arn\":"
            + "\"arn:aws:sts::111122223333:assumed-role/Worker/job-7\"}}\n";
    String trail =
        "{\"eventVersion\":\"1.08\",\"eventTime\":\"2026-03-01T08:00:00Z\",\"eventSource\":"
            + "\"bedrock.amazonaws.com\",\"eventName\":\"Converse\",\"requestID\":\"r\","
            + "\"userIdentity\":{\"type\":\"AssumedRole\",\"arn\":"
            + "\"arn:aws:sts::111122223333:assumed-role/Worker/job-7\",\"accessKeyId\":"
            + "\"ASIAEXAMPLEEXAMPLE01\",\"sessionContext\":{\"sessionIssuer\":{\"arn\":"
            + "\"arn:aws:iam::111122223333:role%s/Worker\"}}}}\n";
    String gateway =
        "{\"requestId\":\"r\",\"requestTimeEpoch\":1772352000000,\"httpMethod\":\"POST\","
            + "\"status\":200,\"accessKey\":\"ASIAEXAMPLEEXAMPLE01\",\"userArn\":"
            + "\"arn:aws:sts::111122223333:assumed-role/Worker/job-7\"}\n";
    for (String log :
        List.of(
            bedrock,
            String.format(Locale.ROOT, trail, ""),
            String.format(Locale.ROOT, trail, "/aws-reserved/sso.amazonaws.com"),
            String.format(Locale.ROOT, trail, "").replace("sessionIssuer", "other"),
            gateway)) {
      String format =
          log.equals(bedrock) ? "bedrock" : log.equals(gateway) ? "aws_apigateway" : "cloudtrail";
      assertEquals(
          "arn:aws:iam::111122223333:role/Worker/job-7",
          read(format, log).accepted().get(0).credentialId(),
          log);
    }
  }

  @Test
  void theKeyOfASessionIsNoCredentialOfAGateway() {
    String line =
        "{\"requestId\":\"r\",\"requestTimeEpoch\":1772352000000,\"httpMethod\":\"POST\","
            + "\"status\":200,\"accessKey\":\"%s\",\"userArn\":"
            + "\"arn:aws:sts::111122223333:assumed-role/Worker/job-7\"}\n";
    String log =
        String.format(Locale.ROOT, line, "ASIAEXAMPLEEXAMPLE01")
            + String.format(Locale.ROOT, line, "AKIAEXAMPLEEXAMPLE01");
    List<AccessEvent> events = read("aws_apigateway", log).accepted();
    assertEquals("arn:aws:iam::111122223333:role/Worker/job-7", events.get(0).credentialId());
    assertEquals("aws_session", events.get(0).text(Field.CREDENTIAL_TYPE));
    assertEquals("AKIAEXAMPLEEXAMPLE01", events.get(1).credentialId());
  }

  @Test
  void aMaskedAddressIsNone() {
    Readings read =
        read(
            "azure",
            "{\"category\":\"RequestResponse\",\"time\":\"2026-03-01T08:00:00.1234567Z\","
                + "\"correlationId\":\"c\",\"callerIpAddress\":\"203.0.113.***\"}\n");
    assertNull(read.accepted().get(0).sourceIp());
    assertEquals(1, read.unknown().get("source_ip: not an address"));
  }
}
