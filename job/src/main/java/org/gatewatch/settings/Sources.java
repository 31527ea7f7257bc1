package org.gatewatch.settings;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration was read from: its files, and each declaration as it is written there, ready
 * to be recorded.
 */
public final class Sources {
  /** For whoever does not want to know. */
  static final Sources UNTOLD = new Sources(/* keep= */ false);

  private final boolean keep;
  private final Set<Path> files = new LinkedHashSet<>();
  private final ControlState state = new ControlState();

  public Sources() {
    this(/* keep= */ true);
  }

  private Sources(boolean keep) {
    this.keep = keep;
  }

  /** All files and folders that declare something, also those that could not be read. */
  public Set<Path> files() {
    return new LinkedHashSet<>(files);
  }

  /** What is declared; of use when loading went well. */
  public ControlState state() {
    return state;
  }

  void opened(Path file) {
    if (keep) {
      files.add(file);
    }
  }

  void row(String credential, UnaryOperator<@Nullable String> cell) {
    if (!keep) {
      return;
    }
    TreeMap<String, Node> cells = new TreeMap<>();
    for (String column : RosterReader.COLUMNS) {
      String value = cell.apply(column);
      if (value != null) {
        cells.put(column, Node.scalar(1, value));
      }
    }
    put(ControlEntry.Kind.ROSTER, credential, Node.mapping(cells));
  }

  void sigma(String file, String text) {
    put(ControlEntry.Kind.SIGMA, file, Node.mapping("text", Node.scalar(1, text)));
  }

  void verdict(String finding, Node line) {
    if (keep) {
      state.remove(ControlEntry.Kind.VERDICT, finding); // the last line counts, where it stands
      put(ControlEntry.Kind.VERDICT, finding, line);
    }
  }

  /** What the configuration file itself declares. */
  void configuration(Section top) {
    if (!keep) {
      return;
    }
    Node roster = top.get("roster");
    Node complete = roster == null ? null : roster.entries().get("complete");
    if (complete != null && "true".equals(complete.text())) {
      put(ControlEntry.Kind.COMPLETE, "", Node.mapping("complete", complete));
    }
    Node baseline = top.get("baseline");
    Node holidays = baseline == null ? null : baseline.entries().get("holidays");
    if (holidays != null) {
      put(ControlEntry.Kind.HOLIDAYS, "", Node.mapping("holidays", holidays));
    }
    Node policy = top.get("policy");
    if (policy != null) {
      TreeMap<String, Node> said = new TreeMap<>(policy.entries());
      said.remove("sigma"); // the texts are recorded, not where they lie
      if (!said.isEmpty()) {
        put(ControlEntry.Kind.POLICY, "", Node.mapping(said));
      }
    }
    Node suppressions = top.get("suppressions");
    if (suppressions != null) {
      for (Node one : suppressions.items()) {
        Node id = one.entries().get("id");
        put(ControlEntry.Kind.SUPPRESSION, id == null ? "" : id.text(), one);
      }
    }
  }

  private void put(ControlEntry.Kind kind, String id, Node said) {
    if (keep) {
      state.put(kind, id, ControlEntry.json(said));
    }
  }
}
