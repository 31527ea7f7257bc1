package org.gatewatch.settings;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gatewatch.detect.Rule;
import org.gatewatch.event.Roster;
import org.gatewatch.judge.Controls;
import org.gatewatch.judge.Declared;
import org.jspecify.annotations.Nullable;

/**
 * All that is declared at one time, thing by thing. Things stand in the order in which they were
 * first declared: a row that is put between two others comes behind them.
 */
public final class ControlState {
  private final Map<ControlEntry.Kind, LinkedHashMap<String, String>> said =
      new EnumMap<>(ControlEntry.Kind.class);

  ControlState() {}

  void put(ControlEntry.Kind kind, String id, String json) {
    said.computeIfAbsent(kind, any -> new LinkedHashMap<>()).put(id, json);
  }

  void remove(ControlEntry.Kind kind, String id) {
    all(kind).remove(id);
  }

  private Map<String, String> all(ControlEntry.Kind kind) {
    Map<String, String> all = said.get(kind);
    return all == null ? new LinkedHashMap<>() : all;
  }

  /** The same with changes. */
  ControlState with(List<ControlEntry> changes) {
    ControlState out = new ControlState();
    said.forEach((kind, all) -> out.said.put(kind, new LinkedHashMap<>(all)));
    for (ControlEntry change : changes) {
      String put = change.put();
      if (put == null) {
        out.remove(change.kind(), change.id());
      } else {
        out.put(change.kind(), change.id(), put);
      }
    }
    return out;
  }

  /** What turns this into another: of each kind what goes, then what comes or changes. */
  public List<ControlEntry> to(ControlState other) {
    List<ControlEntry> out = new ArrayList<>();
    for (ControlEntry.Kind kind : ControlEntry.Kind.values()) {
      Map<String, String> before = all(kind);
      Map<String, String> after = other.all(kind);
      for (String id : before.keySet()) {
        if (!after.containsKey(id)) {
          out.add(new ControlEntry(kind, id, null));
        }
      }
      after.forEach(
          (id, json) -> {
            if (!json.equals(before.get(id))) {
              out.add(new ControlEntry(kind, id, json));
            }
          });
    }
    return out;
  }

  /** Whether the same is declared, in whatever order. */
  public boolean sameAs(ControlState other) {
    return to(other).isEmpty();
  }

  /** What changes say, such as {@code roster: 2 changed, 1 removed}; changes lead from here. */
  public String summary(List<ControlEntry> changes) {
    Map<String, int[]> counts = new TreeMap<>();
    for (ControlEntry change : changes) {
      int[] count = counts.computeIfAbsent(change.kind().title(), any -> new int[3]);
      int at = change.put() == null ? 2 : all(change.kind()).containsKey(change.id()) ? 1 : 0;
      count[at]++;
    }
    List<String> out = new ArrayList<>();
    counts.forEach(
        (title, count) -> {
          List<String> parts = new ArrayList<>();
          String[] what = {" new", " changed", " removed"};
          for (int i = 0; i < what.length; i++) {
            if (count[i] > 0) {
              parts.add(count[i] + what[i]);
            }
          }
          out.add(title + ": " + String.join(", ", parts));
        });
    return String.join("; ", out);
  }

  /**
   * What it means.
   *
   * @param like whose roster is the same, null when none is known to be
   * @param file where it is recorded, for what is wrong
   * @throws SettingsException with everything that is wrong
   */
  Declared declared(@Nullable Roster like, String file) throws SettingsException {
    Problems problems = new Problems(file);
    TreeMap<String, Node> top = new TreeMap<>();
    one(ControlEntry.Kind.POLICY, top, problems);
    Node holidays = node(all(ControlEntry.Kind.HOLIDAYS).get(""), problems);
    if (holidays != null) {
      top.put("baseline", holidays);
    }
    List<Node> suppressions = new ArrayList<>();
    for (String json : all(ControlEntry.Kind.SUPPRESSION).values()) {
      Node node = node(json, problems);
      if (node != null) {
        suppressions.add(node);
      }
    }
    top.put("suppressions", Node.list(1, suppressions));
    Section section = new Section(Node.mapping(top), "", Keys.TOP, problems);
    Section policy = section.section("policy", Keys.POLICY);
    Map<String, String> sigma = new LinkedHashMap<>();
    all(ControlEntry.Kind.SIGMA)
        .forEach((id, json) -> sigma.put(id, value(json, "text", problems)));
    List<Rule> rules = SigmaFiles.read(sigma, problems);
    String verdicts = String.join("\n", all(ControlEntry.Kind.VERDICT).values());
    Declared out =
        new Declared(
            like == null ? roster(section, problems) : like,
            PolicyReader.read(policy, rules, problems),
            new Controls(
                VerdictsReader.read(verdicts, problems),
                ControlsReader.suppressions(section, rules.stream().map(Rule::id).toList()),
                policy == null ? List.of() : ControlsReader.events(policy)));
    problems.raise();
    return out;
  }

  private void one(ControlEntry.Kind kind, Map<String, Node> to, Problems problems) {
    Node node = node(all(kind).get(""), problems);
    if (node != null) {
      to.put(kind.text(), node);
    }
  }

  private Roster roster(Section top, Problems problems) {
    StringBuilder csv = new StringBuilder(String.join(",", RosterReader.COLUMNS)).append('\n');
    for (String json : all(ControlEntry.Kind.ROSTER).values()) {
      Node row = node(json, problems);
      if (row == null) {
        continue;
      }
      String comma = "";
      for (String column : RosterReader.COLUMNS) {
        Node cell = row.entries().get(column);
        String text = cell == null ? "" : cell.text();
        csv.append(comma).append('"').append(text.replace("\"", "\"\"")).append('"');
        comma = ",";
      }
      csv.append('\n');
    }
    boolean complete =
        "true".equals(value(all(ControlEntry.Kind.COMPLETE).get(""), "complete", problems));
    return SettingsLoader.withHolidays(
        new Roster(RosterReader.read(csv.toString(), problems), complete),
        top.section("baseline", Keys.BASELINE));
  }

  private static String value(@Nullable String json, String key, Problems problems) {
    Node node = node(json, problems);
    Node value = node == null ? null : node.entries().get(key);
    return value == null ? "" : value.text();
  }

  private static @Nullable Node node(@Nullable String json, Problems problems) {
    return json == null ? null : NodeReader.read(json, /* json= */ true, problems);
  }
}
