package org.gatewatch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gatewatch.ingest.Formats;
import org.gatewatch.io.FolderSink;
import org.gatewatch.settings.ControlEntry;
import org.gatewatch.settings.ControlLog;
import org.gatewatch.settings.ControlState;
import org.gatewatch.settings.Settings;
import org.gatewatch.settings.SettingsException;
import org.gatewatch.settings.SettingsLoader;
import org.gatewatch.settings.Sources;
import org.jspecify.annotations.Nullable;

/**
 * What a watch is told, and how that changes: roster, policy, suppressions and verdicts are looked
 * at again and again, and a change is recorded before the watch goes on with it.
 *
 * <p>A watch judges by its record, as a replay of the record does, and by nothing else. The record
 * is written by whoever starts the job, never by the job: a kill at any moment leaves either a
 * record without the change, and the files still differ from it at the next start, or one with it,
 * and it holds from behind all that any checkpoint has read.
 */
final class WatchControls {
  private final Path config;
  private final @Nullable Path roster;
  private final Path out;
  private final Settings started;
  private final PrintWriter err;
  private ControlLog log;
  private Settings settings;
  private Set<Path> files;
  private Map<Path, String> loaded;
  private Map<Path, String> before;
  private String said = "";

  private WatchControls(
      Path config, @Nullable Path roster, Path out, PrintWriter err, Settings started, Sources from)
      throws SettingsException {
    this.config = config;
    this.roster = roster;
    this.out = out;
    this.err = err;
    this.started = started;
    files = from.files();
    loaded = Map.of(); // what was written while they were loaded may not have been seen
    before = loaded;
    log = ControlLog.begin(from.state());
    settings = started;
  }

  /**
   * Loads what is declared; {@link #begin} or {@link #goOn} comes next.
   *
   * @param out the output directory
   * @param err where refused changes are told
   * @throws SettingsException with everything that is wrong
   */
  static WatchControls load(Path config, @Nullable Path roster, Path out, PrintWriter err)
      throws SettingsException {
    Sources from = new Sources();
    Settings settings = load(config, roster, from);
    return new WatchControls(config, roster, out, err, settings, from);
  }

  private static Settings load(Path config, @Nullable Path roster, Sources into)
      throws SettingsException {
    Settings settings =
        new SettingsLoader(Formats.ids(), System.getenv()).load(config, roster, into);
    if (settings.bindings().stream()
        .anyMatch(b -> b.paths().isEmpty() && settings.live().topic(b.index()) == null)) {
      throw new Failure.UsageException(
          config + ": bindings: each needs a path or a topic to be watched");
    }
    return settings;
  }

  /** The record. */
  private Path file() {
    return out.resolve(ControlLog.NAME);
  }

  /** A watch begins anew, and so does its record. */
  void begin() throws IOException, SettingsException {
    take(log);
  }

  /**
   * A watch goes on: what is declared now and was not when it stopped is a change.
   *
   * @return what to say of it, null when there is none
   */
  @Nullable String goOn() throws IOException, SettingsException {
    ControlState now = log.state();
    if (Files.exists(file())) {
      log = ControlLog.read(file());
      List<ControlEntry> changes = log.state().to(now);
      if (!changes.isEmpty()) {
        return change(now);
      }
    }
    take(log);
    return null;
  }

  /** What the run is told, as of the record. */
  Settings settings() {
    return settings;
  }

  /**
   * Looks at the files, and tells what is wrong with them, once.
   *
   * @return what is declared now, when it is another thing than what is recorded, is right, and
   *     nothing was written since the last look; null otherwise
   */
  @Nullable ControlState look() {
    Map<Path, String> now = marks();
    boolean still = now.equals(before);
    before = now;
    if (!still || now.equals(loaded)) {
      return null;
    }
    loaded = now;
    Sources from = new Sources();
    try {
      Settings read = load(config, roster, from);
      files = from.files();
      if (!from.state().sameAs(log.state())) {
        log.then(log.effective(0), from.state()).timeline();
        say(restart(read));
        return from.state();
      }
      say(restart(read));
    } catch (SettingsException | Failure.UsageException e) {
      files.addAll(from.files());
      say("not changed, what was declared before stays in force:\n" + Failure.message(e));
    }
    return null;
  }

  /**
   * Records a change. No job may run meanwhile.
   *
   * @return what to say of it
   */
  String change(ControlState next) throws IOException, SettingsException {
    Long read = readUntil();
    String what = log.state().summary(log.state().to(next));
    if (read == null) {
      take(ControlLog.begin(next));
      return what + "; in force from the start, as nothing was read";
    }
    long from = log.effective(read);
    take(log.then(from, next));
    return what + "; in force from " + Instant.ofEpochMilli(from).toString().replace(":00Z", "Z");
  }

  private void take(ControlLog next) throws IOException, SettingsException {
    settings = started.withDeclared(next.timeline());
    next.write(file());
    log = next;
  }

  /** Up to which release time anything was read, epoch ms; null when nothing was. */
  private @Nullable Long readUntil() throws IOException {
    Path file = out.resolve(FolderSink.READ_UNTIL);
    try {
      return Instant.parse(Files.readString(file).strip()).toEpochMilli();
    } catch (NoSuchFileException e) {
      return null;
    } catch (DateTimeException e) {
      throw new Failure.UsageException(file + ": expected the time that a watch wrote there");
    }
  }

  /** What of a configuration cannot change while a watch goes on; empty when nothing did. */
  private String restart(Settings read) {
    List<String> other = new ArrayList<>();
    changed("bindings", started.bindings(), read.bindings(), other);
    changed("budget", started.budget(), read.budget(), other);
    changed("enrichment", started.enrichment(), read.enrichment(), other);
    changed("redaction", started.redactionKey(), read.redactionKey(), other);
    changed("sinks", started.live().sinks(), read.live().sinks(), other);
    changed("topics", started.live().topics(), read.live().topics(), other);
    changed("watch", others(started), others(read), other);
    return other.isEmpty() ? "" : String.join(", ", other) + ": a change needs a restart";
  }

  private static String others(Settings of) {
    return of.live().state()
        + " "
        + of.live().backend()
        + " "
        + of.live().checkpointEveryMs()
        + " "
        + of.live().idleAfterMs()
        + " "
        + of.live().metricsPort();
  }

  private static void changed(String name, Object before, Object now, List<String> out) {
    if (!before.equals(now)) {
      out.add(name);
    }
  }

  /** Says something that it has not just said. */
  private void say(String text) {
    if (!text.isEmpty() && !text.equals(said)) {
      err.println(text);
      err.flush();
    }
    said = text;
  }

  /** Size and time of each file: another one when somebody wrote to it. */
  private Map<Path, String> marks() {
    Map<Path, String> out = new TreeMap<>();
    for (Path file : files) {
      try {
        out.put(file, Files.size(file) + " " + Files.getLastModifiedTime(file));
      } catch (IOException e) {
        out.put(file, "gone");
      }
    }
    return out;
  }
}
