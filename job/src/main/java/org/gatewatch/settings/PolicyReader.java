package org.gatewatch.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gatewatch.detect.Indicator;
import org.gatewatch.detect.Policy;
import org.gatewatch.detect.Rule;
import org.jspecify.annotations.Nullable;

/** The {@code policy} section. */
final class PolicyReader {
  private static final Section.Parser<String> NAME = Values::text;

  private PolicyReader() {}

  /**
   * Reads it.
   *
   * @param sigma the rules that it names, read already
   */
  static Policy read(@Nullable Section policy, List<Rule> sigma, Problems problems) {
    if (policy == null) {
      return Policy.NONE;
    }
    List<Policy.RestrictedModel> restricted = new ArrayList<>();
    for (Section model : policy.sections("restricted_models", Keys.RESTRICTED)) {
      String name = model.required("name", "a model name, * for any text", NAME);
      Long launch = model.required("launch", Values.INSTANT, Values::instant);
      if (name != null && launch != null) {
        restricted.add(new Policy.RestrictedModel(name, launch));
      }
    }
    Section denied = section(policy, "denied", Keys.DENIED, problems);
    Section canaries = section(policy, "canaries", Keys.CANARIES, problems);
    return new Policy(
        restricted,
        denied.texts("organisations"),
        denied.values("countries", Values.COUNTRY, Values::country),
        denied.values(
            "as_types",
            "a text that is not empty",
            raw -> raw.isBlank() ? null : raw.toLowerCase(Locale.ROOT)),
        new Policy.Canaries(
            canaries.texts("credentials"),
            canaries.texts("endpoints"),
            canaries.texts("models"),
            canaries.texts("hosts")),
        policy.values("indicators", "TYPE=VALUE", Indicator::parse),
        sigma);
  }

  private static Section section(Section in, String key, List<String> known, Problems problems) {
    Section found = in.section(key, known);
    return found == null
        ? new Section(
            new Node(Node.Kind.MAPPING, in.line(), "", Map.of(), List.of()), "", known, problems)
        : found;
  }
}
