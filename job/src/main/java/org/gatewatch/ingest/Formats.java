package org.gatewatch.ingest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log formats. A new one is one file, one line here and one folder of examples. */
public final class Formats {
  /**
   * In the order in which they are tried by {@link Detection}: the particular before the general.
   */
  static final List<LogFormat> ALL =
      List.of(
          new CloudTrail(),
          new Okta(),
          new Envoy(),
          new LiteLlm(),
          new Kong(),
          new Bedrock(),
          new AwsApiGateway(),
          new AwsAlb(),
          new Azure(),
          new GcpAudit(),
          new CloudflareAi(),
          new OtelGenAi(),
          new OpenAiAudit(),
          new AnthropicActivity(),
          Entra.FORMAT,
          Auth0.FORMAT,
          new GoogleWorkspace(),
          Teleport.FORMAT,
          Ocsf.FORMAT,
          Ecs.FORMAT,
          new Canonical(),
          new Sshd(),
          new Combined(),
          new MappedJson(),
          new MappedCsv());

  private Formats() {}

  /**
   * A format, for people.
   *
   * @param id its name in settings
   * @param description what it reads, in one line
   * @param detectedBy how it is told from the others, in one line
   */
  public record Described(String id, String description, String detectedBy) {}

  /** All formats, in the order in which they are tried. */
  public static List<Described> described() {
    return ALL.stream().map(f -> new Described(f.id(), f.description(), f.detectedBy())).toList();
  }

  /** The ids that a binding may name. */
  public static List<String> ids() {
    return ALL.stream().map(LogFormat::id).toList();
  }

  static @Nullable LogFormat find(String id) {
    for (LogFormat format : ALL) {
      if (format.id().equals(id)) {
        return format;
      }
    }
    return null;
  }

  /** The ids, for messages. */
  static String names() {
    return String.join(", ", ALL.stream().map(LogFormat::id).toList());
  }
}
