package org.gatewatch.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.gatewatch.baseline.Window;
import org.gatewatch.cases.Usage;
import org.gatewatch.cases.UsageBook;
import org.gatewatch.event.Roster;
import org.gatewatch.io.Output;

/** Tells what suspects were used for, as a watch goes on only of those of whom it has changed. */
final class UsageTeller {
  /** A hash of what was told last; after a restart all are told once more. */
  private final Map<String, Integer> told = new HashMap<>();

  /** Of more credentials all are looked through once an hour only, event time. */
  private static final int FEW = 20_000;

  private long hour = Long.MIN_VALUE;

  /**
   * Whether it is time to tell again: who else used a suspect's networks is found by looking
   * through all credentials.
   *
   * @param now up to where all is judged, ms
   */
  boolean isTime(UsageBook book, long now) {
    long then = hour;
    hour = Math.floorDiv(now, Window.LENGTH);
    return book.size() <= FEW || hour != then;
  }

  /**
   * @param all whether also what has not changed is told
   */
  void tell(UsageBook book, Roster roster, boolean all, Consumer<Output> out) {
    book.tell(
        roster,
        usage -> {
          int now = hash(usage);
          if (!Objects.equals(told.put(usage.credential(), now), now) || all) {
            out.accept(Output.usage(usage));
          }
        });
  }

  private static int hash(Usage usage) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      usage.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return Arrays.hashCode(bytes.toByteArray());
  }
}
