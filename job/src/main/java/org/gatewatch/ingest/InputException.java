package org.gatewatch.ingest;

/** An input that cannot be used: what it is, where it is named, and what was expected. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param where the file, folder, pattern or binding
   * @param what what is wrong with it
   * @param expected what would be right
   */
  public InputException(String where, String what, String expected) {
    super(where + ": " + what + "; expected " + expected);
  }
}
