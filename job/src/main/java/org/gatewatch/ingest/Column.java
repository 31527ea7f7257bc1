package org.gatewatch.ingest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What stands under one name of a log that nobody has described. */
final class Column {
  private static final int KEPT = 400;
  private static final int LONGEST = 2000;

  /** Names from the end of a path that say what it is. */
  static final int SEGMENTS = 3;

  private static final Pattern ACRONYM = Pattern.compile("([A-Z]+)([A-Z][a-z])");
  private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");
  private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9]+");

  /** As a field map names it: a column, or a JSON path. */
  final String path;

  /** The first values, without those that mean absent. */
  final List<String> values = new ArrayList<>();

  private final String[] words;
  private final Set<String> distinct = new HashSet<>();

  /** Records that have a value. */
  long count;

  Column(String path) {
    this.path = path;
    words = named(path);
  }

  void add(String raw, Set<String> nulls) {
    String value = raw.strip();
    if (nulls.contains(value)) {
      return;
    }
    count++;
    if (values.size() < KEPT) {
      String kept = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
      values.add(kept);
      distinct.add(kept);
    }
  }

  boolean all(Predicate<String> shape) {
    return !values.isEmpty() && values.stream().allMatch(shape);
  }

  /** The share of the values of that shape, 0 to 1. */
  double share(Predicate<String> shape) {
    return values.isEmpty() ? 0 : (double) values.stream().filter(shape).count() / values.size();
  }

  /** Different values among those kept, as a share, 0 to 1. */
  double distinctness() {
    return values.isEmpty() ? 0 : (double) distinct.size() / values.size();
  }

  int different() {
    return distinct.size();
  }

  /**
   * The name in words: {@code req.clientIP} is {@code req client ip}.
   *
   * @param segments how many names from the end, 1 to {@value #SEGMENTS}
   */
  String words(int segments) {
    return words[segments - 1];
  }

  /** All names of the path, in words. */
  String allWords() {
    return words[SEGMENTS];
  }

  private static String[] named(String path) {
    List<String> names = new ArrayList<>();
    for (Object step : JsonPaths.steps(path)) {
      if (step instanceof String name) {
        names.add(words(name));
      }
    }
    String[] out = new String[SEGMENTS + 1];
    for (int i = 0; i < SEGMENTS; i++) {
      out[i] = String.join(" ", names.subList(Math.max(0, names.size() - i - 1), names.size()));
    }
    out[SEGMENTS] = String.join(" ", names);
    return out;
  }

  /** A single name in words. */
  static String words(String name) {
    String text = HUMP.matcher(ACRONYM.matcher(name).replaceAll("$1 $2")).replaceAll("$1 $2");
    return OTHER.matcher(text).replaceAll(" ").toLowerCase(Locale.ROOT).strip();
  }
}
