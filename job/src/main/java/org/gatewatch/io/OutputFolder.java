package org.gatewatch.io;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gatewatch.cases.Case;
import org.gatewatch.cases.Cases;
import org.gatewatch.event.LogSource;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Hindsight;
import org.gatewatch.judge.Tally;
import org.gatewatch.report.ActivityCsv;
import org.gatewatch.report.AlertsFile;
import org.gatewatch.report.AuditJson;
import org.gatewatch.report.CalibrationJson;
import org.gatewatch.report.CaseJson;
import org.gatewatch.report.ClosingTable;
import org.gatewatch.report.ControlsSummary;
import org.gatewatch.report.DayJson;
import org.gatewatch.report.EvidenceJson;
import org.gatewatch.report.EvidenceLines;
import org.gatewatch.report.Feeds;
import org.gatewatch.report.LateJson;
import org.gatewatch.report.Ledger;
import org.gatewatch.report.Manifest;
import org.gatewatch.report.OcsfFinding;
import org.gatewatch.report.RejectedJson;
import org.jspecify.annotations.Nullable;

/**
 * The output directory of a replay while it is written. Rejected and late lines go out as they
 * come; findings, of which only the last revision counts, and the ledger go out at the end.
 */
final class OutputFolder implements Closeable {
  private static final String WINDOWS = "windows.jsonl.zst";
  private static final String EVIDENCE = "evidence.jsonl.zst";
  private static final String BASELINES = "baselines.jsonl";
  private static final String PIVOT = "pivot.jsonl.zst";
  private static final String HINDSIGHT = "hindsight.jsonl";
  private static final String TAPE = "hindsight.part";
  private static final int LEVEL = 3;

