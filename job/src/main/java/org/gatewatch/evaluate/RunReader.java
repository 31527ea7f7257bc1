package org.gatewatch.evaluate;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.gatewatch.event.Keys;
import org.gatewatch.ingest.InputException;
import org.gatewatch.stat.PBins;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads an output directory and a directory of labels. */
public final class RunReader {
  private final Path out;
  private final Path labels;

  private RunReader(Path out, Path labels) {
    this.out = out;
    this.labels = labels;
  }

  /**
   * Reads both.
   *
   * @param out an output directory of a replay
   * @param labels a directory with {@code attacks.jsonl} and {@code labels.jsonl}, each as it is,
   *     {@code .gz} or {@code .zst}, and perhaps {@code benign.jsonl}
   * @throws InputException when a file is missing or not as its schema says
   */
  public static Run read(Path out, Path labels) {
    RunReader reader = new RunReader(out, labels);
    Path alerts = reader.needed(out, "alerts.jsonl", "an output directory of a replay");
    Path activity = reader.needed(out, "activity.csv", "an output directory of a replay");
    return new Run(
        out.toString(),
        reader.attacks(),
        reader.changes(),
        activity(activity),
        alerts(alerts),
        reader.days(),
        reader.signals());
  }

  private Path needed(Path folder, String name, String expected) {
    Path file = find(folder, name);
    if (file == null) {
      throw new InputException(folder.toString(), "holds no " + name, expected);
    }
    return file;
  }

  private static @Nullable Path find(Path folder, String name) {
    for (String ending : List.of("", ".gz", ".zst")) {
      Path file = folder.resolve(name + ending);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return null;
  }

  private List<Attack> attacks() {
    String expected = "a directory of labels: attacks.jsonl and labels.jsonl";
    Map<String, Map<String, NavigableSet<Long>>> lines = new HashMap<>();
    Map<String, Map<String, Long>> requests = new HashMap<>();
    JsonLines.each(
        needed(labels, "labels.jsonl", expected),
        row -> {
          String attack = row.text("attack_id");
          long time = row.time("event_time");
          lines
              .computeIfAbsent(attack, a -> new HashMap<>())
              .computeIfAbsent(row.text("credential_id"), c -> new TreeSet<>())
              .add(time);
          requests
              .computeIfAbsent(attack, a -> new HashMap<>())
              .merge(row.text("request_id"), time, Math::min);
        });
    Map<String, Attack> attacks = new LinkedHashMap<>();
    JsonLines.each(
        needed(labels, "attacks.jsonl", expected),
        row -> {
          String id = row.text("attack_id");
          List<Long> times =
              requests.getOrDefault(id, Map.of()).values().stream().sorted().toList();
          Attack attack =
              new Attack(
                  id,
                  row.text("type"),
                  credentials(row),
                  row.time("start"),
                  row.time("end"),
                  lines.getOrDefault(id, Map.of()),
                  times);
          if (attack.credentials().isEmpty()) {
            throw row.wrong("no \"credential_id\"", "the credential that the attack used");
          }
          if (attacks.put(id, attack) != null) {
            throw row.wrong("\"attack_id\" was there before: " + id, "an id of its own");
          }
        });
    for (String id : new TreeSet<>(lines.keySet())) {
      if (!attacks.containsKey(id)) {
        throw new InputException(
            labels.toString(), "labels name an attack " + id, "one that attacks.jsonl describes");
      }
    }
    return List.copyOf(attacks.values());
  }

  private static List<String> credentials(JsonLines row) {
    List<String> out = new ArrayList<>();
    row.row().path("credential_ids").forEach(id -> out.add(id.asString("")));
    String one = row.textOrNull("credential_id");
    return out.isEmpty() && one != null ? List.of(one) : out;
  }

  private List<BenignChange> changes() {
    Path file = find(labels, "benign.jsonl");
    List<BenignChange> out = new ArrayList<>();
    if (file != null) {
      JsonLines.each(
          file,
          row -> {
            String kind = row.text("kind");
            int colon = kind.indexOf(':');
            List<String> who = credentials(row);
            Set<String> some = who.isEmpty() ? null : new HashSet<>(who);
            out.add(
                new BenignChange(
                    colon > 0 ? kind.substring(0, colon) : kind,
                    row.time("start"),
                    row.time("end"),
                    some));
          });
    }
    return out;
  }

  private static ActiveDays activity(Path file) {
    ActiveDays.Builder days = new ActiveDays.Builder();
    try (BufferedReader in = JsonLines.open(file)) {
      in.readLine();
      int number = 1;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        String[] cells = line.split(",", -1);
        int n = cells.length;
        try {
          // Only the first cell can hold a comma, within quotes.
          String id = String.join(",", Arrays.asList(cells).subList(0, n - 3));
          if (id.startsWith("\"")) {
            id = id.substring(1, id.length() - 1).replace("\"\"", "\"");
          }
          if (!Keys.isAnonymous(id)) {
            days.add(id, LocalDate.parse(cells[n - 3]).toEpochDay(), Long.parseLong(cells[n - 2]));
          }
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
          throw new InputException(
              file + ":" + number, "no row of it", "credential_id,day,gateway_lines,vendor_lines");
        }
      }
    } catch (IOException e) {
      throw new InputException(file.toString(), "cannot be read", "a readable file");
    }
    return days.build();
  }

