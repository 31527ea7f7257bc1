package org.gatewatch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.gatewatch.evaluate.JsonLines;
import org.gatewatch.ingest.InputException;
import org.gatewatch.report.HtmlData;
import org.gatewatch.report.HtmlReport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes {@code report.html} of what else lies in an output directory. */
final class ReportFile {
  static final String NAME = "report.html";

  private static final JsonMapper JSON = new JsonMapper();
  private static final String HEADER = "credential,day,gateway_lines,vendor_lines";

  private final Path out;

  private ReportFile(Path out) {
    this.out = out;
  }

  /**
   * Writes the file anew.
   *
   * @throws InputException when a file of the directory is missing or not as a replay writes it
   * @throws IOException when it cannot be written
   */
  static void write(Path out) throws IOException {
    Files.writeString(out.resolve(NAME), new ReportFile(out).html(), StandardCharsets.UTF_8);
  }

  private String html() throws IOException {
    HtmlData data = new HtmlData();
    JsonLines.each(file("alerts.jsonl"), row -> data.finding(row.row()));
    if (Files.isRegularFile(out.resolve("cases.jsonl"))) {
      JsonLines.each(file("cases.jsonl"), row -> data.incident(row.row()));
    }
    JsonLines.each(file("baselines.jsonl"), row -> data.baseline(row.row()));
    Path windows = file("windows.jsonl.zst");
    JsonLines.each(
        windows,
        row -> {
          try {
            data.day(row.row());
          } catch (IllegalArgumentException e) {
            throw new InputException(
                windows.toString(), String.valueOf(e.getMessage()), "a line as a replay writes it");
          }
        });
    activity(data);
    data.ledger(json("ledger.json"));
    data.calibration(json("calibration.json"));
    data.manifest(json("manifest.json"));
    return HtmlReport.of(data);
  }

  private Path file(String name) {
    Path file = out.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          out.toString(), "holds no " + name, "an output directory of a replay");
    }
    return file;
  }

  private JsonNode json(String name) throws IOException {
    Path file = file(name);
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException e) {
      throw new InputException(file.toString(), "is no JSON", "a file as a replay writes it");
    }
    throw new InputException(file.toString(), "is no object", "a file as a replay writes it");
  }

  /** The last three fields of a line; only a credential's name can hold a comma. */
  private void activity(HtmlData data) throws IOException {
    Path file = file("activity.csv");
    try (BufferedReader in = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (number == 1) {
          continue;
        }
        String[] cells = line.split(",", -1);
        int n = cells.length;
        try {
          data.activity(
              LocalDate.parse(cells[n - 3]).toEpochDay(),
              Long.parseLong(cells[n - 2]),
              Long.parseLong(cells[n - 1]));
        } catch (DateTimeParseException | NumberFormatException | IndexOutOfBoundsException e) {
          throw new InputException(file + ":" + number, "is no line of it", HEADER);
        }
      }
    }
  }
}