  private final OutputPlan plan;
  private final Path folder;
  private final LineFile rejected;
  private final LineFile late;
  private final LineFile audit;
  private final LineFile windows;
  private final LineFile pivot;
  private final @Nullable WindowTape tape;
  private final RejectedJson rejectedJson;
  private final LateJson lateJson;
  private final AlertsFile alerts = new AlertsFile();
  private final ArrayList<Output> days = new ArrayList<>();
  private final ArrayList<Output> baselines = new ArrayList<>();
  private final ArrayList<Output> usages = new ArrayList<>();
  private final Ledger ledger;
  private Tally tally = new Tally();
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
    long auditAt = 0;
    long windowsAt = 0;
    long pivotAt = 0;
    WindowTape kept = null;
    Path tapeFile = folder.resolve(TAPE);
    List<Output> again = new ArrayList<>();
    if (state.length > 0) {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(state));
      rejectedAt = in.readLong();
      lateAt = in.readLong();
      auditAt = in.readLong();
      windowsAt = in.readLong();
      pivotAt = in.readLong();
      kept = plan.again() == null ? null : new WindowTape(tapeFile, in);
      tally = Tally.read(in);
      ledger.merge(Ledger.read(in));
      for (int n = in.readInt(); n > 0; n--) {
        again.add(Output.read(in));
      }
    }
    this.rejected = new LineFile(folder.resolve("rejected.jsonl"), rejectedAt);
    this.late = new LineFile(folder.resolve("late.jsonl"), lateAt);
    this.audit = new LineFile(folder.resolve("audit.jsonl"), auditAt);
    this.windows = new LineFile(folder.resolve(WINDOWS + ".part"), windowsAt);
    this.pivot = new LineFile(folder.resolve(PIVOT + ".part"), pivotAt);
    this.tape = kept != null || plan.again() == null ? kept : new WindowTape(tapeFile);
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
      case AUDIT -> audit.line(AuditJson.line(output.audit()));
      case DAY -> windows.line(DayJson.line(output.day()));
      case BASELINE -> baselines.add(output);
      case USAGE -> usages.add(output);
      case PIVOT -> pivot.line(output.line());
      case WINDOW -> Objects.requireNonNull(tape).add(output.window());
      case TALLY -> tally = output.tally();
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
    audit.flush();
    windows.flush();
    pivot.flush();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(rejected.length());
      out.writeLong(late.length());
      out.writeLong(audit.length());
      out.writeLong(windows.length());
      out.writeLong(pivot.length());
      if (tape != null) {
        tape.write(out);
      }
      tally.write(out);
      ledger.write(out);
      out.writeInt(days.size() + baselines.size() + usages.size() + alerts.findings().size());
      for (Finding finding : alerts.findings()) {
        Output.finding(finding).write(out);
      }
      for (Output day : days) {
        day.write(out);
      }
      for (Output baseline : baselines) {
        baseline.write(out);
      }
      for (Output usage : usages) {
        usage.write(out);
      }
    }
    return bytes.toByteArray();
  }

  /** Writes what can only be written at the end. */
  void finish() throws IOException {
    rejected.close();
    late.close();
    audit.close();
    windows.close();
    pivot.close();
    compress(WINDOWS);
    List<Case> cases = cases();
    compress(PIVOT);
    List<Finding> hindsight = hindsight();
    List<Finding> all = new ArrayList<>(alerts.findings());
    all.addAll(hindsight);
    try (OutputStream out = LineFile.create(folder.resolve("alerts.jsonl"))) {
      Map<String, String> caseOf = new HashMap<>();
      cases.forEach(c -> c.members().forEach(f -> caseOf.put(f.uid(), c.uid())));
      alerts.write(new OcsfFinding(plan.version(), caseOf), out);
    }
    try (LineFile lines = new LineFile(folder.resolve("evidence-lines.jsonl"), 0)) {
      EvidenceLines evidence = new EvidenceLines(plan.files());
      for (Finding finding : all) {
        for (String line : evidence.lines(finding).toList()) {
          lines.line(line);
        }
      }
    }
    evidence(all);
    try (LineFile lines = new LineFile(folder.resolve(BASELINES), 0)) {
      for (Output baseline : baselines) {
        lines.line(baseline.line());
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
    ControlsSummary said =
        new ControlsSummary(plan.controls(), alerts.findings(), ledger.lastEventTime());
    write(
        "ledger.json",
        ledger.json(
            new Ledger.Fingerprints(plan.configuration(), plan.code(), plan.redactionKey()), said));
    write("calibration.json", CalibrationJson.json(tally));
    write(
        "summary.txt",
        new ClosingTable(ClosingTable.WIDTH, ClosingTable.Style.PLAIN)
            .text(
                cases,
                alerts.findings(),
                tape == null ? null : hindsight,
                ledger,
                said,
                folder.toString()));
    List<String> names =
        new ArrayList<>(
            List.of(
                "alerts.jsonl",
                "cases.jsonl",
                "rejected.jsonl",
                "late.jsonl",
                "audit.jsonl",
                "ledger.json",
                "activity.csv",
                "evidence-lines.jsonl",
                WINDOWS,
                EVIDENCE,
                BASELINES,
                PIVOT,
                "calibration.json",
                "summary.txt"));
    if (tape != null) {
      names.add(HINDSIGHT);
    }
    write(Manifest.NAME, Manifest.json(plan.version(), folder, names));
  }

  /** The second pass, in a file of its own: nobody takes it for what live would have raised. */
  private List<Finding> hindsight() throws IOException {
    SecondPass again = plan.again();
    if (tape == null || again == null) {
      return List.of();
    }
    tape.flush();
    List<Finding> found =
        new Hindsight(again.settings(), again.roster(), plan.controls(), alerts.findings())
            .judge(tape);
    tape.delete();
    OcsfFinding format = new OcsfFinding(plan.version());
    try (LineFile lines = new LineFile(folder.resolve(HINDSIGHT), 0)) {
      for (Finding finding : found) {
        lines.line(format.line(finding));
      }
    }
    return found;
  }

  /** Builds and writes the cases. */
  private List<Case> cases() throws IOException {
    List<Case> cases =
        new Cases(usages.stream().map(Output::usage).toList(), Feeds.of(ledger, plan.bindings()))
            .of(alerts.findings());
    CaseJson json = new CaseJson(plan.version());
    try (LineFile lines = new LineFile(folder.resolve("cases.jsonl"), 0)) {
      for (Case c : cases) {
        lines.line(json.line(c));
      }
    }
    return cases;
  }

  /** What each finding was computed from. */
  private void evidence(List<Finding> all) throws IOException {
    try (LineFile lines = new LineFile(folder.resolve(EVIDENCE + ".part"), 0)) {
      for (Finding finding : all) {
        String line = EvidenceJson.line(finding);
        if (line != null) {
          lines.line(line);
        }
      }
    }
    compress(EVIDENCE);
  }

  /** One frame at a fixed level in one thread: the same bytes for the same lines. */
  private void compress(String name) throws IOException {
    Path part = folder.resolve(name + ".part");
    try (OutputStream file = LineFile.create(folder.resolve(name));
        ZstdOutputStream out = new ZstdOutputStream(file, LEVEL)) {
      Files.copy(part, out);
    }
    Files.delete(part);
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
    audit.close();
    windows.close();
    pivot.close();
    if (tape != null) {
      tape.close();
    }
  }
}
