package org.gatewatch.settings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.event.Roster;
import org.gatewatch.event.Timeline;
import org.gatewatch.judge.Declared;
import org.jspecify.annotations.Nullable;

/**
 * What was declared from the start of a watch, and every change since with the release time that it
 * holds from: {@code control-applied.jsonl}, with which a replay gives the findings of the watch.
 * Unchangeable.
 */
public final class ControlLog {
  /** The file's name in the output directory. */
  public static final String NAME = "control-applied.jsonl";

  private static final long HOUR = 3_600_000L;
  private static final String MISSING = "missing: expected ";

  /**
   * What changed together.
   *
   * @param effective release time, epoch ms; MIN_VALUE for the start
   */
  private record Step(long effective, List<ControlEntry> entries) {}

  private final List<Step> steps;
  private final ControlState state;

  private ControlLog(List<Step> steps, ControlState state) {
    this.steps = steps;
    this.state = state;
  }

  /** Nothing but what is declared from the start. */
  public static ControlLog begin(ControlState initial) {
    List<ControlEntry> all = new ControlState().to(initial);
    return new ControlLog(List.of(new Step(Long.MIN_VALUE, all)), initial);
  }

  /**
   * From when on a change holds that is made now: the full hour of release time behind all that was
   * read, so that nothing was handled under what was declared before that a replay would handle
   * under what is declared now; and not before an earlier change.
   *
   * @param readUntil release time up to which anything was read, epoch ms
   */
  public long effective(long readUntil) {
    long last = steps.get(steps.size() - 1).effective();
    return Math.max(last, (Math.floorDiv(readUntil, HOUR) + 1) * HOUR);
  }

  /**
   * The same with a change behind it.
   *
   * @param effective of {@link #effective}
   * @param next all that is declared from then on
   */
  public ControlLog then(long effective, ControlState next) {
    List<ControlEntry> entries = state.to(next);
    List<Step> all = new ArrayList<>(steps);
    all.add(new Step(effective, entries));
    return new ControlLog(all, state.with(entries));
  }

  /** All that is declared last. */
  public ControlState state() {
    return state;
  }

  /** When the last change takes effect, release time, epoch ms; MIN_VALUE when there is none. */
  public long last() {
    return steps.get(steps.size() - 1).effective();
  }

  /** How often something changed. */
  public int changes() {
    return steps.size() - 1;
  }

  /**
   * What holds when.
   *
   * @throws SettingsException when a recorded declaration is not right
   */
  public Timeline<Declared> timeline() throws SettingsException {
    ControlState at = new ControlState();
    Timeline<Declared> out = null;
    for (Step step : steps) {
      at = at.with(step.entries());
      boolean same = step.entries().stream().noneMatch(e -> e.kind().isOfRoster());
      Roster like = out == null || !same ? null : out.last().roster();
      Declared declared = at.declared(like, NAME);
      out = out == null ? Timeline.of(declared) : out.then(step.effective(), declared);
    }
    return out == null ? Timeline.of(at.declared(null, NAME)) : out;
  }

  /**
   * Writes the record in the place of an earlier one; whoever reads it at any moment, also after
   * the machine stood still, finds the one or the other.
   */
  public void write(Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (FileChannel channel =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        OutputStream out = new java.io.BufferedOutputStream(Channels.newOutputStream(channel))) {
      for (Step step : steps) {
        String effective =
            step.effective() == Long.MIN_VALUE
                ? null
                : Instant.ofEpochMilli(step.effective()).toString();
        for (ControlEntry entry : step.entries()) {
          out.write((entry.line(effective) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
      }
      out.flush();
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws SettingsException with everything that is wrong
   */
  public static ControlLog read(Path file) throws SettingsException {
    Problems problems = new Problems(file.toString());
    List<Step> steps = new ArrayList<>(List.of(new Step(Long.MIN_VALUE, new ArrayList<>())));
    // Line by line: it grows with every change, and is ours.
    try (BufferedReader in = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (!line.isBlank()) {
          read(line, number, steps, problems);
        }
      }
    } catch (CharacterCodingException e) {
      problems.add(0, "", null, "expected UTF-8");
    } catch (IOException e) {
      problems.add(0, "", null, SettingsLoader.unreadable(e));
    }
    problems.raise();
    ControlState state = new ControlState();
    for (Step step : steps) {
      state = state.with(step.entries());
    }
    return new ControlLog(steps, state);
  }

  private static void read(String line, int number, List<Step> steps, Problems problems) {
    Problems own = new Problems("");
    Node node = NodeReader.read(line, /* json= */ true, own);
    ControlEntry entry = null;
    long effective = Long.MIN_VALUE;
    if (node != null) {
      Section s = new Section(node, "", Keys.CONTROL, own);
      Long from = s.value("effective", Values.INSTANT, Values::instant);
      effective = from == null ? Long.MIN_VALUE : from;
      if (effective < steps.get(steps.size() - 1).effective()) {
        s.wrong("effective", null, "expected a time not before that of the line above");
      }
      entry = entry(s);
    }
    try {
      own.raise();
    } catch (SettingsException e) {
      e.problems().forEach(p -> problems.add(number, p.where(), p.value(), p.expected()));
      return;
    }
    if (entry != null) {
      if (effective > steps.get(steps.size() - 1).effective()) {
        steps.add(new Step(effective, new ArrayList<>()));
      }
      steps.get(steps.size() - 1).entries().add(entry);
    }
  }

  private static @Nullable ControlEntry entry(Section s) {
    ControlEntry.Kind kind =
        s.required(
            "kind",
            "complete, holidays, roster, policy, sigma, suppression or verdict",
            ControlEntry.Kind::of);
    String id = s.text("id");
    Node put = s.get("put");
    Boolean removed = s.value("removed", "true", raw -> raw.equals("true") ? true : null);
    if ((put == null) == (removed == null)) {
      s.wrong(
          "put", null, put == null ? MISSING + "put or removed" : "expected no removed with it");
    } else if (put != null && put.kind() != Node.Kind.MAPPING) {
      s.wrong("put", put.shown(), "expected a mapping");
    }
    return kind == null
        ? null
        : new ControlEntry(kind, id == null ? "" : id, put == null ? null : ControlEntry.json(put));
  }
}
