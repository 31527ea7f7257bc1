package org.gatewatch.ingest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Guesses what the columns of an unknown log are, by their names and by what stands in them. Each
 * pair of field and column that fits gets points (a name that is the field's own 100, less for a
 * rarer one; values alone up to 45), and pairs are taken from the best on, each field and each
 * column once.
 */
final class Guesser {
  /** Values whose look is enough, whatever the column is called, and what they earn. */
  private static final Map<Field, Integer> BY_LOOK =
      Map.of(Field.METHOD, 45, Field.USER_AGENT, 42, Field.SOURCE_IP, 40, Field.ENDPOINT, 38);

  private final Columns columns;

  private record Fit(Field field, Column column, int points, String why) {}

  Guesser(Columns columns) {
    this.columns = columns;
  }

  /** The guesses, in the order of {@link Field}; empty when no column is a time. */
  List<Guess> all() {
    List<Fit> fits = new ArrayList<>();
    for (Column column : columns.all()) {
      if (column.values.isEmpty()) {
        continue;
      }
      if (TimeShape.of(column.values) != null) {
        GuessRules times = GuessRules.TIMES.get(0);
        int points = points(times, column);
        boolean mostly = column.count >= 0.9 * columns.records(); // a line without is rejected
        if (!times.excluded().matcher(column.allWords()).find() && mostly) {
          fits.add(new Fit(Field.EVENT_TIME, column, Math.max(points, 10), why(points)));
        }
      }
      for (GuessRules rule : GuessRules.ALL) {
        Fit fit = fit(rule, column);
        if (fit != null) {
          fits.add(fit);
        }
      }
    }
    fits.sort(Comparator.comparingInt((Fit f) -> -f.points)); // stable: the first column wins a tie
    Set<Field> taken = EnumSet.noneOf(Field.class);
    Set<Column> used = new HashSet<>();
    List<Guess> out = new ArrayList<>();
    for (Fit fit : fits) {
      if (!taken.contains(fit.field) && !used.contains(fit.column)) {
        taken.add(fit.field);
        used.add(fit.column);
        out.add(guess(fit));
      }
    }
    out.sort(Comparator.comparing(Guess::field));
    return taken.contains(Field.EVENT_TIME) ? out : List.of();
  }

  private @Nullable Fit fit(GuessRules rule, Column column) {
    Field field = rule.field();
    if (!column.all(rule.needed()) || rule.excluded().matcher(column.allWords()).find()) {
      return null;
    }
    int points = points(rule, column);
    if (field == Field.REQUEST_ID && column.distinctness() < 0.9 && columns.records() > 5) {
      return null;
    }
    if (points == 0) {
      Integer look = BY_LOOK.get(field);
      boolean looks =
          switch (field) {
            case USER_AGENT -> column.share(Shapes::agent) > 0.8;
            default -> true;
          };
      return look != null && looks ? new Fit(field, column, look, "by its values") : null;
    }
    return new Fit(field, column, points + bonus(field, column), why(points));
  }

  private static String why(int points) {
    return points == 0 ? "by its values" : "by its name";
  }

  /** A number that is a status is rather that than an outcome, and so on. */
  private static int bonus(Field field, Column column) {
    return switch (field) {
      case STATUS, METHOD, ENDPOINT, SOURCE_IP, OUTCOME -> 6;
      case IP_CHAIN -> 3;
      case USER_AGENT -> column.share(Shapes::agent) > 0.8 ? 6 : -20;
      default -> 0;
    };
  }

  /** 100 for the field's own name, less for a rarer one; 0 for another. */
  private static int points(GuessRules rule, Column column) {
    int best = 0;
    for (int i = 0; i < rule.names().size(); i++) {
      for (int segments = 1; segments <= Column.SEGMENTS; segments++) {
        String words = column.words(segments);
        if (rule.names().get(i).matcher(words).matches()) {
          // A longer name that fits says more: "usage input tokens" rather than "input".
          best = Math.max(best, 100 - 8 * i + segments - 1);
        }
      }
    }
    return best;
  }

