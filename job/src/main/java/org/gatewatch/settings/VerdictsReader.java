package org.gatewatch.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Verdict;
import org.jspecify.annotations.Nullable;

/** The verdicts file: one JSON object a line; of a finding the last line counts. */
final class VerdictsReader {
  private static final String TEXT = "a text that is not empty";

  private VerdictsReader() {}

  /** All verdicts that are right, in the order of their lines; what is wrong is a problem. */
  static List<Verdict> read(String text, Problems problems) {
    return read(text, problems, Sources.UNTOLD);
  }

  /** As above; the sources are told of each line. */
  static List<Verdict> read(String text, Problems problems, Sources sources) {
    Map<String, Verdict> last = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      // A line counts its own lines from 1, so its problems are moved to where it stands.
      Problems own = new Problems("");
      Node node = NodeReader.read(line, true, own);
      Verdict v = node == null ? null : verdict(new Section(node, "", Keys.VERDICT, own));
      try {
        own.raise();
        if (v != null && node != null) {
          sources.verdict(v.finding(), node);
          last.remove(v.finding());
          last.put(v.finding(), v);
        }
      } catch (SettingsException e) {
        for (Problem p : e.problems()) {
          problems.add(number, p.where(), p.value(), p.expected());
        }
      }
    }
    return new ArrayList<>(last.values());
  }

  private static @Nullable Verdict verdict(Section s) {
    String finding = s.required("finding", "the uid of a finding", Values::text);
    String credential = s.required("credential", TEXT, Values::text);
    Finding.Lane lane = s.required("lane", "rule or behaviour", VerdictsReader::lane);
    String analytic = s.required("analytic", TEXT, Values::text);
    Long from = s.required("from", Values.INSTANT, Values::instant);
    Long to = s.required("to", Values.INSTANT, Values::instant);
    Verdict.Kind kind =
        s.required("verdict", "benign, malicious or expected", VerdictsReader::kind);
    String by = s.required("by", TEXT, Values::text);
    String reason = s.required("reason", TEXT, Values::text);
    s.value("as_of", Values.INSTANT, Values::instant);
    s.value("given_at", Values.INSTANT, Values::instant);
    List<Verdict.Observed> evidence = new ArrayList<>();
    for (Section one : s.sections("evidence", Keys.EVIDENCE)) {
      String signal = one.required("signal", TEXT, Values::text);
      String observed = one.required("observed", TEXT, Values::text);
      if (signal != null && observed != null) {
        evidence.add(new Verdict.Observed(signal, observed));
      }
    }
    if (from != null && to != null && to < from) {
      s.wrong(
          "to", java.time.Instant.ofEpochMilli(to).toString(), "expected a time not before from");
      return null;
    }
    if (finding == null
        || credential == null
        || lane == null
        || analytic == null
        || from == null
        || to == null
        || kind == null
        || by == null
        || reason == null) {
      return null;
    }
    return new Verdict(finding, credential, lane, analytic, kind, from, to, evidence, by, reason);
  }

  private static Finding.@Nullable Lane lane(String raw) {
    return switch (raw) {
      case "rule" -> Finding.Lane.RULE;
      case "behaviour" -> Finding.Lane.BEHAVIOUR;
      default -> null;
    };
  }

  private static Verdict.@Nullable Kind kind(String raw) {
    for (Verdict.Kind kind : Verdict.Kind.values()) {
      if (kind.text().equals(raw)) {
        return kind;
      }
    }
    return null;
  }
}
