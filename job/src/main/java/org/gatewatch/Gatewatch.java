package org.gatewatch;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "gatewatch",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Finds misused credentials in the access logs of a restricted AI model.",
    subcommands = {
      ReplayCommand.class,
      WatchCommand.class,
      ExplainCommand.class,
      BaselineCommand.class,
      ReportCommand.class,
      ExportCommand.class,
      PivotCommand.class,
      EvaluateCommand.class,
      FormatsCommand.class,
      ValidateCommand.class,
      VerdictCommand.class,
      SchemaCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Gatewatch {
  /** Done. */
  static final int OK = 0;

  /** The run failed. */
  static final int FAILED = 1;

  /** Wrong usage or configuration. */
  static final int USAGE = 2;

  /** A finding of at least the severity of {@code --fail-on} exists. */
  static final int FOUND = 3;

  Gatewatch() {}

  public static void main(String[] args) {
    int code;
    try {
      code = run(args);
    } catch (Throwable e) {
      System.err.println("gatewatch: " + Failure.message(e));
      code = FAILED;
    }
    System.out.flush();
    System.err.flush();
    // Flink's threads would keep the process alive.
    System.exit(code);
  }

  /** Runs a command as the shell would; returns its exit code. */
  public static int run(String... args) {
    CommandLine line = new CommandLine(new Gatewatch());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          PrintWriter err = command.getErr();
          err.println("gatewatch: " + Failure.message(e));
          err.flush();
          return Failure.isUsage(e) ? USAGE : FAILED;
        });
    line.setParameterExceptionHandler(
        (e, parsed) -> {
          CommandLine command = e.getCommandLine();
          PrintWriter err = command.getErr();
          err.println("gatewatch: " + e.getMessage());
          if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("try: " + command.getCommandSpec().qualifiedName() + " --help");
          }
          err.flush();
          return USAGE;
        });
    if (args.length == 0) {
      line.usage(line.getErr());
      return USAGE;
    }
    return line.execute(args);
  }
}
