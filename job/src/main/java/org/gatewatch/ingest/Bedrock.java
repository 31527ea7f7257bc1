package org.gatewatch.ingest;

import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * The model-invocation log of AWS Bedrock. It names who called but not with which key, from no
 * address: who is the credential, as in CloudTrail. Prompts and answers are embedded in it, and
 * dropped.
 */
final class Bedrock implements LogFormat {
  private static final Table TABLE =
      new Table("bedrock", "schemaType ModelInvocationLog, with requestId and operation")
          .needs("requestId")
          .needs("operation")
          .utc(Field.EVENT_TIME, "timestamp")
          .always(Field.EVENT_TIME_RES_MS, "1000")
          .put(Field.REQUEST_ID, "requestId")
          .put(Field.PRINCIPAL, "identity.arn")
          .put(Field.TENANT, "accountId")
          .put(Field.OPERATION, "operation")
          .put(Field.MODEL, "modelId")
          .put(Field.ERROR_CODE, "errorCode")
          .put(Field.INPUT_TOKENS, "input.inputTokenCount")
          .put(Field.CACHED_TOKENS, "input.cacheReadInputTokenCount")
          .put(Field.CACHE_WRITE_TOKENS, "input.cacheWriteInputTokenCount")
          .put(Field.OUTPUT_TOKENS, "output.outputTokenCount")
          .put(Field.LATENCY_MS, "output.outputBodyJson.metrics.latencyMs")
          .put(Field.REGION, "region")
          .also("schemaType", "identity.arn", "errorCode");

  @Override
  public String id() {
    return "bedrock";
  }

  @Override
  public String description() {
    return "AWS Bedrock model-invocation log";
  }

  @Override
  public String detectedBy() {
    return "JSON with schemaType ModelInvocationLog";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    return !mapped && Table.isJsonWith(head, "schemaType", "ModelInvocationLog")
        ? "the first records have schemaType ModelInvocationLog"
        : null;
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    Table.Reader row = TABLE.reader(binding, values, null);
    return (bytes, from, to, out) -> {
      Problem problem = row.read(bytes, from, to, out);
      return problem == null ? rest(row, out) : problem;
    };
  }

  private static @Nullable Problem rest(Table.Reader row, AccessEvent.Builder out) {
    if (!"ModelInvocationLog".equals(row.get("schemaType"))) {
      return new Problem("not_this_format", "expected schemaType ModelInvocationLog");
    }
    row.put(
        out, Field.DEDUPE_KEY, row.joined(out.text(Field.REQUEST_ID), out.text(Field.OPERATION)));
    String arn = row.get("identity.arn");
    if (arn != null) {
      boolean role = AwsArn.isSession(arn);
      row.put(out, Field.CREDENTIAL_ID, AwsArn.credential(arn));
      out.set(Field.CREDENTIAL_TYPE, role ? "aws_session" : "unknown");
      out.set(Field.PRINCIPAL_TYPE, role ? "role" : "user");
    }
    Table.Reader.addCached(out, true);
    out.set(Field.OUTCOME, Table.Reader.outcome(row.get("errorCode")));
    return null;
  }
}
