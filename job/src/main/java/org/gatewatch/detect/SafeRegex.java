package org.gatewatch.detect;

import java.util.Arrays;
import java.util.List;

/**
 * A regular expression that is tried on all states at once (Thompson, "Regular Expression Search
 * Algorithm", CACM 11(6), 1968), so that no text, however hostile, costs more than its length times
 * the expression's; {@link java.util.regex} may take exponential time instead. Found anywhere in
 * the text unless anchored. What cannot be matched this way is refused by {@link SafeRegexParser}.
 *
 * <p>Characters are UTF-16 units.
 */
public final class SafeRegex implements SigmaField.Pattern {
  private static final long serialVersionUID = 1;

  /** What one step of the program does. */
  enum Op {
    /** Consumes a character of the set. */
    SET,
    /** Goes on at both targets. */
    SPLIT,
    JUMP,
    START,
    END,
    BOUNDARY,
    NO_BOUNDARY,
    FOUND
  }

  /**
   * One step.
   *
   * @param set what {@link Op#SET} consumes
   * @param x where to go on
   * @param y where also to go on, of {@link Op#SPLIT}
   */
  record Step(Op op, CharSet set, int x, int y) implements java.io.Serializable {}

  /**
   * Characters.
   *
   * @param ranges pairs of first and last, both included
   * @param anyCase whether a character is in it when its other case is
   */
  record CharSet(List<int[]> ranges, boolean negated, boolean anyCase)
      implements java.io.Serializable {
    static final CharSet NONE = new CharSet(List.of(), false, false);

    boolean contains(char c) {
      boolean in = within(c);
      if (!in && anyCase) {
        char upper = Character.toUpperCase(c);
        in = within(upper) || within(Character.toLowerCase(upper));
      }
      return in != negated;
    }

    private boolean within(char c) {
      for (int i = 0; i < ranges.size(); i++) {
        if (c >= ranges.get(i)[0] && c <= ranges.get(i)[1]) {
          return true;
        }
      }
      return false;
    }
  }

  private final String text;
  private final Step[] steps;
  private final boolean lines;

  SafeRegex(String text, List<Step> steps, boolean lines) {
    this.text = text;
    this.steps = steps.toArray(new Step[0]);
    this.lines = lines;
  }

  /**
   * Compiles an expression.
   *
   * @param flags of {@code i} (any case), {@code m} ({@code ^} and {@code $} at line ends), {@code
   *     s} (a dot takes line ends)
   * @throws IllegalArgumentException naming what is not supported
   */
  public static SafeRegex of(String text, String flags) {
    return new SafeRegexParser(text, flags).parse();
  }

  @Override
  public boolean matches(String in) {
    int[] now = new int[steps.length];
    int[] next = new int[steps.length];
    int[] seen = new int[steps.length]; // the position, + 1, at which a step was last entered
    int[] stack = new int[2 * steps.length + 1];
    int count = 0;
    for (int at = 0; ; at++) {
      // The search may start here as well.
      count = enter(0, in, at, now, count, seen, stack);
      if (count < 0) {
        return true;
      }
      if (at == in.length()) {
        return false;
      }
      int following = 0;
      char c = in.charAt(at);
      for (int i = 0; i < count; i++) {
        Step step = steps[now[i]];
        if (step.set.contains(c)) {
          following = enter(step.x, in, at + 1, next, following, seen, stack);
          if (following < 0) {
            return true;
          }
        }
      }
      int[] swap = now;
      now = next;
      next = swap;
      count = following;
    }
  }

  /** Adds the consuming steps that are reached without consuming; -1 when the end is reached. */
  private int enter(int from, String in, int at, int[] list, int count, int[] seen, int[] stack) {
    int depth = 0;
    int n = count;
    stack[depth++] = from;
    while (depth > 0) {
      int pc = stack[--depth];
      if (seen[pc] == at + 1) {
        continue;
      }
      seen[pc] = at + 1;
      Step step = steps[pc];
      switch (step.op) {
        case SET -> list[n++] = pc;
        case SPLIT -> {
          stack[depth++] = step.y;
          stack[depth++] = step.x;
        }
        case FOUND -> {
          return -1;
        }
        default -> {
          if (step.op == Op.JUMP || holds(step.op, in, at)) {
            stack[depth++] = step.x;
          }
        }
      }
    }
    return n;
  }

  private boolean holds(Op op, String in, int at) {
    return switch (op) {
      case START -> at == 0 || (lines && in.charAt(at - 1) == '\n');
      case END -> at == in.length() || (lines && in.charAt(at) == '\n');
      case BOUNDARY -> word(in, at - 1) != word(in, at);
      default -> word(in, at - 1) == word(in, at);
    };
  }

  private static boolean word(String in, int at) {
    if (at < 0 || at >= in.length()) {
      return false;
    }
    char c = in.charAt(at);
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  @Override
  public String toString() {
    return text + Arrays.stream(steps).map(s -> s.op.name()).toList();
  }
}
