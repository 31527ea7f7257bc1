package org.gatewatch.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gatewatch.detect.SigmaCount;
import org.gatewatch.detect.SigmaRule;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * One correlation (Sigma correlation rules specification 2.0.0): {@code event_count} and {@code
 * value_count} over one credential, at least so many. Others are refused by name.
 */
final class SigmaCorrelation {
  private static final String HERE = "correlation";
  private static final Set<String> KEYS =
      Set.of("type", "rules", "group-by", "timespan", "condition", "generate");
  private static final Pattern TIMESPAN = Pattern.compile("([1-9][0-9]{0,6})([smhd])");
  private static final long LONGEST = 30L * 24 * 3_600_000;

  private final SigmaFiles.Document document;
  private final SigmaHead head;
  private final Map<String, SigmaRule> rules;
  private final Set<String> correlations;
  private final Problems problems;
  private boolean wrong;

  /**
   * @param rules by id and name
   * @param correlations ids and names of the correlations
   */
  SigmaCorrelation(
      SigmaFiles.Document document,
      SigmaHead head,
      Map<String, SigmaRule> rules,
      Set<String> correlations) {
    this.document = document;
    this.head = head;
    this.rules = rules;
    this.correlations = correlations;
    this.problems = document.problems();
  }

  /**
   * Null when something is wrong.
   *
   * @param counted takes the rules that are not to speak for themselves
   */
  @Nullable SigmaCount read(Set<SigmaRule> counted) {
    Section top =
        new Section(document.node(), "", List.copyOf(document.node().entries().keySet()), problems);
    Node node = top.get(HERE);
    if (node == null || node.kind() != Node.Kind.MAPPING) {
      top.wrong(HERE, null, "expected a mapping with type, rules, group-by, timespan, condition");
      return null;
    }
    for (Map.Entry<String, Node> entry : node.entries().entrySet()) {
      if (!KEYS.contains(entry.getKey())) {
        refuse(
            entry.getValue(),
            entry.getKey(),
            "unsupported Sigma correlation key " + entry.getKey());
      }
    }
    Section section = new Section(node, HERE, List.copyOf(node.entries().keySet()), problems);
    String type = section.required("type", "event_count or value_count", Values::text);
    if (type != null && !type.equals("event_count") && !type.equals("value_count")) {
      refuse(node, "type", "unsupported Sigma correlation type " + type);
    }
    List<SigmaRule> over = new ArrayList<>();
    for (String name : section.texts("rules")) {
      SigmaRule rule = rules.get(name);
      if (rule != null) {
        over.add(rule);
      } else if (correlations.contains(name)) {
        refuse(node, "rules", "unsupported: a correlation of the correlation " + name);
      } else {
        refuse(node, "rules", "no rule of policy.sigma has the id or name " + name);
      }
    }
    if (section.texts("rules").isEmpty()) {
      refuse(node, "rules", "missing: expected ids or names of rules");
    }
    List<String> group = section.texts("group-by");
    if (group.size() != 1 || SigmaFields.of(group.get(0)) != Field.CREDENTIAL_ID) {
      refuse(node, "group-by", "unsupported Sigma group-by: only [credential_id] is counted by");
    }
    Long timespan =
        section.required("timespan", "1s to 30d, such as 10m", SigmaCorrelation::timespan);
    Section where = section.get("generate") == null ? top : section;
    Boolean generate = where.value("generate", "true or false", Values::flag);
    Section condition = condition(section, node);
    if (wrong || type == null || timespan == null || condition == null) {
      return null;
    }
    Integer least = least(condition);
    Field field = field(condition, type.equals("value_count"));
    if (wrong || least == null) {
      return null;
    }
    if (!Boolean.TRUE.equals(generate)) {
      counted.addAll(over);
    }
    return new SigmaCount(head.id(), head.label(), over, timespan, least, field, document.digest());
  }

  /** At least so many, for fewer can be said of a stretch of time only when it is over. */
  private @Nullable Section condition(Section section, Node node) {
    Node found = section.get("condition");
    if (found == null || found.kind() != Node.Kind.MAPPING) {
      refuse(node, "condition", "missing: expected {gte: N}");
      return null;
    }
    List<String> keys = List.copyOf(found.entries().keySet());
    for (String key : keys) {
      if (!Set.of("gte", "gt", "field").contains(key)) {
        refuse(node, "condition", "unsupported Sigma correlation condition " + key);
      }
    }
    if (keys.contains("gte") && keys.contains("gt")) {
      refuse(node, "condition", "expected gte or gt, not both");
    }
    return section.section("condition", keys);
  }

  private @Nullable Integer least(Section condition) {
    boolean more = condition.get("gte") == null;
    return condition.required(
        more && condition.get("gt") != null ? "gt" : "gte",
        "a whole number from 1 to " + SigmaCount.MOST,
        raw -> {
          int n = raw.matches("[0-9]{1,5}") ? Integer.parseInt(raw) + (more ? 1 : 0) : 0;
          return n >= 1 && n <= SigmaCount.MOST ? n : null;
        });
  }

  private @Nullable Field field(Section condition, boolean values) {
    String name = condition.text("field");
    Field field = name == null ? null : SigmaFields.of(name);
    if (values && field == null) {
      problems.add(
          condition.line(),
          HERE + ".condition.field",
          name,
          name == null
              ? "missing: expected the field whose values are counted"
              : SigmaFields.unknown(name));
      wrong = true;
    }
    if (!values && name != null) {
      problems.add(condition.line(), HERE + ".condition.field", name, "only of value_count");
      wrong = true;
    }
    return values ? field : null;
  }

  private void refuse(Node at, String key, String why) {
    wrong = true;
    Node found = at.entries().get(key);
    problems.add((found == null ? at : found).line(), HERE + "." + key, null, why);
  }

  private static @Nullable Long timespan(String raw) {
    Matcher matcher = TIMESPAN.matcher(raw);
    if (!matcher.matches()) {
      return null;
    }
    long unit =
        switch (matcher.group(2)) {
          case "s" -> 1000;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          default -> 86_400_000;
        };
    long ms = Long.parseLong(matcher.group(1)) * unit;
    return ms <= LONGEST ? ms : null;
  }
}