  private Guess guess(Fit fit) {
    Column column = fit.column;
    String why = fit.why;
    return switch (fit.field) {
      case EVENT_TIME -> time(column, why);
      case LATENCY_MS -> latency(column, why);
      case SOURCE_IP -> address(column, why);
      case ENDPOINT -> {
        boolean query = column.share(v -> v.indexOf('?') >= 0) > 0;
        yield guess(
            fit, query ? "no_query" : null, query ? "; the query is cut off" : look(column));
      }
      case CREDENTIAL_ID -> {
        boolean raw = looksRaw(column);
        yield guess(
            fit, raw ? "hmac" : null, raw ? "; hashed: it may be the key itself" : look(column));
      }
      default -> guess(fit, null, look(column));
    };
  }

  private static Guess guess(Fit fit, @Nullable String transform, String more) {
    FieldMap.Source source =
        new FieldMap.Source(List.of(fit.column.path), null, null, null, transform);
    return new Guess(fit.field, source, fit.why + more);
  }

  private static Guess time(Column column, String why) {
    TimeShape shape = java.util.Objects.requireNonNull(TimeShape.of(column.values));
    FieldMap.Source source =
        new FieldMap.Source(
            List.of(column.path), shape.unit(), shape.format(), shape.zoned() ? null : "UTC", null);
    String zone = shape.zoned() ? "" : "; UTC is assumed: SET THE ZONE";
    return new Guess(Field.EVENT_TIME, source, why + ": " + shape.reason() + zone);
  }

  /** A port behind the address is taken, too. */
  private static Guess address(Column column, String why) {
    FieldMap.Source source = new FieldMap.Source(List.of(column.path), null, null, null, null);
    boolean port = column.share(v -> Address.portColon(v) > 0) > 0;
    return new Guess(Field.SOURCE_IP, source, why + ": addresses" + (port ? " with a port" : ""));
  }

  /** The range of numbers, the variety of texts: for whoever checks the guess. */
  private static String look(Column column) {
    if (!column.all(Shapes::number)) {
      return ": " + column.different() + " different in " + column.values.size();
    }
    List<BigDecimal> sorted = column.values.stream().map(BigDecimal::new).sorted().toList();
    BigDecimal last = sorted.get(sorted.size() - 1);
    return ": " + sorted.get(0).toPlainString() + " to " + last.toPlainString();
  }

  /** Whether it is the secret and no name of it, and the field map would not see that itself. */
  private static boolean looksRaw(Column column) {
    String words = column.words(1);
    if (Redactor.isSecretName(words.replace(' ', '_')) && !Redactor.isSecretName(column.path)) {
      return true;
    }
    boolean named = words.matches(".*\\b(?:id|alias|name|hash|fingerprint|ref|serial)");
    Predicate<String> opaque = v -> v.matches("[A-Za-z0-9_+/=.-]{20,}") && v.matches(".*\\d.*");
    return !named && !Redactor.isSecretName(column.path) && column.share(opaque) > 0.8;
  }

  private static Guess latency(Column column, String why) {
    String unit = unitOf(column.words(1));
    String how = ": " + unit;
    if (unit.isEmpty()) {
      List<BigDecimal> sorted =
          column.values.stream().map(BigDecimal::new).filter(v -> v.signum() > 0).sorted().toList();
      double middle = sorted.isEmpty() ? 1 : sorted.get(sorted.size() / 2).doubleValue();
      boolean fractions = column.share(v -> v.indexOf('.') >= 0) > 0.5;
      unit = fractions && middle < 100 ? "s" : middle < 1e6 ? "ms" : middle < 1e9 ? "us" : "ns";
      how = ": " + unit + ", by the size of the numbers";
    }
    FieldMap.Source source = new FieldMap.Source(List.of(column.path), unit, null, null, null);
    return new Guess(Field.LATENCY_MS, source, why + how);
  }

  private static String unitOf(String words) {
    String last = words.substring(words.lastIndexOf(' ') + 1);
    return switch (last) {
      case "ms", "msec", "millis", "milliseconds" -> "ms";
      case "s", "sec", "secs", "seconds" -> "s";
      case "us", "usec", "micros", "microseconds" -> "us";
      case "ns", "nanos", "nanoseconds" -> "ns";
      default -> "";
    };
  }
}
