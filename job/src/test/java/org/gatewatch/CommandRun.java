package org.gatewatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a command printed, and how it ended.
 *
 * @param code exit code
 */
record CommandRun(int code, String out, String err) {
  /** Runs a command in this process; paths among the arguments as they are. */
  static CommandRun of(Object... arguments) {
    PrintStream formerOut = System.out;
    PrintStream formerErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code;
    try {
      System.setOut(new PrintStream(out, true, UTF_8));
      System.setErr(new PrintStream(err, true, UTF_8));
      code = Gatewatch.run(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    } finally {
      System.setOut(formerOut);
      System.setErr(formerErr);
    }
    return new CommandRun(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** What went to standard error, with a folder's path left out. */
  String errWithout(Path folder) {
    return err.replace(folder + "/", "");
  }

  boolean showsAStackTrace() {
    return (out + err).contains("\tat ") || (out + err).contains("Exception");
  }
}
