package org.gatewatch.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.gatewatch.detect.RuleLabel;
import org.gatewatch.detect.SigmaRule;
import org.jspecify.annotations.Nullable;

/**
 * What a Sigma rule says of itself (Sigma rules specification 2.0.0, "Components").
 *
 * @param id of the finding: the rule's id, else its title in letters, digits and dashes
 * @param references what a correlation may call it: id, name
 */
record SigmaHead(String id, List<String> references, RuleLabel label) {
  private static final Set<String> COMMON =
      Set.of(
          "title",
          "id",
          "name",
          "status",
          "level",
          "description",
          "tags",
          "falsepositives",
          "references",
          "related",
          "author",
          "date",
          "modified",
          "license",
          "fields");

  private static final List<String> STATUS =
      List.of("stable", "test", "experimental", "deprecated", "unsupported");
  private static final List<String> LEVELS =
      List.of("informational", "low", "medium", "high", "critical");
  private static final Set<String> LOGSOURCE =
      Set.of("category", "product", "service", "definition");
  private static final int LONGEST_TITLE = 256;
  private static final int LONGEST_ADVICE = 600;
  private static final int MOST_TECHNIQUES = 20;

  /** Null when something is wrong, which is then among the problems. */
  static @Nullable SigmaHead read(Node rule, Problems problems, boolean correlation) {
    for (Map.Entry<String, Node> entry : rule.entries().entrySet()) {
      String key = entry.getKey();
      boolean own =
          correlation
              ? key.equals("correlation") || key.equals("generate")
              : key.equals("logsource") || key.equals("detection");
      if (!own && !COMMON.contains(key)) {
        problems.add(entry.getValue().line(), key, null, "unsupported Sigma key " + key);
      }
    }
    Section head = new Section(rule, "", List.copyOf(rule.entries().keySet()), problems);
    String title =
        head.required(
            "title",
            "a title of up to " + LONGEST_TITLE + " characters",
            raw -> raw.isBlank() || raw.length() > LONGEST_TITLE ? null : raw.strip());
    String id =
        head.value(
            "id",
            "a UUID, or up to 64 letters, digits, dots, dashes and underscores",
            raw -> raw.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}") ? raw : null);
    String name = head.text("name");
    one(head, "status", STATUS);
    String level = one(head, "level", LEVELS);
    if (!correlation) {
      logsource(head);
    }
    if (title == null) {
      return null;
    }
    List<String> references = new ArrayList<>();
    if (id != null) {
      references.add(id);
    }
    if (name != null) {
      references.add(name);
    }
    RuleLabel label =
        new RuleLabel(
            title,
            1 + (level == null ? LEVELS.indexOf("medium") : LEVELS.indexOf(level)),
            advice(head),
            techniques(head.texts("tags")));
    return new SigmaHead(
        SigmaRule.PREFIX + (id == null ? slug(title) : id), List.copyOf(references), label);
  }

  private static @Nullable String one(Section head, String key, List<String> known) {
    return head.value(
        key, "one of " + String.join(", ", known), raw -> known.contains(raw) ? raw : null);
  }

  /** Which events a rule means is the field names' to say; but a rule without it is none. */
  private static void logsource(Section head) {
    Node source = head.get("logsource");
    if (source == null) {
      head.wrong("logsource", null, "missing: expected category, product or service");
    } else if (source.kind() != Node.Kind.MAPPING
        || source.entries().keySet().stream().noneMatch(k -> !k.equals("definition"))
        || !LOGSOURCE.containsAll(source.entries().keySet())) {
      head.wrong("logsource", null, "expected a mapping with category, product or service");
    }
  }

  /** Tags such as {@code attack.t1078.004}; others say nothing to a finding. */
  private static List<String> techniques(List<String> tags) {
    List<String> out = new ArrayList<>();
    for (String tag : tags) {
      String id = tag.toLowerCase(Locale.ROOT);
      if (id.matches("attack\\.t[0-9]{4}(\\.[0-9]{3})?") && out.size() < MOST_TECHNIQUES) {
        out.add(id.substring("attack.".length()).toUpperCase(Locale.ROOT));
      }
    }
    return out.stream().distinct().toList();
  }

  private static String advice(Section head) {
    String said = head.text("description");
    List<String> harmless = head.texts("falsepositives");
    StringBuilder out = new StringBuilder();
    out.append(said == null ? "Look at the cited requests; the rule says no more." : said.strip());
    if (!harmless.isEmpty()) {
      out.append(" Known to be harmless: ").append(String.join(", ", harmless)).append('.');
    }
    return out.length() > LONGEST_ADVICE ? out.substring(0, LONGEST_ADVICE) + "…" : out.toString();
  }

  private static String slug(String title) {
    String out =
        title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return out.isEmpty() ? "untitled" : out.substring(0, Math.min(64, out.length()));
  }
}
