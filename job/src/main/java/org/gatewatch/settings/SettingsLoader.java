package org.gatewatch.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gatewatch.detect.Rule;
import org.gatewatch.event.Holiday;
import org.gatewatch.event.Roster;
import org.gatewatch.event.Timeline;
import org.gatewatch.ingest.Binding;
import org.gatewatch.judge.Controls;
import org.gatewatch.judge.Declared;
import org.gatewatch.judge.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration, YAML or JSON, and the roster it names. Everything that is wrong in both is
 * told at once.
 */
public final class SettingsLoader {
  /** Environment variable with the redaction key, used where no {@code key_file} is set. */
  public static final String KEY_VARIABLE = "GATEWATCH_KEY";

  private static final long LARGEST_FILE = 256L << 20;

  private final List<String> formats;
  private final Map<String, String> environment;

  /**
   * @param formats ids of the log formats that a binding may name
   * @param environment of the process
   */
  public SettingsLoader(List<String> formats, Map<String, String> environment) {
    this.formats = List.copyOf(formats);
    this.environment = environment;
  }

  /**
   * The settings of a run.
   *
   * @param config YAML, or JSON when its name ends in {@code .json}; null = {@link
   *     Settings#defaults()}. Paths in it are relative to its folder
   * @param roster read instead of the one that the configuration names
   * @throws SettingsException with everything that is wrong
   */
  public Settings load(@Nullable Path config, @Nullable Path roster) throws SettingsException {
    return load(config, roster, Sources.UNTOLD);
  }

  /**
   * As {@link #load(Path, Path)}.
   *
   * @param sources is told what is declared, as it is written, and where: also of what is wrong
   */
  public Settings load(@Nullable Path config, @Nullable Path roster, Sources sources)
      throws SettingsException {
    if (config != null) {
      sources.opened(config);
    }
    Problems problems = new Problems(config == null ? "configuration" : config.toString());
    Node node = config == null ? Node.mapping(1) : node(config, problems);
    if (node == null) {
      node = Node.mapping(1);
    }
    Path folder = config == null || config.getParent() == null ? Path.of("") : config.getParent();
    Section top = top(node, problems);
    Section policy = top.section("policy", Keys.POLICY);
    BindingReader reader = new BindingReader(top, folder, formats, problems);
    List<Binding> bindings = reader.read();
    Roster rows =
        withHolidays(
            roster(top.section("roster", Keys.ROSTER), folder, roster, problems, sources),
            top.section("baseline", Keys.BASELINE));
    List<Rule> sigma =
        policy == null ? List.of() : SigmaFiles.read(policy, folder, problems, sources);
    Declared declared =
        new Declared(
            rows,
            PolicyReader.read(policy, sigma, problems),
            new Controls(
                verdicts(top, folder, problems, sources),
                ControlsReader.suppressions(top, sigma.stream().map(Rule::id).toList()),
                policy == null ? List.of() : ControlsReader.events(policy)));
    sources.configuration(top);
    Settings settings =
        new Settings(
            bindings.isEmpty() ? Settings.defaults().bindings() : bindings,
            Timeline.of(declared),
            budget(top),
            null,
            enrichment(top.section("enrichment", Keys.ENRICHMENT), folder),
            key(top.section("redaction", Keys.REDACTION), folder, problems),
            new LiveReader(top, folder)
                .read(reader.topics(), new OutletReader(top, folder, environment).read()));
    problems.raise();
    return settings;
  }

  private static Section top(Node node, Problems problems) {
    return new Section(
        node.kind() == Node.Kind.NULL ? Node.mapping(node.line()) : node, "", Keys.TOP, problems);
  }

  private static @Nullable Node node(Path file, Problems problems) {
    String text = text(file, problems);
    boolean json = file.toString().endsWith(".json");
    return text == null ? null : NodeReader.read(text, json, problems);
  }

  private static Roster roster(
      @Nullable Section section,
      Path folder,
      @Nullable Path given,
      Problems problems,
      Sources sources) {
    Boolean complete =
        section == null ? null : section.value("complete", "true or false", Values::flag);
    Path file = given;
    if (file == null && section != null) {
      file = section.required("file", "the path of a CSV file", raw -> path(folder, raw));
    }
    if (file == null) {
      return Roster.EMPTY;
    }
    sources.opened(file);
    Problems own = problems.in(file.toString());
    String text = text(file, own);
    return text == null
        ? Roster.EMPTY
        : new Roster(RosterReader.read(text, own, sources), Boolean.TRUE.equals(complete));
  }

