package org.gatewatch.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
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
import org.gatewatch.report.DayJson;
import org.gatewatch.report.LateJson;
import org.gatewatch.report.Ledger;
import org.gatewatch.report.Manifest;
import org.gatewatch.report.OcsfFinding;
import org.gatewatch.report.RejectedJson;
import org.gatewatch.settings.ControlLog;
import org.jspecify.annotations.Nullable;

/**
 * The output directory while it is written. Rejected and late lines go out as they come; findings,
 * of which only the last revision counts, and the ledger go out at the end of a replay, and again
 * and again while a watch goes on. A watch keeps what is open and what is recent in memory; what is
 * over lies on a shelf until the logs end.
 */
final class OutputFolder implements Closeable {
  private static final String WINDOWS = "windows.jsonl.zst";
  private static final String BASELINES = "baselines.jsonl";
  private static final String PIVOT = "pivot.jsonl.zst";
  private static final String HINDSIGHT = "hindsight.jsonl";
  private static final String TAPE = "hindsight.part";
  private static final String SHELF = "settled.part";

  /** Findings that a watch has put on the shelf, as they are in {@link StandingFiles#ALERTS}. */
  private static final String SETTLED = "settled.jsonl";

  private final OutputPlan plan;
  private final Path folder;
  private final LineFile rejected;
  private final LineFile late;
  private final LineFile audit;
  private final LineFile windows;
  private final LineFile pivot;
  private final Shelf shelf;
  private final LineFile settled;
  private final @Nullable WindowTape tape;
  private final RejectedJson rejectedJson;
  private final LateJson lateJson;
  private final AlertsFile alerts = new AlertsFile();
  private final ArrayList<Output> baselines = new ArrayList<>();
  private final ArrayList<Output> inputs = new ArrayList<>();
  private final TreeMap<String, Output> usages = new TreeMap<>();
  private final Ledger ledger;
  private Tally tally = new Tally();
  private final StandingFiles standing;
  private long alertCount;
  private long readUntil = Long.MIN_VALUE;
  private boolean changed;

  /**
   * @param state what {@link #state} gave before a failure, or an empty array
   * @throws IOException when the folder cannot be written
   */
  OutputFolder(OutputPlan plan, byte[] state) throws IOException {
    this.plan = plan;
    this.folder = Path.of(plan.folder());
    this.standing = new StandingFiles(plan);
    this.rejectedJson = new RejectedJson(plan.bindings(), plan.inputs());
    this.lateJson = new LateJson(plan.bindings(), plan.inputs());
    this.ledger = new Ledger(plan.bindings());
    long rejectedAt = 0;
    long lateAt = 0;
    long auditAt = 0;
    long windowsAt = 0;
    long pivotAt = 0;
    long shelfAt = 0;
    long settledAt = 0;
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
      shelfAt = in.readLong();
      settledAt = in.readLong();
      kept = plan.again() == null ? null : new WindowTape(tapeFile, in);
      tally = Tally.read(in);
      readUntil = in.readLong();
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
    this.shelf = new Shelf(folder.resolve(SHELF), shelfAt);
    this.settled = new LineFile(folder.resolve(SETTLED), settledAt);
    this.tape = kept != null || plan.again() == null ? kept : new WindowTape(tapeFile);
    for (Output output : again) {
      accept(output);
    }
  }

  void accept(Output output) throws IOException {
    changed = true;
    switch (output.kind()) {
      case FINDING -> {
        Finding finding = output.finding();
        alerts.add(finding);
        if (finding.alert() && finding.revision() == 1) {
          Progress.of(plan.run()).alerts(++alertCount);
        }
      }
      case ACTIVITY -> shelf.put(output);
      case REJECTED -> rejected.line(rejectedJson.line(output.rejected()));
      case LATE -> {
        late.line(lateJson.line(output.event(), output.number()));
        Progress.of(plan.run()).lateOne();
        ledger.late(output.event().binding(), output.number());
      }
      case AUDIT -> audit.line(AuditJson.line(output.audit()));
      case DAY -> windows.line(DayJson.line(output.day()));
      case BASELINE -> baselines.add(output);
      case USAGE -> usages.put(output.usage().credential(), output);
      case PIVOT -> pivot.line(output.line());
      case INPUT -> {
        inputs.add(output);
        plan.inputs().add((int) output.number(), output.line());
      }
      case EARLY -> {} // is for receivers alone
      case WINDOW -> Objects.requireNonNull(tape).add(output.window());
      case TALLY -> tally = output.tally();
      case DUPLICATE -> ledger.duplicate((int) output.number());
      case ID_REUSE -> ledger.idReuse((int) output.number());
      case READ_UNTIL -> readUntil = Math.max(readUntil, output.number());
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
    shelf.flush();
    settled.flush();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(rejected.length());
      out.writeLong(late.length());
      out.writeLong(audit.length());
      out.writeLong(windows.length());
      out.writeLong(pivot.length());
      out.writeLong(shelf.length());
      out.writeLong(settled.length());
      if (tape != null) {
        tape.write(out);
      }
      tally.write(out);
      out.writeLong(readUntil);
      ledger.write(out);
      out.writeInt(inputs.size() + baselines.size() + usages.size() + alerts.findings().size());
      for (Output input : inputs) {
        input.write(out);
      }
      for (Finding finding : alerts.findings()) {
        Output.finding(finding).write(out);
      }
      for (Output baseline : baselines) {
        baseline.write(out);
      }
      for (Output usage : usages.values()) {
        usage.write(out);
      }
    }
    return bytes.toByteArray();
  }

