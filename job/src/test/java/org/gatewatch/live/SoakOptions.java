package org.gatewatch.live;

import java.nio.file.Path;

/**
 * What {@code scripts/soak} is told.
 *
 * @param rate lines a second, 0 = as many as are read
 * @param speed event time that passes in a second, s
 * @param program {@code scripts/gatewatch}
 */
record SoakOptions(
    double minutes, int credentials, long rate, String backend, int speed, Path program) {

  /**
   * @throws IllegalArgumentException with what was expected
   */
  static SoakOptions of(String[] args) {
    double minutes = 10;
    int credentials = 20_000;
    long rate = 1000;
    String backend = "heap";
    int speed = 60;
    for (int i = 1; i < args.length; i += 2) {
      String name = args[i];
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(name + ": expected a value; see --help");
      }
      String value = args[i + 1];
      switch (name) {
        case "--minutes" -> minutes = number(name, value, 0.2, 100_000);
        case "--credentials" -> credentials = (int) number(name, value, 1, 8_000_000);
        case "--rate" -> rate = value.equals("max") ? 0 : (long) number(name, value, 1, 10_000_000);
        case "--speed" -> speed = (int) number(name, value, 1, 3600);
        case "--backend" -> {
          if (!value.equals("heap") && !value.equals("rocksdb")) {
            throw new IllegalArgumentException(name + ": " + value + ": expected heap or rocksdb");
          }
          backend = value;
        }
        default -> throw new IllegalArgumentException("unknown option " + name + "; see --help");
      }
    }
    return new SoakOptions(minutes, credentials, rate, backend, speed, Path.of(args[0]));
  }

  private static double number(String name, String value, double least, double most) {
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        name
            + ": "
            + value
            + ": expected a number from "
            + (long) Math.ceil(least)
            + " to "
            + (long) most);
  }

  long lengthMs() {
    return Math.round(minutes * 60_000);
  }
}
