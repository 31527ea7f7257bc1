package org.gatewatch.io;

import java.io.IOException;

/** An output could not be written; the message names the file and the reason. */
public final class OutputException extends IOException {
  private static final long serialVersionUID = 1;

  public OutputException(String message) {
    super(message);
  }

  public OutputException(String message, Throwable cause) {
    super(message, cause);
  }
}
