package org.gatewatch.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gatewatch.detect.SigmaGlob;
import org.gatewatch.detect.SigmaTest;

/**
 * The condition of a rule (Sigma rules specification 2.0.0, "Condition"): names of selections,
 * {@code not} before {@code and} before {@code or}, parentheses, {@code 1 of} and {@code all of} a
 * pattern or {@code them}, which leaves out names that begin with an underscore.
 */
final class SigmaCondition {
  private static final Pattern TOKEN = Pattern.compile("\\s*([()|]|[^\\s()|]+)");
  private static final int DEEPEST = 50;
  private static final int LONGEST = 10_000;

  private final Map<String, SigmaTest> selections;
  private final List<String> tokens = new ArrayList<>();
  private int at;
  private int depth;

  /**
   * @param selections by name, in the order of the rule
   */
  SigmaCondition(String text, Map<String, SigmaTest> selections) {
    this.selections = selections;
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("longer than " + LONGEST + " characters");
    }
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.lookingAt()) {
      tokens.add(matcher.group(1));
      matcher.region(matcher.end(), text.length());
    }
  }

  /**
   * @throws IllegalArgumentException naming what is wrong or not supported
   */
  SigmaTest parse() {
    if (tokens.contains("|")) {
      throw new IllegalArgumentException(
          "unsupported Sigma condition: | with an aggregation; write a correlation");
    }
    SigmaTest out = or();
    if (at < tokens.size()) {
      throw new IllegalArgumentException("expected and, or, or the end before " + tokens.get(at));
    }
    return out;
  }

  private SigmaTest or() {
    if (++depth > DEEPEST) {
      throw new IllegalArgumentException("nested too deep");
    }
    List<SigmaTest> parts = new ArrayList<>(List.of(and()));
    while (next("or")) {
      parts.add(and());
    }
    depth--;
    return parts.size() == 1 ? parts.get(0) : new SigmaTest.Any(parts);
  }

  private SigmaTest and() {
    List<SigmaTest> parts = new ArrayList<>(List.of(not()));
    while (next("and")) {
      parts.add(not());
    }
    return parts.size() == 1 ? parts.get(0) : new SigmaTest.All(parts);
  }

  private SigmaTest not() {
    boolean negated = false;
    while (next("not")) {
      negated = !negated;
    }
    SigmaTest out = single();
    return negated ? new SigmaTest.Not(out) : out;
  }

  private SigmaTest single() {
    if (next("(")) {
      SigmaTest out = or();
      if (!next(")")) {
        throw new IllegalArgumentException("expected )");
      }
      return out;
    }
    if (at == tokens.size()) {
      throw new IllegalArgumentException("expected a selection at the end");
    }
    String word = tokens.get(at++);
    if (next("of")) {
      return of(word.toLowerCase(Locale.ROOT));
    }
    SigmaTest found = selections.get(word);
    if (found == null) {
      throw new IllegalArgumentException("no selection has the name " + word);
    }
    return found;
  }

  private SigmaTest of(String quantity) {
    if (at == tokens.size()) {
      throw new IllegalArgumentException("expected them or names after " + quantity + " of");
    }
    String which = tokens.get(at++);
    boolean them = which.equals("them");
    SigmaGlob pattern = SigmaGlob.of(which, false, false, true);
    List<SigmaTest> parts = new ArrayList<>();
    selections.forEach(
        (name, test) -> {
          if (them ? !name.startsWith("_") : pattern.matches(name)) {
            parts.add(test);
          }
        });
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("no selection has a name like " + which);
    }
    return switch (quantity) {
      case "1", "any" -> new SigmaTest.Any(parts);
      case "all" -> new SigmaTest.All(parts);
      default ->
          throw new IllegalArgumentException("unsupported Sigma condition: " + quantity + " of");
    };
  }

  private boolean next(String word) {
    boolean found = at < tokens.size() && tokens.get(at).toLowerCase(Locale.ROOT).equals(word);
    at += found ? 1 : 0;
    return found;
  }
}
