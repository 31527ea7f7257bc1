package org.gatewatch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.gatewatch.evaluate.Candidate;
import org.gatewatch.evaluate.Comparison;
import org.gatewatch.evaluate.Evaluation;
import org.gatewatch.evaluate.EvaluationHtml;
import org.gatewatch.evaluate.EvaluationJson;
import org.gatewatch.evaluate.EvaluationText;
import org.gatewatch.evaluate.Hindsight;
import org.gatewatch.evaluate.HourTable;
import org.gatewatch.evaluate.Run;
import org.gatewatch.evaluate.RunReader;
import org.gatewatch.evaluate.SimpleDetectors;
import org.gatewatch.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores outputs of replays against labels. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Scores the findings of replays against labelled attacks.",
    footerHeading = "%nWhat counts:%n",
    footer = {
      "  found        an alert on the attacked credential, between the attack's start and 24 h",
      "               after its end, whose cited span holds a line of the attack",
      "  false alert  an alert and what follows within 24 h on its credential, none of it true",
      "  labels       schemas attack, labels (one log line each) and benign-change"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "OUT",
      arity = "0..1",
      description = "Output directory of a replay; its evaluation is written there.")
  private @Nullable Path out;

  @Option(
      names = "--labels",
      paramLabel = "DIR",
      description = "Directory with attacks.jsonl, labels.jsonl and, perhaps, benign.jsonl.")
  private @Nullable Path labels;

  @Option(
      names = "--run",
      paramLabel = "OUT=LABELS",
      description = "Another output and its labels, pooled with the others; repeat as needed.")
  private List<String> runs = new ArrayList<>();

  @Option(
      names = "--warm-up-days",
      paramLabel = "N",
      defaultValue = "14",
      description = "Do not judge the first N days of each log (default: ${DEFAULT-VALUE}).")
  private int warmUpDays = 14;

  @Option(
      names = "--compare",
      description = "Run simple detectors on the same logs, at the same rate of false alerts.")
  private boolean compare;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Where evaluation.json and evaluation.html go (default: the first OUT).")
  private @Nullable Path to;

  @Override
  public Integer call() throws IOException, SettingsException {
    List<Path[]> pairs = pairs();
    if (warmUpDays < 0) {
      throw new Failure.UsageException("--warm-up-days: " + warmUpDays + ": expected 0 or more");
    }
    List<Run> read = new ArrayList<>();
    for (Path[] pair : pairs) {
      read.add(RunReader.read(pair[0], pair[1]));
    }
    Evaluation evaluation = Evaluation.of(read, warmUpDays);
    List<Comparison> comparisons = compare ? compare(pairs, read, evaluation) : List.of();
    Path folder = to == null ? pairs.get(0)[0] : to;
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("evaluation.json"), EvaluationJson.of(evaluation, comparisons));
    Files.writeString(
        folder.resolve("evaluation.html"), EvaluationHtml.of(evaluation, comparisons));
    PrintWriter output = Objects.requireNonNull(spec).commandLine().getOut();
    output.print(EvaluationText.of(evaluation, comparisons));
    output.flush();
    return Gatewatch.OK;
  }

  private List<Comparison> compare(List<Path[]> pairs, List<Run> runs, Evaluation ours)
      throws IOException, SettingsException {
    List<List<List<Candidate>>> candidates = new ArrayList<>();
    for (Path[] pair : pairs) {
      HourTable hours = HourReader.read(ReplayedInputs.read(pair[0]));
      candidates.add(SimpleDetectors.ALL.stream().map(d -> d.candidates(hours)).toList());
    }
    List<Comparison> out = new ArrayList<>();
    for (int d = 0; d < SimpleDetectors.ALL.size(); d++) {
      int detector = d;
      Hindsight hindsight =
          new Hindsight(runs, candidates.stream().map(of -> of.get(detector)).toList(), warmUpDays);
      out.addAll(hindsight.compare(SimpleDetectors.ALL.get(d), ours.falseAlerts().count()));
    }
    return out;
  }

  private List<Path[]> pairs() {
    List<Path[]> pairs = new ArrayList<>();
    if ((out == null) != (labels == null)) {
      throw new Failure.UsageException("OUT and --labels belong together");
    }
    if (out != null && labels != null) {
      pairs.add(new Path[] {out, labels});
    }
    for (String run : runs) {
      int equals = run.indexOf('=');
      if (equals < 1 || equals == run.length() - 1) {
        throw new Failure.UsageException("--run: \"" + run + "\": expected OUT=LABELS");
      }
      pairs.add(new Path[] {Path.of(run.substring(0, equals)), Path.of(run.substring(equals + 1))});
    }
    if (pairs.isEmpty()) {
      throw new Failure.UsageException(
          "nothing to evaluate: expected OUT --labels DIR, or --run OUT=LABELS");
    }
    return pairs;
  }
}
