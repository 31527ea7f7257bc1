package org.gatewatch.live;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs another main and ends the process when its standard input ends, that is when the process
 * that started it is gone: a killed test leaves nothing behind.
 */
final class Leash {
  private static final int CUT = 9;

  private Leash() {}

  /** The class whose main is run, and its arguments. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread leash = new Thread(Leash::hold, "leash");
    leash.setDaemon(true);
    leash.start();
    Class.forName(args[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
  }

  private static void hold() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever sent.
      }
    } catch (IOException e) {
      // As good as the end.
    }
    Runtime.getRuntime().halt(CUT);
  }
}
