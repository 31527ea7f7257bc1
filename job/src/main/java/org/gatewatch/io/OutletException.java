package org.gatewatch.io;

/** Why nothing was sent, in words that hold no secret. */
final class OutletException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OutletException(String message) {
    super(message);
  }
}
