package org.gatewatch.detect;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.detect.SafeRegex.CharSet;
import org.gatewatch.detect.SafeRegex.Op;
import org.gatewatch.detect.SafeRegex.Step;

/**
 * Regular expressions to steps: literals, dot, classes, groups, alternatives, {@code * + ?} and
 * counts (lazy ones are the same where only "found or not" is asked), anchors and word boundaries.
 * The rest is refused by name: back references, look-around, possessive quantifiers.
 *
 * <p>Each construct is a list of steps whose targets are relative to its own step, so that lists
 * can be put together and repeated.
 */
final class SafeRegexParser {
  private static final int LONGEST = 1000;
  private static final int DEEPEST = 30;
  private static final int MOST_STEPS = 1000;
  private static final int[] DIGITS = {'0', '9'};
  private static final List<int[]> WORDS =
      List.of(DIGITS, new int[] {'A', 'Z'}, new int[] {'_', '_'}, new int[] {'a', 'z'});
  private static final List<int[]> SPACES = List.of(new int[] {'\t', '\r'}, new int[] {' ', ' '});

  private final String text;
  private String flags;
  private int at;
  private int depth;

  SafeRegexParser(String text, String flags) {
    this.text = text;
    this.flags = flags;
  }

  SafeRegex parse() {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("regular expression longer than " + LONGEST);
    }
    if (text.startsWith("(?") && text.length() > 2 && "ims".indexOf(text.charAt(2)) >= 0) {
      int end = text.indexOf(')');
      String inline = end < 0 ? "" : text.substring(2, end);
      if (!inline.matches("[ims]{1,3}")) {
        throw wrong("(?" + text.charAt(2));
      }
      flags += inline;
      at = end + 1;
    }
    List<Step> out = alternatives();
    if (at < text.length()) {
      throw new IllegalArgumentException("unbalanced ) in a regular expression");
    }
    out.add(new Step(Op.FOUND, CharSet.NONE, 0, 0));
    List<Step> absolute = new ArrayList<>(out.size());
    for (int i = 0; i < out.size(); i++) {
      Step s = out.get(i);
      absolute.add(new Step(s.op(), s.set(), i + s.x(), i + s.y()));
    }
    return new SafeRegex(text, absolute, flags.indexOf('m') >= 0);
  }

  private List<Step> alternatives() {
    if (++depth > DEEPEST) {
      throw new IllegalArgumentException("regular expression nested too deep");
    }
    List<Step> left = sequence();
    while (at < text.length() && text.charAt(at) == '|') {
      at++;
      List<Step> right = sequence();
      List<Step> both = new ArrayList<>();
      both.add(new Step(Op.SPLIT, CharSet.NONE, 1, left.size() + 2));
      both.addAll(left);
      both.add(new Step(Op.JUMP, CharSet.NONE, right.size() + 1, 0));
      both.addAll(right);
      left = checked(both);
    }
    depth--;
    return left;
  }

  private List<Step> sequence() {
    List<Step> out = new ArrayList<>();
    while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
      out.addAll(quantified(atom()));
      checked(out);
    }
    return out;
  }

  private List<Step> atom() {
    char c = text.charAt(at++);
    return switch (c) {
      case '(' -> group();
      case '[' -> set(bracket());
      case '.' -> {
        boolean all = flags.indexOf('s') >= 0;
        yield set(new CharSet(all ? List.of() : List.of(new int[] {'\n', '\n'}), true, false));
      }
      case '^' -> one(Op.START);
      case '$' -> one(Op.END);
      case '\\' -> escape();
      case '*', '+', '?' -> throw new IllegalArgumentException("nothing to repeat before " + c);
      case '{' -> throw new IllegalArgumentException("write \\{ for a brace");
      default -> set(only(c));
    };
  }

  private List<Step> group() {
    if (at < text.length() && text.charAt(at) == '?') {
      if (!text.startsWith("?:", at)) {
        throw wrong("(" + text.substring(at, Math.min(text.length(), at + 2)));
      }
      at += 2;
    }
    List<Step> out = alternatives();
    if (at >= text.length()) {
      throw new IllegalArgumentException("unbalanced ( in a regular expression");
    }
    at++;
    return out;
  }

  private List<Step> quantified(List<Step> atom) {
    if (at >= text.length() || "*+?{".indexOf(text.charAt(at)) < 0) {
      return atom;
    }
    int least = 0;
    int most = Integer.MAX_VALUE;
    char c = text.charAt(at++);
    if (c == '+') {
      least = 1;
    } else if (c == '?') {
      most = 1;
    } else if (c == '{') {
      int end = text.indexOf('}', at);
      String counts = end < 0 ? "" : text.substring(at, end);
      if (!counts.matches("[0-9]{1,4}(,([0-9]{1,4})?)?")) {
        throw new IllegalArgumentException("expected a count such as {2,5}");
      }
      int comma = counts.indexOf(',');
      least = Integer.parseInt(comma < 0 ? counts : counts.substring(0, comma));
      if (comma < 0) {
        most = least;
      } else if (comma + 1 < counts.length()) {
        most = Integer.parseInt(counts.substring(comma + 1));
      }
      if (most < least) {
        throw new IllegalArgumentException("expected a count such as {2,5}");
      }
      at = end + 1;
    }
    if (at < text.length() && text.charAt(at) == '?') {
      at++;
    } else if (at < text.length() && text.charAt(at) == '+') {
      throw new IllegalArgumentException(
          "unsupported in a regular expression: possessive " + c + "+");
    }
    if (at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0) {
      throw new IllegalArgumentException("a quantifier after a quantifier");
    }
    return repeated(atom, least, most);
  }

  private static List<Step> repeated(List<Step> atom, int least, int most) {
    List<Step> out = new ArrayList<>();
    int n = atom.size();
    for (int i = 0; i < least; i++) {
      out.addAll(atom);
      checked(out);
    }
    if (most == Integer.MAX_VALUE) {
      out.add(new Step(Op.SPLIT, CharSet.NONE, 1, n + 2));
      out.addAll(atom);
      out.add(new Step(Op.JUMP, CharSet.NONE, -(n + 1), 0));
    } else {
      for (int i = least; i < most; i++) {
        out.add(new Step(Op.SPLIT, CharSet.NONE, 1, (n + 1) * (most - i)));
        out.addAll(atom);
        checked(out);
      }
    }
    return checked(out);
  }

  private List<Step> escape() {
    if (at >= text.length()) {
      throw new IllegalArgumentException("a backslash at the end of a regular expression");
    }
    char c = text.charAt(at);
    if (c == 'b' || c == 'B') {
      at++;
      return one(c == 'b' ? Op.BOUNDARY : Op.NO_BOUNDARY);
    }
    return set(escaped());
  }

  /** The character or class after a backslash, outside or inside of brackets. */
  private CharSet escaped() {
    char c = text.charAt(at++);
    return switch (c) {
      case 'd', 'D' -> new CharSet(List.of(DIGITS), c == 'D', false);
      case 'w', 'W' -> new CharSet(WORDS, c == 'W', false);
      case 's', 'S' -> new CharSet(SPACES, c == 'S', false);
      case 't' -> only('\t');
      case 'n' -> only('\n');
      case 'r' -> only('\r');
      case 'f' -> only('\f');
      case 'x' -> {
        String hex = text.substring(at, Math.min(text.length(), at + 2));
        if (!hex.matches("[0-9A-Fa-f]{2}")) {
          throw wrong("\\x" + hex);
        }
        at += 2;
        yield only((char) Integer.parseInt(hex, 16));
      }
      default -> {
        if ((c >= '0' && c <= '9') || Character.isLetter(c)) {
          throw wrong("\\" + c);
        }
        yield only(c);
      }
    };
  }

  private CharSet bracket() {
    boolean negated = at < text.length() && text.charAt(at) == '^';
    if (negated) {
      at++;
    }
    List<int[]> ranges = new ArrayList<>();
    boolean first = true;
    while (true) {
      if (at >= text.length()) {
        throw new IllegalArgumentException("unbalanced [ in a regular expression");
      }
      if (text.charAt(at) == ']' && !first) {
        at++;
        return new CharSet(List.copyOf(ranges), negated, flags.indexOf('i') >= 0);
      }
      first = false;
      if (text.startsWith("[:", at) || text.startsWith("&&", at)) {
        throw wrong(text.substring(at, at + 2) + " in a class");
      }
      CharSet low = member();
      boolean range =
          low.ranges().size() == 1
              && low.ranges().get(0)[0] == low.ranges().get(0)[1]
              && at + 1 < text.length()
              && text.charAt(at) == '-'
              && text.charAt(at + 1) != ']';
      if (!range) {
        if (low.negated()) {
          throw new IllegalArgumentException(
              "unsupported in a regular expression: \\D, \\W, \\S in a class");
        }
        ranges.addAll(low.ranges());
        continue;
      }
      at++;
      CharSet high = member();
      int from = low.ranges().get(0)[0];
      int to = high.ranges().get(0)[0];
      if (high.ranges().size() != 1 || high.ranges().get(0)[1] != to || to < from) {
        throw new IllegalArgumentException("expected a range such as a-z");
      }
      ranges.add(new int[] {from, to});
    }
  }

  private CharSet member() {
    char c = text.charAt(at++);
    if (c == '\\' && at < text.length()) {
      return escaped();
    }
    return only(c);
  }

  private CharSet only(char c) {
    return new CharSet(List.of(new int[] {c, c}), false, flags.indexOf('i') >= 0);
  }

  private static List<Step> set(CharSet set) {
    List<Step> out = new ArrayList<>(1);
    out.add(new Step(Op.SET, set, 1, 0));
    return out;
  }

  private static List<Step> one(Op op) {
    List<Step> out = new ArrayList<>(1);
    out.add(new Step(op, CharSet.NONE, 1, 0));
    return out;
  }

  private static List<Step> checked(List<Step> steps) {
    if (steps.size() > MOST_STEPS) {
      throw new IllegalArgumentException("regular expression larger than " + MOST_STEPS + " steps");
    }
    return steps;
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("unsupported in a regular expression: " + what);
  }
}
