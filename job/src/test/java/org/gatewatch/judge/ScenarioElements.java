package org.gatewatch.judge;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.CredentialProfile;
import org.gatewatch.detect.Profiled;
import org.gatewatch.detect.RuleBook;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Timeline;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.Enricher;
import org.gatewatch.ingest.Enrichment;
import org.gatewatch.ingest.Formats;
import org.gatewatch.ingest.Ingest;
import org.gatewatch.ingest.RecordReader;
import org.gatewatch.ingest.Redactor;
import org.gatewatch.io.FileMerge;
import org.gatewatch.io.InputFile;
import org.gatewatch.settings.Settings;
import org.gatewatch.settings.SettingsException;
import org.gatewatch.settings.SettingsLoader;
import org.jspecify.annotations.Nullable;

/**
 * A scenario's two logs as JUDGE gets them: read, merged and profiled by the product's own code,
 * without Flink. Kept in a file beside the folder for as long as that code is the same.
 */
final class ScenarioElements implements CredentialProfile.Out {
  private final ArrayList<Profiled> out = new ArrayList<>();
  private final Map<String, CredentialProfile> profiles = new HashMap<>();
  private final PriorityQueue<Wake> wakes = new PriorityQueue<>(Comparator.comparingLong(Wake::at));
  private final Timeline<RuleBook> rules;
  private final long[] lateness = new long[LogSource.values().length];
  private long drained = Long.MIN_VALUE;
  private long late;

  private record Wake(long at, String key) {}

  private ScenarioElements(Settings settings) {
    rules = settings.declared().map(d -> new RuleBook(d.roster(), d.policy()));
    for (Binding binding : settings.bindings()) {
      int source = binding.source().ordinal();
      lateness[source] = Math.max(lateness[source], binding.maxLatenessMs());
    }
  }

  /** Settings as {@code replay --roster roster.csv gateway=... vendor=...} has them. */
  static Settings settings(Path folder) throws IOException {
    try {
      return new SettingsLoader(Formats.ids(), Map.of())
          .load(null, roster(folder))
          .withInputs(
              List.of(
                  "gateway=" + folder.resolve("gateway.jsonl.gz"),
                  "vendor=" + folder.resolve("vendor.jsonl.gz")));
    } catch (SettingsException e) {
      throw new IOException(e);
    }
  }

  /**
   * The roster, copied beside the folder; a row that says it was issued after it expired, which the
   * product refuses, loses its date of issue.
   */
  private static Path roster(Path folder) throws IOException {
    List<String> rows = new ArrayList<>();
    for (String row : Files.readAllLines(folder.resolve("roster.csv"))) {
      String[] cells = row.split(",", -1);
      if (!cells[6].isEmpty() && cells[5].compareTo(cells[6]) >= 0 && !rows.isEmpty()) {
        cells[5] = "";
      }
      rows.add(String.join(",", cells));
    }
    return Files.write(folder.resolveSibling(folder.getFileName() + ".roster.csv"), rows);
  }

