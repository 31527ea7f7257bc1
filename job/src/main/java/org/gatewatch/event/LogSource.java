package org.gatewatch.event;

/** Whose log a record is from. Declared by the binding, never guessed from content. */
public enum LogSource {
  /** The lab's own gateway. */
  GATEWAY("gateway"),
  /** A third party that reaches the model through its own environment. */
  VENDOR("vendor");

  private final String text;

  LogSource(String text) {
    this.text = text;
  }

  /** The value of {@code log_source} in files. */
  public String text() {
    return text;
  }
}
