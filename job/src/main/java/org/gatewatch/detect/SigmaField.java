package org.gatewatch.detect;

import java.io.Serializable;
import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/** What a Sigma selection says of one field. An absent field matches nothing but its absence. */
public final class SigmaField {
  private SigmaField() {}

  /** A comparison with a text. */
  public interface Pattern extends Serializable {
    /** Whether the whole text is as described. */
    boolean matches(String text);
  }

  /** Presence, or absence. */
  public record Exists(Field field, boolean wanted) implements SigmaTest {
    @Override
    public boolean matches(AccessEvent event) {
      return event.has(field) == wanted;
    }
  }

  /**
   * A field whose text matches; of a list one element. Numbers are compared as they are written.
   */
  public record Matches(Field field, Pattern pattern) implements SigmaTest {
    @Override
    public boolean matches(AccessEvent event) {
      String text = text(event, field);
      if (text == null || field.kind() != Field.Kind.LIST) {
        return text != null && pattern.matches(text);
      }
      int from = 0;
      while (true) {
        int space = text.indexOf(' ', from);
        if (pattern.matches(space < 0 ? text.substring(from) : text.substring(from, space))) {
          return true;
        }
        if (space < 0) {
          return false;
        }
        from = space + 1;
      }
    }
  }

  /** A whole number that is one of a few. */
  public record Whole(Field field, long value) implements SigmaTest {
    @Override
    public boolean matches(AccessEvent event) {
      return event.has(field) && event.number(field, 0) == value;
    }
  }

  /** A number above or below another. */
  public record Compares(Field field, Order order, double bound) implements SigmaTest {
    @Override
    public boolean matches(AccessEvent event) {
      if (!event.has(field)) {
        return false;
      }
      double x =
          field.kind() == Field.Kind.REAL ? event.real(field) : (double) event.number(field, 0);
      return switch (order) {
        case GT -> x > bound;
        case GTE -> x >= bound;
        case LT -> x < bound;
        case LTE -> x <= bound;
      };
    }
  }

  /** How a number is compared; the names are those of the Sigma modifiers. */
  public enum Order {
    GT,
    GTE,
    LT,
    LTE
  }

  /** An address within a block. */
  public record Within(CidrSet blocks) implements Pattern {
    @Override
    public boolean matches(String text) {
      return blocks.contains(text);
    }
  }

  /** The value as a text; null when absent. A list is joined by spaces. */
  static @Nullable String text(AccessEvent event, Field field) {
    if (field.isText()) {
      return event.text(field);
    }
    if (!event.has(field)) {
      return null;
    }
    return switch (field.kind()) {
      case REAL -> Double.toString(event.real(field));
      case FLAG -> event.number(field, 0) != 0 ? "true" : "false";
      default -> Long.toString(event.number(field, 0));
    };
  }

  /** The values of some fields in words, each cut: {@code method GET, status 403}. */
  static String shown(AccessEvent event, List<Field> fields) {
    StringBuilder out = new StringBuilder();
    for (Field field : fields) {
      String text = text(event, field);
      if (text != null) {
        out.append(out.length() == 0 ? "" : ", ").append(field.key().replace('_', ' ')).append(' ');
        out.append(text.length() > 80 ? text.substring(0, 80) + "…" : text);
      }
    }
    return out.toString();
  }
}
