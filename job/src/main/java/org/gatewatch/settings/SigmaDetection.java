package org.gatewatch.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gatewatch.detect.SigmaRule;
import org.gatewatch.detect.SigmaTest;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/** The {@code detection} of a rule: selections and the condition over them. */
final class SigmaDetection {
  private static final String HERE = "detection";
  private static final int SHOWN = 6;

  private final Problems problems;
  private final Set<Field> fields = new LinkedHashSet<>();
  private boolean wrong;

  private SigmaDetection(Problems problems) {
    this.problems = problems;
  }

  /** Null when something is wrong. */
  static @Nullable SigmaRule rule(SigmaFiles.Document document, SigmaHead head) {
    SigmaDetection reader = new SigmaDetection(document.problems());
    Node detection = document.node().entries().get(HERE);
    if (detection == null || detection.kind() != Node.Kind.MAPPING) {
      reader.wrong(
          detection == null ? document.node().line() : detection.line(),
          HERE,
          "missing: expected selections and a condition, or a correlation");
      return null;
    }
    SigmaTest test = reader.read(detection);
    return test == null
        ? null
        : new SigmaRule(
            head.id(),
            head.label(),
            test,
            reader.fields.stream().limit(SHOWN).toList(),
            document.digest());
  }

  private @Nullable SigmaTest read(Node detection) {
    Map<String, SigmaTest> selections = new LinkedHashMap<>();
    for (Map.Entry<String, Node> entry : detection.entries().entrySet()) {
      String name = entry.getKey();
      if (name.equals("condition")) {
        continue;
      }
      String where = HERE + "." + name;
      if (name.equals("timeframe")) {
        wrong(
            entry.getValue().line(), where, "unsupported Sigma key timeframe; write a correlation");
      } else if (!name.matches("[A-Za-z0-9_-]{1,100}")) {
        wrong(entry.getValue().line(), where, "expected a name of letters, digits, - and _");
      } else {
        selections.put(name, selection(entry.getValue(), where));
      }
    }
    Node condition = detection.entries().get("condition");
    String where = HERE + ".condition";
    if (condition == null || condition.kind() == Node.Kind.NULL) {
      wrong(detection.line(), where, "missing: expected a condition over the selections");
    } else if (condition.kind() == Node.Kind.LIST) {
      wrong(condition.line(), where, "unsupported Sigma condition: a list; write several rules");
    } else if (condition.kind() == Node.Kind.SCALAR && !wrong) {
      try {
        return new SigmaCondition(condition.text(), selections).parse();
      } catch (IllegalArgumentException e) {
        wrong(condition.line(), where, String.valueOf(e.getMessage()));
      }
    } else if (!wrong) {
      wrong(condition.line(), where, "expected a condition over the selections");
    }
    return null;
  }

  private SigmaTest selection(Node node, String where) {
    if (node.kind() == Node.Kind.MAPPING) {
      return mapping(node, where);
    }
    List<SigmaTest> parts = new ArrayList<>();
    if (node.kind() == Node.Kind.LIST) {
      for (Node item : node.items()) {
        if (item.kind() == Node.Kind.MAPPING) {
          parts.add(mapping(item, where));
        } else {
          keywords(item, where);
          break;
        }
      }
    } else {
      keywords(node, where);
    }
    if (parts.isEmpty() && !wrong) {
      wrong(node.line(), where, "expected fields and values");
    }
    return new SigmaTest.Any(parts);
  }

  private void keywords(Node node, String where) {
    wrong(node.line(), where, "unsupported Sigma keywords: a value needs a field");
  }

  private SigmaTest mapping(Node node, String where) {
    List<SigmaTest> parts = new ArrayList<>();
    for (Map.Entry<String, Node> entry : node.entries().entrySet()) {
      String place = where + "." + entry.getKey();
      try {
        SigmaItem item = SigmaItem.of(entry.getKey());
        fields.add(item.field());
        parts.add(item.test(entry.getValue()));
      } catch (SigmaItem.Refused e) {
        wrong(e.line() == 0 ? entry.getValue().line() : e.line(), place, e.text());
      }
    }
    if (parts.isEmpty() && !wrong) {
      wrong(node.line(), where, "expected fields and values");
    }
    return new SigmaTest.All(parts);
  }

  private void wrong(int line, String where, String expected) {
    wrong = true;
    problems.add(line, where, null, expected);
  }
}
