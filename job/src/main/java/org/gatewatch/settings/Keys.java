package org.gatewatch.settings;

import java.util.List;

/** The keys of the configuration file, section by section: the same as in the settings schema. */
final class Keys {
  static final List<String> TOP =
      List.of(
          "bindings",
          "roster",
          "policy",
          "budget",
          "suppressions",
          "verdicts",
          "baseline",
          "enrichment",
          "redaction",
          "sinks",
          "watch");

  static final List<String> BINDING =
      List.of(
          "name",
          "path",
          "topic",
          "brokers",
          "kafka",
          "format",
          "map",
          "log_source",
          "vendor",
          "time_zone",
          "max_lateness",
          "year");

  static final List<String> WATCH =
      List.of("state", "state_backend", "checkpoint_every", "idle_after", "metrics_port");

  static final List<String> MAP = List.of("fields", "constants", "null_tokens", "delimiter");

  /** Of one mapped field. */
  static final List<String> FIELD = List.of("path", "unit", "time_format", "zone", "transform");

  static final List<String> ROSTER = List.of("file", "complete");

  static final List<String> POLICY =
      List.of("restricted_models", "denied", "canaries", "indicators", "declared_events", "sigma");

  static final List<String> EVENT =
      List.of(
          "kind",
          "from",
          "to",
          "credentials",
          "peer_groups",
          "names",
          "volume",
          "networks",
          "hours",
          "time_zone");

  static final List<String> SUPPRESSION =
      List.of(
          "id",
          "credential",
          "peer_group",
          "analytic",
          "type",
          "network",
          "owner",
          "reason",
          "expires_at");

  /** Of one line of the verdicts file. */
  static final List<String> VERDICT =
      List.of(
          "finding",
          "credential",
          "lane",
          "analytic",
          "from",
          "to",
          "evidence",
          "verdict",
          "by",
          "reason",
          "as_of",
          "given_at");

  /** Of one line of the record of what was declared. */
  static final List<String> CONTROL = List.of("effective", "kind", "id", "put", "removed");

  static final List<String> EVIDENCE = List.of("signal", "observed");

  static final List<String> RESTRICTED = List.of("name", "launch");
  static final List<String> DENIED = List.of("organisations", "countries", "as_types");
  static final List<String> CANARIES = List.of("credentials", "endpoints", "models", "hosts");
  static final List<String> BASELINE = List.of("holidays");
  static final List<String> HOLIDAY = List.of("dates", "zones", "peer_groups");
  static final List<String> ENRICHMENT = List.of("files");
  static final List<String> REDACTION = List.of("key_file");

  private Keys() {}
}
