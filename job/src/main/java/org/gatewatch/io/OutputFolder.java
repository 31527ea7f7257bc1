package org.gatewatch.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.event.LogSource;
import org.gatewatch.judge.Finding;
import org.gatewatch.report.ActivityCsv;
import org.gatewatch.report.AlertsFile;
import org.gatewatch.report.ClosingTable;
import org.gatewatch.report.EvidenceLines;
import org.gatewatch.report.LateJson;
import org.gatewatch.report.Ledger;
import org.gatewatch.report.Manifest;
import org.gatewatch.report.OcsfFinding;
import org.gatewatch.report.RejectedJson;

/**
 * The output directory of a replay while it is written. Rejected and late lines go out as they
 * come; findings, of which only the last revision counts, and the ledger go out at the end.
 */
final class OutputFolder implements Closeable {
  private final OutputPlan plan;
  private final Path folder;
  private final LineFile rejected;
  private final LineFile late;
  private final RejectedJson rejectedJson;
  private final LateJson lateJson;
  private final AlertsFile alerts = new AlertsFile();
  private final ArrayList<Output> days = new ArrayList<>();
  private final Ledger ledger;
  private long alertCount;

  /**
   * @param state what {@link #state} gave before a failure, or an empty array
   * @throws IOException when the folder cannot be written
   */
  OutputFolder(OutputPlan plan, byte[] state) throws IOException {
    this.plan = plan;
    this.folder = Path.of(plan.folder());
    this.rejectedJson = new RejectedJson(plan.bindings(), plan.files());
    this.lateJson = new LateJson(plan.bindings(), plan.files());
    this.ledger = new Ledger(plan.bindings());
    long rejectedAt = 0;
    long lateAt = 0;
    List<Output> again = new ArrayList<>();
    if (state.length > 0) {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(state));
      rejectedAt = in.readLong();
      lateAt = in.readLong();
      ledger.merge(Ledger.read(in));
      for (int n = in.readInt(); n > 0; n--) {
        again.add(Output.read(in));
      }
    }
    this.rejected = new LineFile(folder.resolve("rejected.jsonl"), rejectedAt);
    this.late = new LineFile(folder.resolve("late.jsonl"), lateAt);
    for (Output output : again) {
      accept(output);
    }
  }

  void accept(Output output) throws IOException {
    switch (output.kind()) {
      case FINDING -> {
        Finding finding = output.finding();
        alerts.add(finding);
        if (finding.alert() && finding.revision() == 1) {
          Progress.of(plan.run()).alerts(++alertCount);
        }
      }
      case ACTIVITY -> days.add(output);
      case REJECTED -> rejected.line(rejectedJson.line(output.rejected()));
      case LATE -> {
        late.line(lateJson.line(output.event(), output.number()));
        ledger.late(output.event().binding(), output.number());
      }
      case DUPLICATE -> ledger.duplicate((int) output.number());
      case ID_REUSE -> ledger.idReuse((int) output.number());
      case COUNTS ->
          ledger.merge(Ledger.read(new DataInputStream(new ByteArrayInputStream(output.counts()))));
    }
  }

  /** All that is needed to go on from here after a failure. */
  byte[] state() throws IOException {
    rejected.flush();
    late.flush();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(rejected.length());
      out.writeLong(late.length());
      ledger.write(out);
      out.writeInt(days.size() + alerts.findings().size());
      for (Finding finding : alerts.findings()) {
        Output.finding(finding).write(out);
      }
      for (Output day : days) {
        day.write(out);
      }
    }
    return bytes.toByteArray();
  }

  /** Writes what can only be written at the end. */
  void finish() throws IOException {
    rejected.close();
    late.close();
    try (OutputStream out = LineFile.create(folder.resolve("alerts.jsonl"))) {
      alerts.write(new OcsfFinding(plan.version()), out);
    }
    try (LineFile lines = new LineFile(folder.resolve("evidence-lines.jsonl"), 0)) {
      EvidenceLines evidence = new EvidenceLines(plan.files());
      for (Finding finding : alerts.findings()) {
        for (String line : evidence.lines(finding).toList()) {
          lines.line(line);
        }
      }
    }
    ActivityCsv activity = new ActivityCsv();
    for (Output day : days) {
      activity.add(day.credential(), day.number(), LogSource.GATEWAY, day.gatewayLines());
      activity.add(day.credential(), day.number(), LogSource.VENDOR, day.vendorLines());
    }
    try (OutputStream out = LineFile.create(folder.resolve("activity.csv"))) {
      activity.write(out);
    }
    write(
        "ledger.json",
        ledger.json(
            new Ledger.Fingerprints(plan.configuration(), plan.code(), plan.redactionKey())));
    write(
        "summary.txt",
        new ClosingTable(ClosingTable.WIDTH, ClosingTable.Style.PLAIN)
            .text(alerts.findings(), ledger, folder.toString()));
    write(
        Manifest.NAME,
        Manifest.json(
            plan.version(),
            folder,
            List.of(
                "alerts.jsonl",
                "rejected.jsonl",
                "late.jsonl",
                "ledger.json",
                "activity.csv",
                "evidence-lines.jsonl",
                "summary.txt")));
  }

  private void write(String name, String text) throws IOException {
    try (OutputStream out = LineFile.create(folder.resolve(name))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    rejected.close();
    late.close();
  }
}
