package org.gatewatch.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Fields as Sigma rules name them: the canonical names, and those that rules for proxies, web
 * servers and CloudTrail use for the same.
 */
final class SigmaFields {
  private static final Map<String, Field> ALIASES =
      Map.ofEntries(
          Map.entry("c-ip", Field.SOURCE_IP),
          Map.entry("src_ip", Field.SOURCE_IP),
          Map.entry("ClientIP", Field.SOURCE_IP),
          Map.entry("SourceIp", Field.SOURCE_IP),
          Map.entry("sourceIPAddress", Field.SOURCE_IP),
          Map.entry("c-port", Field.SOURCE_PORT),
          Map.entry("src_port", Field.SOURCE_PORT),
          Map.entry("cs-method", Field.METHOD),
          Map.entry("sc-status", Field.STATUS),
          Map.entry("cs-user-agent", Field.USER_AGENT),
          Map.entry("c-useragent", Field.USER_AGENT),
          Map.entry("userAgent", Field.USER_AGENT),
          Map.entry("c-uri", Field.ENDPOINT),
          Map.entry("cs-uri", Field.ENDPOINT),
          Map.entry("cs-uri-stem", Field.ENDPOINT),
          Map.entry("cs-host", Field.HOST),
          Map.entry("cs-bytes", Field.BYTES_IN),
          Map.entry("sc-bytes", Field.BYTES_OUT),
          Map.entry("User", Field.PRINCIPAL),
          Map.entry("user", Field.PRINCIPAL),
          Map.entry("UserName", Field.PRINCIPAL),
          Map.entry("cs-username", Field.PRINCIPAL),
          Map.entry("eventName", Field.OPERATION),
          Map.entry("errorCode", Field.ERROR_CODE),
          Map.entry("awsRegion", Field.REGION));

  private static final List<String> NAMES = Arrays.stream(Field.values()).map(Field::key).toList();

  private SigmaFields() {}

  /** The field of that name, or null. */
  static @Nullable Field of(String name) {
    Field field = Field.of(name);
    return field == null ? ALIASES.get(name) : field;
  }

  /** What to say of a name that is none. */
  static String unknown(String name) {
    String near = Nearest.of(name, NAMES);
    return "unknown field "
        + name
        + (near == null
            ? "; see gatewatch schema access-event"
            : "; did you mean \"" + near + "\"?");
  }
}
