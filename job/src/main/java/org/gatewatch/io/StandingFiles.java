package org.gatewatch.io;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.cases.Case;
import org.gatewatch.cases.Cases;
import org.gatewatch.cases.Usage;
import org.gatewatch.judge.Finding;
import org.gatewatch.report.CaseJson;
import org.gatewatch.report.ClosingTable;
import org.gatewatch.report.ControlsSummary;
import org.gatewatch.report.EvidenceJson;
import org.gatewatch.report.EvidenceLines;
import org.gatewatch.report.Feeds;
import org.gatewatch.report.Ledger;
import org.gatewatch.report.OcsfFinding;
import org.jspecify.annotations.Nullable;

/**
 * The files that say how things stand: findings, cases, ledger, summary. Each is replaced whole, so
 * that whoever reads one while a watch goes on never sees half of it.
 */
final class StandingFiles {
  static final String ALERTS = "alerts.jsonl";
  static final String CASES = "cases.jsonl";
  static final String EVIDENCE = "evidence.jsonl.zst";
  static final String LINES = "evidence-lines.jsonl";
  static final String LEDGER = "ledger.json";
  static final String SUMMARY = "summary.txt";

  /** Of the compressed files. */
  private static final int LEVEL = 3;

  private final OutputPlan plan;
  private final Path folder;

  StandingFiles(OutputPlan plan) {
    this.plan = plan;
    this.folder = Path.of(plan.folder());
  }

  /** The cases of these findings. */
  List<Case> cases(List<Finding> findings, List<Usage> usages, Ledger ledger) {
    return new Cases(usages, Feeds.of(ledger, plan.bindings())).of(findings);
  }

  /**
   * Writes them all.
   *
   * @param findings last revisions, by time and uid
   * @param hindsight what the second pass found; null when there was none
   * @param running whether lines are on their way, which the ledger then counts
   */
  void write(
      List<Finding> findings,
      List<Case> cases,
      @Nullable List<Finding> hindsight,
      Ledger ledger,
      boolean running)
      throws IOException {
    OcsfFinding format = new OcsfFinding(plan.version(), Cases.byMember(cases));
    lines(ALERTS, findings.stream().map(format::line).toList());
    CaseJson json = new CaseJson(plan.version());
    lines(CASES, cases.stream().map(json::line).toList());
    List<Finding> all = new ArrayList<>(findings);
    if (hindsight != null) {
      all.addAll(hindsight);
    }
    EvidenceLines cited = new EvidenceLines(plan.inputs());
    lines(LINES, all.stream().flatMap(cited::lines).toList());
    evidence(all);
    ControlsSummary said = new ControlsSummary(plan.controls(), findings, ledger.lastEventTime());
    Ledger.Fingerprints prints =
        new Ledger.Fingerprints(plan.configuration(), plan.code(), plan.redactionKey());
    text(LEDGER, running ? ledger.soFar(prints, said) : ledger.json(prints, said));
    text(
        SUMMARY,
        new ClosingTable(ClosingTable.WIDTH, ClosingTable.Style.PLAIN)
            .text(cases, findings, hindsight, ledger, said, folder.toString()));
  }

  /** Lines of a file, each with a line end behind it. */
  void lines(String name, List<String> lines) throws IOException {
    Path part = folder.resolve(name + ".part");
    try (LineFile file = new LineFile(part, 0)) {
      for (String line : lines) {
        file.line(line);
      }
    }
    replace(part, folder.resolve(name));
  }

  /** The text of a file. */
  void text(String name, String text) throws IOException {
    Path part = folder.resolve(name + ".part");
    try (OutputStream out = LineFile.create(part)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    replace(part, folder.resolve(name));
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
    Files.delete(folder.resolve(EVIDENCE + ".part"));
  }

  /**
   * Packs what lies beside it as a part, which stays: the last checkpoint may be gone back to. One
   * frame at a fixed level in one thread: the same bytes for the same lines.
   */
  void compress(String name) throws IOException {
    Path lines = folder.resolve(name + ".part");
    Path packed = folder.resolve(name + ".packed");
    try (OutputStream file = LineFile.create(packed);
        ZstdOutputStream out = new ZstdOutputStream(file, LEVEL)) {
      Files.copy(lines, out);
    }
    replace(packed, folder.resolve(name));
  }

  private static void replace(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