  /** Brings the files that say how things stand up to date, when anything has changed. */
  void publish() throws IOException {
    if (changed) {
      changed = false;
      if (readUntil != Long.MIN_VALUE) {
        standing.text(FolderSink.READ_UNTIL, Instant.ofEpochMilli(readUntil) + "\n");
      }
      List<Finding> findings = alerts.findings();
      List<Case> cases = cases(findings);
      standing.write(findings, cases, null, ledger, /* running= */ true);
      shelve(cases);
    }
  }

  /** Takes what is over out of memory. */
  private void shelve(List<Case> cases) throws IOException {
    OcsfFinding format = new OcsfFinding(plan.version(), Cases.byMember(cases));
    for (Finding finding : alerts.retire(cases)) {
      shelf.put(Output.finding(finding));
      settled.line(format.line(finding));
    }
    usages.keySet().retainAll(alerts.credentials()); // all of them are told again at the end
  }

  private List<Case> cases(List<Finding> findings) {
    return standing.cases(findings, usages.values().stream().map(Output::usage).toList(), ledger);
  }

  /** Writes what can only be written at the end. */
  void finish() throws IOException {
    rejected.close();
    late.close();
    audit.close();
    windows.close();
    pivot.close();
    settled.close();
    ActivityCsv activity = new ActivityCsv();
    shelf.each(
        output -> {
          if (output.kind() == Output.Kind.FINDING) {
            alerts.add(output.finding());
          } else {
            String credential = output.credential();
            activity.add(credential, output.number(), LogSource.GATEWAY, output.gatewayLines());
            activity.add(credential, output.number(), LogSource.VENDOR, output.vendorLines());
          }
        });
    standing.compress(WINDOWS);
    standing.compress(PIVOT);
    List<Finding> hindsight = hindsight();
    List<Finding> findings = alerts.findings();
    standing.write(findings, cases(findings), hindsight, ledger, /* running= */ false);
    standing.lines(BASELINES, baselines.stream().map(Output::line).toList());
    try (OutputStream out = LineFile.create(folder.resolve("activity.csv"))) {
      activity.write(out);
    }
    standing.text("calibration.json", CalibrationJson.json(tally));
    List<String> names =
        new ArrayList<>(
            List.of(
                StandingFiles.ALERTS,
                StandingFiles.CASES,
                "rejected.jsonl",
                "late.jsonl",
                "audit.jsonl",
                StandingFiles.LEDGER,
                "activity.csv",
                StandingFiles.LINES,
                WINDOWS,
                StandingFiles.EVIDENCE,
                BASELINES,
                PIVOT,
                "calibration.json",
                StandingFiles.SUMMARY));
    if (hindsight != null) {
      names.add(HINDSIGHT);
    }
    if (Files.exists(folder.resolve(ControlLog.NAME))) {
      names.add(ControlLog.NAME);
    }
    standing.text(Manifest.NAME, Manifest.json(plan.version(), folder, names));
  }

  /** The second pass, in a file of its own: nobody takes it for what live would have raised. */
  private @Nullable List<Finding> hindsight() throws IOException {
    SecondPass again = plan.again();
    if (tape == null || again == null) {
      return null;
    }
    tape.flush();
    List<Finding> found =
        new Hindsight(again.settings(), again.roster(), plan.controls(), alerts.findings())
            .judge(tape);
    tape.delete();
    OcsfFinding format = new OcsfFinding(plan.version());
    standing.lines(HINDSIGHT, found.stream().map(format::line).toList());
    return found;
  }

  @Override
  public void close() throws IOException {
    rejected.close();
    late.close();
    audit.close();
    windows.close();
    pivot.close();
    shelf.close();
    settled.close();
    if (tape != null) {
      tape.close();
    }
  }
}