  private static List<Verdict> verdicts(
      Section top, Path folder, Problems problems, Sources sources) {
    Path file = top.value("verdicts", "the path of a file", raw -> path(folder, raw));
    return file == null ? List.of() : verdicts(file, problems, sources);
  }

  private static List<Verdict> verdicts(Path file, Problems problems, Sources sources) {
    sources.opened(file);
    Problems own = problems.in(file.toString());
    String text = text(file, own);
    return text == null ? List.of() : VerdictsReader.read(text, own, sources);
  }

  /**
   * The verdicts of a file, the last of each finding, in the order of their lines.
   *
   * @throws SettingsException with everything that is wrong
   */
  public static List<Verdict> verdicts(Path file) throws SettingsException {
    Problems problems = new Problems(file.toString());
    List<Verdict> out = verdicts(file, problems, Sources.UNTOLD);
    problems.raise();
    return out;
  }

  static Roster withHolidays(Roster roster, @Nullable Section baseline) {
    if (baseline == null) {
      return roster;
    }
    List<Holiday> holidays = new ArrayList<>();
    for (Section section : baseline.sections("holidays", Keys.HOLIDAY)) {
      if (section.get("dates") == null) {
        section.wrong("dates", null, "missing: expected " + Values.DATE + ", or a list");
      }
      holidays.add(
          new Holiday(
              section.values("dates", Values.DATE, Values::date),
              section.values("zones", Values.ZONE, Values::zone),
              section.texts("peer_groups")));
    }
    return new Roster(roster.all().values(), roster.complete(), holidays);
  }

  private static Budget budget(Section top) {
    Budget budget = top.value("budget", Budget.EXPECTED, Budget::parse);
    return budget == null ? Budget.DEFAULT : budget;
  }

  private static List<String> enrichment(@Nullable Section section, Path folder) {
    if (section == null) {
      return List.of();
    }
    return section.values(
        "files",
        "the path of a readable file",
        raw -> {
          Path file = path(folder, raw);
          return file != null && Files.isRegularFile(file) && Files.isReadable(file)
              ? file.toString()
              : null;
        });
  }

  private RedactionKey key(@Nullable Section section, Path folder, Problems problems) {
    Path file =
        section == null
            ? null
            : section.required("key_file", "the path of a file", raw -> path(folder, raw));
    if (file != null) {
      try {
        return new RedactionKey(trimmed(Files.readAllBytes(file)));
      } catch (IOException e) {
        problems.in(file.toString()).add(0, "", null, unreadable(e));
      } catch (IllegalArgumentException e) {
        problems.in(file.toString()).add(0, "", null, String.valueOf(e.getMessage()));
      }
      return RedactionKey.PUBLISHED;
    }
    String variable = environment.get(KEY_VARIABLE);
    if (variable == null || variable.isEmpty()) {
      return RedactionKey.PUBLISHED;
    }
    try {
      return new RedactionKey(trimmed(variable.getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      problems.in(KEY_VARIABLE).add(0, "", null, String.valueOf(e.getMessage()));
      return RedactionKey.PUBLISHED;
    }
  }

  /** Without line ends behind: editors add them, and the key is the same. */
  private static byte[] trimmed(byte[] raw) {
    int end = raw.length;
    while (end > 0 && (raw[end - 1] == '\n' || raw[end - 1] == '\r')) {
      end--;
    }
    return java.util.Arrays.copyOf(raw, end);
  }

  static @Nullable Path path(Path folder, String raw) {
    try {
      return raw.isBlank() ? null : folder.resolve(raw);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** The file's text without a byte order mark; null with a problem when it cannot be read. */
  static @Nullable String text(Path file, Problems problems) {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        problems.add(0, "", null, "larger than 256 MiB");
        return null;
      }
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      problems.add(0, "", null, "expected UTF-8");
    } catch (IOException e) {
      problems.add(0, "", null, unreadable(e));
    }
    return null;
  }

  /** Why a file could not be read, for whoever named it. */
  static String unreadable(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return "cannot be read: " + (reason == null ? e.getClass().getSimpleName() : reason);
  }
}
