package org.gatewatch.report;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.gatewatch.event.LogSource;
import org.gatewatch.ingest.Binding;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was read and what became of it: of every binding, lines = accepted + rejected + duplicates +
 * late. Each part of the graph counts what it decides in a ledger of its own; merged, in any order,
 * they make the whole. Not safe for use by two threads.
 *
 * <p>The stage that reads counts {@link #file}, {@link #line}, {@link #rejected} and {@link
 * #unknownKeys}; the stage that orders counts {@link #accepted}, {@link #duplicate}, {@link #late}
 * and {@link #idReuse}. Bindings are named by their index in the settings.
 */
public final class Ledger {
  /** A gap is reported from this many whole hours without an accepted event. */
  public static final int GAP_HOURS = 6;

  private static final int VERSION = 1;

  private final List<BindingLedger> bindings = new ArrayList<>();
  private final Counts unmodelled;

  /**
   * An empty ledger.
   *
   * @param bindings all of the settings, in the order of their indexes
   */
  public Ledger(List<Binding> bindings) {
    this(new Counts());
    bindings.forEach(b -> this.bindings.add(new BindingLedger(b.name(), b.source())));
  }

  private Ledger(Counts unmodelled) {
    this.unmodelled = unmodelled;
  }

  /** A file of the binding was opened, and its format known. */
  public void file(int binding, String format) {
    BindingLedger of = bindings.get(binding);
    of.files++;
    of.formats.add(format);
  }

  /** A line was read, whatever comes of it. */
  public void line(int binding) {
    bindings.get(binding).lines++;
  }

  /** A line could not be read. */
  public void rejected(int binding, String reason) {
    bindings.get(binding).rejected.add(reason, 1);
  }

  /** Keys of one file that no canonical field takes, with how often. */
  public void unknownKeys(int binding, Map<String, Long> keys) {
    keys.forEach(bindings.get(binding).unknownKeys::add);
  }

  /**
   * Events of one hour of event time were taken.
   *
   * @param first event time of the first of them, epoch ms
   * @param last event time of the last of them, epoch ms
   */
  public void accepted(int binding, long count, long first, long last) {
    bindings.get(binding).accept(count, first, last);
  }

  /** An event was the same as an earlier one. */
  public void duplicate(int binding) {
    bindings.get(binding).duplicates++;
  }

  /**
   * An event came too late to be taken.
   *
   * @param lateMs how far it lay behind the front of its file, ms: a lateness bound of as much
   *     would have been enough
   */
  public void late(int binding, long lateMs) {
    BindingLedger of = bindings.get(binding);
    of.late++;
    of.largestLateness = Math.max(of.largestLateness, lateMs);
  }

  /** An accepted event had the dedupe key of an earlier one with other content. */
  public void idReuse(int binding) {
    bindings.get(binding).idReuse++;
  }

  /** Something was left out of the model: {@code anonymous_keys}, {@code digest_overflow} … */
  public void unmodelled(String what, long count) {
    unmodelled.add(what, count);
  }

  /** Adds what another part of the graph counted; bindings are the same by name and log source. */
  public void merge(Ledger other) {
    for (BindingLedger theirs : other.bindings) {
      BindingLedger ours = find(theirs.name, theirs.source);
      if (ours == null) {
        ours = new BindingLedger(theirs.name, theirs.source);
        bindings.add(ours);
      }
      ours.merge(theirs);
    }
    unmodelled.merge(other.unmodelled);
  }

  private @Nullable BindingLedger find(String name, LogSource source) {
    for (BindingLedger b : bindings) {
      if (b.name.equals(name) && b.source == source) {
        return b;
      }
    }
    return null;
  }

  /**
   * The ledger as {@code ledger.json} holds it, over several lines.
   *
   * @throws IllegalStateException when the counts of a binding do not add up: a line was lost or
   *     counted twice
   */
  public String json(Fingerprints fingerprints) {
    return json(fingerprints, ControlsSummary.NOTHING);
  }

  /** As above, with what suppressions held back. */
  public String json(Fingerprints fingerprints, ControlsSummary said) {
    check();
    ObjectNode out = LedgerJson.of(bindings(), unmodelled.listed(), fingerprints);
    said.addTo(out);
    return Json.pretty(out);
  }

  /** As {@link #json}, while lines are on their way: {@code in_flight} counts them. */
  public String soFar(Fingerprints fingerprints, ControlsSummary said) {
    ObjectNode out = LedgerJson.of(bindings(), unmodelled.listed(), fingerprints);
    out.put("in_flight", bindings.stream().mapToLong(BindingLedger::inFlight).sum());
    said.addTo(out);
    return Json.pretty(out);
  }

  /** Event time of the last event taken, epoch ms; {@link Long#MIN_VALUE} without any. */
  public long lastEventTime() {
    return bindings.stream()
        .filter(BindingLedger::hasTimes)
        .mapToLong(b -> b.lastTime)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  /**
   * Checks lines = accepted + rejected + duplicates + late, of every binding.
   *
   * @throws IllegalStateException with the numbers, when they do not add up
   */
  public void check() {
    bindings().forEach(BindingLedger::check);
  }

  /** Counts per binding, by name: the order in which inputs were given makes no difference. */
  List<BindingLedger> bindings() {
    return bindings.stream()
        .sorted(
            Comparator.comparing((BindingLedger b) -> b.name)
                .thenComparing((BindingLedger b) -> b.source))
        .toList();
  }

  /** Lines of all bindings. */
  public long lines() {
    return bindings.stream().mapToLong(b -> b.lines).sum();
  }

  /** Events taken, of all bindings. */
  public long acceptedTotal() {
    return bindings.stream().mapToLong(b -> b.accepted).sum();
  }

  /** The ledger as {@link #write} writes it. */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    unmodelled.write(out);
    out.writeInt(bindings.size());
    for (BindingLedger binding : bindings) {
      binding.write(out);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException for another version
   */
  public static Ledger read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("ledger of an unknown version: " + version);
    }
    Ledger out = new Ledger(Counts.read(in));
    for (int n = in.readInt(); n > 0; n--) {
      out.bindings.add(BindingLedger.read(in));
    }
    return out;
  }

  /**
   * What a run's numbers depend on beside its input.
   *
   * @param configuration SHA-256 of the settings in force
   * @param code version, or hash of the code
   * @param redactionKey of the key that secrets were replaced under
   */
  public record Fingerprints(String configuration, String code, String redactionKey) {}
}
