package org.gatewatch.judge;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.gatewatch.detect.Profiled;

/**
 * How many bytes a credential takes at the end of scenarios, as saved: {@code RowSizes FOLDER...}
 * prints median, p99 and maximum of baselines and of whole rows. Not a test.
 */
public final class RowSizes {
  private RowSizes() {}

  public static void main(String[] args) throws IOException {
    for (String arg : args) {
      Path folder = Path.of(arg);
      List<Profiled> elements = ScenarioElements.of(folder);
      MemoryStore store = new MemoryStore();
      Judge judge =
          new Judge(
              JudgeSettings.defaults(),
              ScenarioElements.settings(folder).roster(),
              store,
              finding -> {});
      Turns.take(judge, elements);
      judge.end(elements.get(elements.size() - 1).time());
      System.out.println(folder);
      print(store);
    }
  }

  /** Sizes of what has a baseline. */
  static void print(MemoryStore store) throws IOException {
    List<Integer> baselines = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    for (Iterator<CredentialRow> it = store.credentials(); it.hasNext(); ) {
      CredentialRow row = it.next();
      if (row.baseline() != null) {
        baselines.add(baseline(row));
        rows.add(row(row));
      }
    }
    print("baseline", baselines);
    print("whole row", rows);
  }

  private static void print(String what, List<Integer> bytes) {
    Collections.sort(bytes);
    int n = bytes.size();
    System.out.printf(
        "%s of %,d credentials: median %,d bytes, p99 %,d, maximum %,d%n",
        what, n, bytes.get(n / 2), bytes.get(Math.min(n - 1, n * 99 / 100)), bytes.get(n - 1));
  }

  /** Bytes of a baseline, as saved. */
  static int baseline(CredentialRow row) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Objects.requireNonNull(row.baseline()).write(new DataOutputStream(bytes));
    return bytes.size();
  }

  /** Bytes of all that is kept of a credential, as saved: open days and findings too. */
  static int row(CredentialRow row) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    row.write(new DataOutputStream(bytes));
    return bytes.size();
  }
}
