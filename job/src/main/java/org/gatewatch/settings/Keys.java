package org.gatewatch.settings;

import java.util.List;

/** The keys of the configuration file, section by section: the same as in the settings schema. */
final class Keys {
  static final List<String> TOP =
      List.of("bindings", "roster", "policy", "budget", "enrichment", "redaction");

  /** Sections that later versions read: refused, as a file that names them expects their effect. */
  static final List<String> NOT_YET =
      List.of("baseline", "suppressions", "verdicts", "sinks", "state");

  static final List<String> BINDING =
      List.of("name", "path", "format", "map", "log_source", "vendor", "time_zone", "max_lateness");

  static final List<String> MAP = List.of("fields", "constants", "null_tokens", "delimiter");

  /** Of one mapped field. */
  static final List<String> FIELD = List.of("path", "unit", "time_format", "zone", "transform");

  static final List<String> ROSTER = List.of("file", "complete");

  static final List<String> POLICY =
      List.of("restricted_models", "denied", "canaries", "indicators");

  static final List<String> RESTRICTED = List.of("name", "launch");
  static final List<String> DENIED = List.of("organisations", "countries", "as_types");
  static final List<String> CANARIES = List.of("credentials", "endpoints", "models", "hosts");
  static final List<String> ENRICHMENT = List.of("files");
  static final List<String> REDACTION = List.of("key_file");

  private Keys() {}
}
