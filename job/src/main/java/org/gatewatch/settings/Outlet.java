package org.gatewatch.settings;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gatewatch.judge.Severity;
import org.jspecify.annotations.Nullable;

/**
 * One place that findings are sent to while watching, an entry of {@code sinks}.
 *
 * @param name unique; its state in a savepoint goes by it
 * @param url where to; null when it is a secret, or for types without
 * @param secretUrl where the address is found; null when it is no secret
 * @param token where the key of the receiver is found; null when it needs none
 * @param host of syslog; null for other types
 * @param port of syslog
 * @param format id of the encoding
 * @param least findings and cases below are not sent
 * @param alertsOnly without the digest
 * @param cases whether cases are sent too
 * @param index of Splunk or Elasticsearch; null = the receiver's own
 * @param caFile PEM certificates to trust instead of Java's; null = Java's
 * @param brokers of Kafka, comma-separated; null for other types
 * @param topic of Kafka; null for other types
 * @param properties of Kafka's producer
 */
public record Outlet(
    String name,
    Type type,
    @Nullable String url,
    @Nullable Secret secretUrl,
    @Nullable Secret token,
    @Nullable String host,
    int port,
    String format,
    Severity least,
    boolean alertsOnly,
    boolean cases,
    @Nullable String index,
    @Nullable String caFile,
    @Nullable String brokers,
    @Nullable String topic,
    Map<String, String> properties)
    implements Serializable {

  public Outlet {
    properties = new TreeMap<>(properties); // serializable whatever came in
  }

  /** What receives. */
  @SuppressWarnings("ImmutableEnumChecker") // the lists are List.of
  public enum Type {
    WEBHOOK(
        "webhook",
        List.of("ocsf", "ecs", "cef", "leef", "stix"),
        List.of("url", "url_env", "url_file", "token_env", "token_file", "ca_file")),
    SPLUNK_HEC(
        "splunk_hec",
        List.of("splunk_hec"),
        List.of("url", "token_env", "token_file", "index", "ca_file")),
    ELASTICSEARCH(
        "elasticsearch",
        List.of("ecs", "ocsf"),
        List.of("url", "token_env", "token_file", "index", "ca_file")),
    PAGERDUTY(
        "pagerduty", List.of("pagerduty"), List.of("url", "token_env", "token_file", "ca_file")),
    SLACK("slack", List.of("slack"), List.of("url_env", "url_file", "ca_file")),
    TEAMS("teams", List.of("teams"), List.of("url_env", "url_file", "ca_file")),
    SYSLOG("syslog", List.of("cef", "leef", "ocsf"), List.of("host", "port", "ca_file")),
    KAFKA("kafka", List.of("ocsf", "ecs"), List.of("brokers", "topic", "properties"));

    private final String text;
    private final List<String> formats;
    private final List<String> own;

    Type(String text, List<String> formats, List<String> own) {
      this.text = text;
      this.formats = formats;
      this.own = own;
    }

    /** Its name in the configuration. */
    public String text() {
      return text;
    }

    /** What it can send, the default first. */
    public List<String> formats() {
      return formats;
    }

    /** Its keys beside those of all types. */
    List<String> own() {
      return own;
    }

    /**
     * Whether each message rings or is read by a person: then a finding is told when it is first
     * sent, when it becomes graver and when it ends, and not for each revision.
     */
    public boolean rings() {
      return this == PAGERDUTY || this == SLACK || this == TEAMS;
    }
  }
}
