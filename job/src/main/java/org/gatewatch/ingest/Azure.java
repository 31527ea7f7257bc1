package org.gatewatch.ingest;

import java.util.Locale;
import java.util.Set;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Resource logs of Azure API Management (GatewayLogs, GatewayLlmLogs) and Azure OpenAI
 * (RequestResponse and audit), as diagnostic settings export them: {@code {"records":[...]}} with
 * names in camel case, or rows of Log Analytics, whose columns begin with capitals. Azure OpenAI's
 * own log has masked addresses and no key: put API Management in front of it to know who called.
 */
final class Azure implements LogFormat {
  private static final Set<String> CATEGORIES =
      Set.of(
          "gatewaylogs",
          "gatewayllmlogs",
          "apimanagementgatewayllmlog",
          "requestresponse",
          "azureopenairequestusage");

  private static final Table TABLE =
      new Table("azure", "a resource log's category and correlationId or resourceId")
          .needs("category", "Category", "Type")
          .needs("correlationId", "CorrelationId", "resourceId", "_ResourceId")
          .utc(Field.EVENT_TIME, "time", "TimeGenerated")
          .always(Field.EVENT_TIME_RES_MS, "1")
          .put(Field.REQUEST_ID, "correlationId", "CorrelationId", "properties.correlationId")
          .put(Field.CREDENTIAL_ID, "properties.apimSubscriptionId", "ApimSubscriptionId")
          .put(Field.PRINCIPAL, "properties.userId", "UserId", "properties.objectId")
          .put(
              Field.TENANT,
              "properties.productId",
              "ProductId",
              "resourceId",
              "ResourceId",
              "_ResourceId")
          .put(
              Field.SOURCE_IP,
              "callerIpAddress",
              "CallerIPAddress",
              "CallerIpAddress",
              "properties.callerIpAddress")
          .put(
              Field.USER_AGENT,
              "properties.requestHeaders.User-Agent",
              "properties.requestHeaders.user-agent",
              "properties.userAgent")
          .as("upper", Field.METHOD, "properties.method", "Method")
          .put(Field.OPERATION, "properties.operationId", "OperationId", "operationName")
          .put(
              Field.MODEL,
              "properties.modelDeploymentName",
              "properties.deploymentName",
              "DeploymentName")
          .put(Field.MODEL_RESOLVED, "properties.modelName", "ModelName")
          .put(Field.STATUS, "properties.responseCode", "ResponseCode")
          .put(
              Field.ERROR_CODE,
              "properties.lastErrorReason",
              "properties.lastError.reason",
              "LastErrorReason")
          .put(Field.INPUT_TOKENS, "properties.promptTokens", "PromptTokens")
          .put(Field.OUTPUT_TOKENS, "properties.completionTokens", "CompletionTokens")
          .put(Field.BYTES_IN, "properties.requestSize", "properties.requestLength", "RequestSize")
          .put(
              Field.BYTES_OUT,
              "properties.responseSize",
              "properties.responseLength",
              "ResponseSize")
          .put(Field.LATENCY_MS, "durationMs", "DurationMs", "properties.totalTime", "TotalTime")
          .put(Field.REGION, "location", "Region", "properties.region")
          .also("category", "Category", "Type", "properties.url", "Url", "resourceId")
          .also("resultSignature", "properties.isRequestSuccess", "IsRequestSuccess")
          .also("properties.sequenceNumber", "SequenceNumber", "properties.objectId");

  @Override
  public String id() {
    return "azure";
  }

  @Override
  public String description() {
    return "Azure API Management gateway logs and Azure OpenAI resource logs";
  }

  @Override
  public String detectedBy() {
    return "JSON with the category GatewayLogs, GatewayLlmLogs, RequestResponse or OpenAI's Audit";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    String word = head.toLowerCase(Locale.ROOT);
    if (mapped
        || !(Table.isJsonWith(word, "category") || Table.isJsonWith(word, "type"))
        || !(Table.hasAll(word, "correlationid") || Table.hasAll(word, "resourceid"))) {
      return null;
    }
    for (String category : CATEGORIES) {
      if (Table.hasAll(word, category)) {
        return "the first records are resource logs, one of the category " + category;
      }
    }
    return Table.hasAll(word, "audit") && word.contains("/microsoft.cognitiveservices/")
        ? "the first records are resource logs of Azure OpenAI"
        : null;
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    Table.Reader row = TABLE.reader(binding, values, null);
    return (bytes, from, to, out) -> {
      Problem problem = row.read(bytes, from, to, out);
      return problem == null ? rest(row, values, out) : problem;
    };
  }

  private static @Nullable Problem rest(Table.Reader row, Values values, AccessEvent.Builder out) {
    String category = String.valueOf(row.first("category", "Category", "Type"));
    String word = category.toLowerCase(Locale.ROOT);
    boolean gateway = word.equals("gatewaylogs") || word.equals("apimanagementgatewaylogs");
    if (!gateway && !CATEGORIES.contains(word) && !isAudit(word, row.get("resourceId"))) {
      return new Problem(
          "not_this_format", "expected a category of API Management or Azure OpenAI");
    }
    String part = row.first("properties.sequenceNumber", "SequenceNumber");
    if (Table.Reader.whole(part) > 0) {
      // Tokens stand on each part of a long message: they count once.
      return new Problem("message_part", "a further part of a message: the first one counts");
    }
    out.set(Field.EVENT_TIME_KIND, gateway ? "start" : null);
    row.put(out, Field.DEDUPE_KEY, row.joined(out.text(Field.REQUEST_ID), category, time(out)));
    String object = row.get("properties.objectId");
    if (out.has(Field.CREDENTIAL_ID)) {
      out.set(Field.CREDENTIAL_TYPE, "api_key");
    } else if (object != null) {
      row.put(out, Field.CREDENTIAL_ID, object);
      out.set(Field.CREDENTIAL_TYPE, "service_principal");
    }
    String url = row.first("properties.url", "Url");
    if (url != null) {
      Target.url(url, values, out);
    }
    return outcome(row, values, out);
  }

  /** Two requests of one correlation id are told apart by their time. */
  private static @Nullable String time(AccessEvent.Builder out) {
    return out.has(Field.EVENT_TIME) ? Long.toString(out.number(Field.EVENT_TIME, 0)) : null;
  }

  private static boolean isAudit(String category, @Nullable String resource) {
    return category.equals("audit")
        && resource != null
        && resource.toLowerCase(Locale.ROOT).contains("/microsoft.cognitiveservices/");
  }

  private static @Nullable Problem outcome(
      Table.Reader row, Values values, AccessEvent.Builder out) {
    int code = Table.Reader.whole(row.get("resultSignature"));
    if (!out.has(Field.STATUS) && code >= 100 && code <= 599) {
      return values.whole(out, Field.STATUS, code);
    }
    String success = row.first("properties.isRequestSuccess", "IsRequestSuccess");
    if (!out.has(Field.STATUS) && success != null) {
      out.set(Field.OUTCOME, success.equalsIgnoreCase("true") ? "success" : "failure");
    }
    return null;
  }
}