  /** All elements of a folder, in the order in which they are judged. */
  static List<Profiled> of(Path folder) throws IOException {
    Path cache = folder.resolveSibling(folder.getFileName() + ".profiled");
    long version = version();
    if (Files.exists(cache)) {
      try (DataInputStream in = new DataInputStream(buffered(cache))) {
        if (in.readLong() == version) {
          int n = in.readInt();
          List<Profiled> out = new ArrayList<>(n);
          for (int i = 0; i < n; i++) {
            out.add(Profiled.read(in));
          }
          return out;
        }
      }
    }
    List<Profiled> out = make(settings(folder));
    try (DataOutputStream to =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(cache), 1 << 20))) {
      to.writeLong(version);
      to.writeInt(out.size());
      for (Profiled element : out) {
        element.write(to);
      }
    }
    return out;
  }

  private static BufferedInputStream buffered(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), 1 << 20);
  }

  /** A checksum of the classes that make elements out of lines; signals are not among them. */
  private static long version() throws IOException {
    Path classes = Path.of("target/classes/org/gatewatch");
    CRC32 sum = new CRC32();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.sorted().toList()) {
        String name = classes.relativize(file).toString();
        if (name.matches("(event|detect|baseline)/.*\\.class")
            && !name.matches(
                ".*/(.*Signals?|Family|Clue|Context|Vouching|Text|Baseline|Habits|Hours|Known"
                    + "|Level|Peers|Rates|Steps|Volume)\\b.*")) {
          sum.update(Files.readAllBytes(file));
        }
      }
    }
    return sum.getValue();
  }

  static List<Profiled> make(Settings settings) throws IOException {
    Ingest ingest =
        new Ingest(
            settings.bindings(),
            settings.roster(),
            new Redactor(settings.redactionKey().bytes()),
            new Enricher(new Enrichment(settings.enrichment())));
    List<InputFile> files = new ArrayList<>();
    for (Binding binding : settings.bindings()) {
      for (String name : binding.paths()) {
        Path path = Path.of(name);
        files.add(
            new InputFile(
                files.size(),
                binding.index(),
                name,
                Objects.requireNonNull(ingest.firstEventTime(binding.index(), path)),
                Files.size(path)));
      }
    }
    ScenarioElements made = new ScenarioElements(settings);
    try (FileMerge merge =
        new FileMerge(files, f -> ingest.open(f.binding(), Path.of(f.path()), f.index()), 1)) {
      for (RecordReader.Read read = next(merge); read != null; read = next(merge)) {
        made.take(Objects.requireNonNull(read.event()), merge.watermark());
      }
    }
    made.drain(Long.MAX_VALUE);
    if (made.late > 0) {
      throw new IllegalStateException(made.late + " late events");
    }
    return made.finish();
  }

  private static RecordReader.@Nullable Read next(FileMerge merge) {
    return merge.next((file, unknown) -> {});
  }

  private void take(AccessEvent event, long watermark) {
    if (event.releaseTime() <= drained) {
      late++;
      return;
    }
    CredentialProfile profile =
        profiles.computeIfAbsent(event.key(), key -> new CredentialProfile());
    long before = profile.wake();
    profile.add(event, rules, lateness);
    if (profile.wake() < before) {
      wakes.add(new Wake(profile.wake(), event.key()));
    }
    long step = Math.floorDiv(watermark, CredentialProfile.STEP) * CredentialProfile.STEP;
    if (watermark != Long.MIN_VALUE && step > drained) {
      drain(step);
    }
  }

  private void drain(long upTo) {
    drained = upTo;
    for (Wake next = wakes.peek(); next != null && next.at <= upTo; next = wakes.peek()) {
      wakes.remove();
      CredentialProfile profile = profiles.get(next.key);
      if (profile == null || profile.wake() != next.at) {
        continue; // it was to be woken earlier, and has been
      }
      int from = out.size();
      profile.drain(next.at, rules, lateness, this);
      for (Profiled told : out.subList(from, out.size())) {
        if (told.time() < next.at) {
          throw new IllegalStateException(told.time() + " was told at " + next.at);
        }
      }
      if (profile.isEmpty()) {
        profiles.remove(next.key);
      } else {
        wakes.add(new Wake(profile.wake(), next.key));
      }
    }
  }

  /** In order; windows that the log's end cut short are marked. */
  private List<Profiled> finish() {
    long last = Long.MIN_VALUE;
    for (Profiled element : out) {
      Window window = element.window();
      last = window == null ? last : Math.max(last, window.lastTime());
    }
    for (Profiled element : out) {
      Window window = element.window();
      if (window != null && window.close() > last) {
        window.cutShort();
      }
    }
    out.sort(Profiled.ORDER);
    return out;
  }

  @Override
  public void window(Window window) {
    out.add(Profiled.of(window));
  }

  @Override
  public void pane(Window pane) {
    out.add(Profiled.of(pane));
  }

  @Override
  public void hit(RuleHit hit) {
    out.add(Profiled.of(hit));
  }

  @Override
  public void duplicate(AccessEvent event) {}

  @Override
  public void idReuse(AccessEvent event) {}
}
