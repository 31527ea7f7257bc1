package org.gatewatch.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gatewatch.detect.CidrSet;
import org.gatewatch.detect.SafeRegex;
import org.gatewatch.detect.SigmaField;
import org.gatewatch.detect.SigmaGlob;
import org.gatewatch.detect.SigmaTest;
import org.gatewatch.event.Field;

/**
 * One line of a selection: a field, its modifiers, and what it is compared with (Sigma modifiers
 * appendix 2.1.0). Texts are compared in any case unless {@code cased}; regular expressions with
 * case unless {@code re|i}.
 *
 * @param kind {@code contains}, {@code re} and so on; empty for a plain value
 * @param flags of a regular expression
 * @param all whether every value must match, not one
 */
record SigmaItem(Field field, String kind, String flags, boolean all, boolean cased) {
  private static final Set<String> KINDS =
      Set.of(
          "contains", "startswith", "endswith", "re", "cidr", "gt", "gte", "lt", "lte", "exists");
  private static final int MOST_VALUES = 10_000;

  /** Says what is not supported; the line is 0 where it is that of the key. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;

    Refused(int line, String text) {
      super(text);
      this.line = line;
    }

    int line() {
      return line;
    }

    String text() {
      return String.valueOf(getMessage());
    }
  }

  /** Reads a key such as {@code user_agent|contains|all}. */
  static SigmaItem of(String key) throws Refused {
    String[] parts = key.split("\\|", -1);
    if (parts[0].isEmpty()) {
      throw new Refused(0, "unsupported Sigma keywords: a value needs a field");
    }
    String kind = "";
    StringBuilder flags = new StringBuilder();
    boolean all = false;
    boolean cased = false;
    for (int i = 1; i < parts.length; i++) {
      String modifier = parts[i];
      if (KINDS.contains(modifier)) {
        if (!kind.isEmpty()) {
          throw new Refused(
              0, "the Sigma modifiers " + kind + " and " + modifier + " exclude each other");
        }
        kind = modifier;
      } else if (modifier.equals("all")) {
        all = true;
      } else if (modifier.equals("cased")) {
        cased = true;
      } else if (kind.equals("re") && modifier.matches("[ims]")) {
        flags.append(modifier);
      } else {
        throw new Refused(0, "unsupported Sigma modifier " + modifier);
      }
    }
    if (cased && !Set.of("", "contains", "startswith", "endswith").contains(kind)) {
      throw new Refused(0, "the Sigma modifiers " + kind + " and cased exclude each other");
    }
    Field field = SigmaFields.of(parts[0]);
    if (field == null) {
      throw new Refused(0, SigmaFields.unknown(parts[0]));
    }
    if (field.kind() == Field.Kind.TIME) {
      throw new Refused(0, "unsupported Sigma field " + field.key() + ": times are not compared");
    }
    return new SigmaItem(field, kind, flags.toString(), all, cased);
  }

  /** What the item asks of an event. */
  SigmaTest test(Node value) throws Refused {
    List<Node> values = value.kind() == Node.Kind.LIST ? value.items() : List.of(value);
    if (values.isEmpty() || values.size() > MOST_VALUES) {
      throw new Refused(0, "expected 1 to " + MOST_VALUES + " values");
    }
    List<SigmaTest> parts = new ArrayList<>();
    for (Node one : values) {
      parts.add(single(one));
    }
    if (all && parts.size() == 1) {
      throw new Refused(0, "the Sigma modifier all needs several values");
    }
    if (parts.size() == 1) {
      return parts.get(0);
    }
    return all ? new SigmaTest.All(parts) : new SigmaTest.Any(parts);
  }

  private SigmaTest single(Node value) throws Refused {
    if (value.kind() == Node.Kind.NULL) {
      if (!kind.isEmpty()) {
        throw new Refused(value.line(), "null goes without the Sigma modifier " + kind);
      }
      return new SigmaField.Exists(field, false);
    }
    if (value.kind() != Node.Kind.SCALAR) {
      throw new Refused(value.line(), "expected a value or a list of values");
    }
    String text = value.text();
    if (text.isEmpty()) {
      throw new Refused(value.line(), "expected null: a field is absent, never empty");
    }
    if (text.length() > 10_000) {
      throw new Refused(value.line(), "expected a value of up to 10000 characters");
    }
    return switch (kind) {
      case "exists" -> new SigmaField.Exists(field, flag(value));
      case "gt", "gte", "lt", "lte" -> compared(value);
      case "cidr" -> {
        if (!field.isText() || !CidrSet.isBlock(text)) {
          throw new Refused(
              value.line(), "expected a CIDR block for an address, such as 192.0.2.0/24");
        }
        yield new SigmaField.Matches(field, new SigmaField.Within(new CidrSet(List.of(text))));
      }
      case "re" -> {
        try {
          yield new SigmaField.Matches(field, SafeRegex.of(text, flags));
        } catch (IllegalArgumentException e) {
          throw new Refused(value.line(), String.valueOf(e.getMessage()));
        }
      }
      default -> plain(value, text);
    };
  }

  private SigmaTest plain(Node value, String text) throws Refused {
    if (field.kind() == Field.Kind.FLAG) {
      return new SigmaField.Whole(field, flag(value) ? 1 : 0);
    }
    boolean wild = text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    if (field.kind() == Field.Kind.WHOLE && kind.isEmpty() && !wild) {
      if (!text.matches("[0-9]{1,18}")) {
        throw new Refused(value.line(), "expected a whole number for " + field.key());
      }
      return new SigmaField.Whole(field, Long.parseLong(text));
    }
    boolean before = kind.equals("contains") || kind.equals("endswith");
    boolean after = kind.equals("contains") || kind.equals("startswith");
    return new SigmaField.Matches(field, SigmaGlob.of(text, before, after, cased));
  }

  private SigmaTest compared(Node value) throws Refused {
    if (field.kind() != Field.Kind.WHOLE && field.kind() != Field.Kind.REAL) {
      throw new Refused(
          0, "the Sigma modifier " + kind + " needs a number; " + field.key() + " is none");
    }
    if (!value.text().matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?")) {
      throw new Refused(value.line(), "expected a number");
    }
    return new SigmaField.Compares(
        field,
        SigmaField.Order.valueOf(kind.toUpperCase(Locale.ROOT)),
        Double.parseDouble(value.text()));
  }

  private static boolean flag(Node value) throws Refused {
    Boolean flag = Values.flag(value.text().toLowerCase(Locale.ROOT));
    if (flag == null) {
      throw new Refused(value.line(), "expected true or false");
    }
    return flag;
  }
}
