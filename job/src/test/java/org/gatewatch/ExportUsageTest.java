package org.gatewatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gatewatch.report.AlertFormats;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportUsageTest {
  private static final Path GOLDEN = Path.of("../testdata/vendor-incident");

  @TempDir private Path out;

  @BeforeEach
  void anEarlierRun() throws IOException {
    Path alerts = Path.of("../testdata/incident/alerts.jsonl");
    Files.copy(alerts, out.resolve("alerts.jsonl"));
    Files.copy(GOLDEN.resolve("cases.jsonl"), out.resolve("cases.jsonl"));
  }

  @Test
  void everyFormatPrintsTheSameBytesEachTime() {
    for (String format : AlertFormats.ids()) {
      Object[] arguments =
          format.equals("stix")
              ? new Object[] {"export", out, "--format", format, "--cases"}
              : new Object[] {"export", out, "--format", format};
      CommandRun run = CommandRun.of(arguments);
      assertEquals(0, run.code(), run.err());
      assertTrue(run.out().endsWith("\n") && run.out().length() > 1000, format);
      assertEquals(run.out(), CommandRun.of(arguments).out(), format);
    }
  }

  @Test
  void ocsfIsTheFileItself() throws IOException {
    CommandRun run = CommandRun.of("export", out, "--format", "ocsf");
    assertEquals(Files.readString(out.resolve("alerts.jsonl")), run.out());
    CommandRun cases = CommandRun.of("export", out, "--format", "ocsf", "--cases");
    assertEquals(Files.readString(out.resolve("cases.jsonl")), cases.out());
  }

  @Test
  void onlyWhatIsGraveEnoughIsPrinted() {
    long all = rows("--format", "csv");
    long alerts = rows("--format", "csv", "--alerts-only");
    long critical = rows("--format", "csv", "--min-severity", "critical", "--alerts-only");
    assertTrue(all > alerts && alerts > critical && critical > 0, all + " " + alerts);
    assertEquals(11, alerts);
  }

  private long rows(String... options) {
    Object[] arguments = new Object[options.length + 2];
    arguments[0] = "export";
    arguments[1] = out;
    System.arraycopy(options, 0, arguments, 2, options.length);
    CommandRun run = CommandRun.of(arguments);
    assertEquals(0, run.code(), run.err());
    return run.out().lines().count() - 1;
  }

  @Test
  void wrongUsageIsToldInOneMessage() throws IOException {
    refused("no format \"cfe\": expected one of ocsf, ecs, cef", "--format", "cfe");
    refused("--format: stix is for cases: add --cases", "--format", "stix");
    refused("--format: cef is for findings: leave out --cases", "--format", "cef", "--cases");
    refused("Missing required option: '--format=F'");
    refused("--min-severity", "--format", "cef", "--min-severity", "awful");
    Files.writeString(out.resolve("alerts.jsonl"), "{\"class_uid\":2004}\n");
    refused("alerts.jsonl:1: no OCSF finding", "--format", "cef");
    Files.delete(out.resolve("alerts.jsonl"));
    refused("holds no alerts.jsonl", "--format", "cef");
  }

  private void refused(String message, String... options) {
    Object[] arguments = new Object[options.length + 2];
    arguments[0] = "export";
    arguments[1] = out;
    System.arraycopy(options, 0, arguments, 2, options.length);
    CommandRun run = CommandRun.of(arguments);
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertEquals(List.of(), run.out().lines().toList());
  }
}
