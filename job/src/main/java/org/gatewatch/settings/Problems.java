package org.gatewatch.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong in one file, so that all of it is told at once. */
final class Problems {
  private final String file;

  /** By file, in the order in which the files were opened; shared by all of one load. */
  private final Map<String, List<Problem>> all;

  Problems(String file) {
    this(file, new LinkedHashMap<>());
  }

  private Problems(String file, Map<String, List<Problem>> all) {
    this.file = file;
    this.all = all;
    all.putIfAbsent(file, new ArrayList<>());
  }

  /** Collects for another file, to be told together. */
  Problems in(String otherFile) {
    return new Problems(otherFile, all);
  }

  void add(int line, String where, @Nullable String value, String expected) {
    all.computeIfAbsent(file, any -> new ArrayList<>())
        .add(new Problem(file, line, where, value, expected));
  }

  boolean isEmpty() {
    return all.values().stream().allMatch(List::isEmpty);
  }

  /** Throws when anything was added, by file and line. */
  void raise() throws SettingsException {
    if (!isEmpty()) {
      List<Problem> sorted = new ArrayList<>();
      for (List<Problem> ofFile : all.values()) {
        ofFile.sort(Comparator.comparingInt(Problem::line));
        sorted.addAll(ofFile);
      }
      throw new SettingsException(sorted);
    }
  }
}