  private static List<Alert> alerts(Path file) {
    List<Alert> out = new ArrayList<>();
    JsonLines.each(
        file,
        row -> {
          JsonNode info = row.row().path("finding_info");
          JsonNode own = row.row().path("unmapped").path("gatewatch");
          String uid = info.path("uid").asString("");
          String credential = own.path("credential").asString("");
          if (uid.isEmpty() || credential.isEmpty()) {
            throw row.wrong("no finding of ours", "alerts.jsonl as a replay writes it");
          }
          out.add(
              new Alert(
                  uid,
                  credential,
                  own.path("lane").asString("").equals("rule")
                      ? Alert.Lane.RULE
                      : Alert.Lane.STATISTICS,
                  row.row().path("is_alert").asBoolean(false),
                  row.time("time"),
                  info.path("first_seen_time").asLong(Long.MAX_VALUE),
                  info.path("last_seen_time").asLong(Long.MIN_VALUE)));
        });
    return out;
  }

  private List<Run.JudgedDay> days() {
    Path file = find(out, "windows.jsonl");
    List<Run.JudgedDay> days = new ArrayList<>();
    if (file != null) {
      JsonLines.each(
          file,
          row -> {
            long day;
            try {
              day = LocalDate.parse(row.text("day")).toEpochDay();
            } catch (DateTimeException e) {
              throw row.wrong("\"day\" is no date", "such as 2026-03-01");
            }
            double p = row.row().path("p_day").asDouble(1);
            days.add(new Run.JudgedDay(row.text("credential"), day, p));
          });
    }
    return days;
  }

  private List<SignalCounts> signals() {
    Path file = find(out, "calibration.json");
    List<SignalCounts> signals = new ArrayList<>();
    if (file != null) {
      JsonLines.each(
          file,
          row -> {
            for (JsonNode signal : row.row().path("signals")) {
              for (String phase : List.of("early", "later")) {
                JsonNode histogram = signal.path(phase);
                Long[] counts = new Long[PBins.COUNT];
                Arrays.fill(counts, 0L);
                counts[0] = histogram.path("certain").asLong(0);
                for (JsonNode bin : histogram.path("bins")) {
                  int i = PBins.withUpper(bin.path(0).asDouble(-1));
                  if (i < 0) {
                    throw row.wrong("an unknown bin of p", "the bins of this version");
                  }
                  counts[i] = bin.path(1).asLong(0);
                }
                signals.add(
                    new SignalCounts(
                        signal.path("signal").asString("?"),
                        phase.equals("early"),
                        List.of(counts)));
              }
            }
          });
    }
    return signals;
  }
}
