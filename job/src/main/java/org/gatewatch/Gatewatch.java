package org.gatewatch;

/** The command line. */
public final class Gatewatch {
  private Gatewatch() {}

  public static void main(String[] args) {
    System.exit(2);
  }
}
