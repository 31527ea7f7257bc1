package org.gatewatch.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration, the roster or an argument is wrong; says everything that is, at once. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  /**
   * @param problems at least one
   */
  public SettingsException(List<Problem> problems) {
    super(problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** In the order of the files. */
  public List<Problem> problems() {
    return problems;
  }
}
