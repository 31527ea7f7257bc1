package org.gatewatch.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.gatewatch.baseline.Window;
import org.gatewatch.cases.Usage;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.ingest.Rejected;
import org.gatewatch.judge.Audit;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.SettledDay;
import org.gatewatch.judge.Tally;
import org.jspecify.annotations.Nullable;

/** What the graph hands to its sinks: findings, and what the ledger needs to know of every line. */
public final class Output {
  /** What an output is about. */
  public enum Kind {
    /** A finding, or a revision of one. */
    FINDING,
    /** A line that could not be read. */
    REJECTED,
    /**
     * An event behind its lateness; {@code number} = how far behind its file's front it lay, ms.
     */
    LATE,
    /** An event equal to an earlier one of its binding. */
    DUPLICATE,
    /** An event whose dedupe key was used before with other content. */
    ID_REUSE,
    /** A part of the ledger. */
    COUNTS,
    /** One credential's lines on one day; {@code number} = epoch day, lines in {@code counts}. */
    ACTIVITY,
    /** What became normal without plain learning. */
    AUDIT,
    /** How one credential's day ended. */
    DAY,
    /** Which calibrated p-values there were; once, at the end. */
    TALLY,
    /** What is normal for a credential that a finding spoke of; at the end. */
    BASELINE,
    /** What a credential with findings was used for; at the end, and as a watch goes on. */
    USAGE,
    /** Who used what; at the end. */
    PIVOT,
    /** An input was found; {@code number} = its index. */
    INPUT,
    /** A closed window, for a second pass over the whole log. */
    WINDOW,
    /** A source read so far; {@code number} = the latest release time, ms. */
    READ_UNTIL,
    /** A finding that is told before its time, or taken back; to receivers alone. */
    EARLY
  }

  private static final Kind[] KINDS = Kind.values();

  private final Kind kind;
  private final @Nullable Object value;
  private final long number;
  private final long gatewayLines;
  private final long vendorLines;

  private Output(
      Kind kind, @Nullable Object value, long number, long gatewayLines, long vendorLines) {
    this.kind = kind;
    this.value = value;
    this.number = number;
    this.gatewayLines = gatewayLines;
    this.vendorLines = vendorLines;
  }

  public static Output finding(Finding finding) {
    return new Output(Kind.FINDING, finding, 0, 0, 0);
  }

  /** A finding told before its time. */
  public static Output early(Finding finding) {
    return new Output(Kind.EARLY, finding, 0, 0, 0);
  }

  public static Output rejected(Rejected rejected) {
    return new Output(Kind.REJECTED, rejected, 0, 0, 0);
  }

  public static Output late(AccessEvent event, long behindMs) {
    return new Output(Kind.LATE, event, behindMs, 0, 0);
  }

  public static Output duplicate(int binding) {
    return new Output(Kind.DUPLICATE, null, binding, 0, 0);
  }

  public static Output idReuse(int binding) {
    return new Output(Kind.ID_REUSE, null, binding, 0, 0);
  }

  public static Output counts(byte[] ledger) {
    return new Output(Kind.COUNTS, ledger, 0, 0, 0);
  }

  /** A source read, or closed time, up to a release time, epoch ms. */
  public static Output readUntil(long release) {
    return new Output(Kind.READ_UNTIL, null, release, 0, 0);
  }

  public static Output activity(
      String credential, long epochDay, long gatewayLines, long vendorLines) {
    return new Output(Kind.ACTIVITY, credential, epochDay, gatewayLines, vendorLines);
  }

  public static Output audit(Audit audit) {
    return new Output(Kind.AUDIT, audit, 0, 0, 0);
  }

  public static Output day(SettledDay day) {
    return new Output(Kind.DAY, day, 0, 0, 0);
  }

  /** The tally must not change any more. */
  public static Output tally(Tally tally) {
    return new Output(Kind.TALLY, tally, 0, 0, 0);
  }

  /** A line of {@code baselines.jsonl}. */
  public static Output baseline(String line) {
    return new Output(Kind.BASELINE, line, 0, 0, 0);
  }

  /** Handed on as it is now: behind JUDGE it is written at once, so it may go on changing there. */
  public static Output usage(Usage usage) {
    return new Output(Kind.USAGE, usage, 0, 0, 0);
  }

  /** An input was found while running. */
  public static Output input(Element.InputName input) {
    return new Output(Kind.INPUT, input.name(), input.index(), 0, 0);
  }

  /** A line of {@code pivot.jsonl.zst}. */
  public static Output pivot(String line) {
    return new Output(Kind.PIVOT, line, 0, 0, 0);
  }

  public static Output window(Window window) {
    return new Output(Kind.WINDOW, window, 0, 0, 0);
  }

  public Kind kind() {
    return kind;
  }

  public Finding finding() {
    return (Finding) Objects.requireNonNull(value);
  }

  public Rejected rejected() {
    return (Rejected) Objects.requireNonNull(value);
  }

  public AccessEvent event() {
    return (AccessEvent) Objects.requireNonNull(value);
  }

  public byte[] counts() {
    return (byte[]) Objects.requireNonNull(value);
  }

  public Audit audit() {
    return (Audit) Objects.requireNonNull(value);
  }

  public String credential() {
    return (String) Objects.requireNonNull(value);
  }

  public Window window() {
    return (Window) Objects.requireNonNull(value);
  }

  /** The line of a {@link Kind#BASELINE} or a {@link Kind#PIVOT}, the path of an input. */
  public String line() {
    return (String) Objects.requireNonNull(value);
  }

  public SettledDay day() {
    return (SettledDay) Objects.requireNonNull(value);
  }

  public Usage usage() {
    return (Usage) Objects.requireNonNull(value);
  }

  public Tally tally() {
    return (Tally) Objects.requireNonNull(value);
  }

  /** See {@link Kind}: ms behind, binding index, or epoch day. */
  public long number() {
    return number;
  }

  public long gatewayLines() {
    return gatewayLines;
  }

  public long vendorLines() {
    return vendorLines;
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(kind.ordinal());
    out.writeLong(number);
    switch (kind) {
      case FINDING, EARLY -> writeBytes(serialized(finding()), out);
      case REJECTED -> rejected().write(out);
      case LATE -> event().write(out);
      case COUNTS -> writeBytes(counts(), out);
      case AUDIT -> audit().write(out);
      case ACTIVITY -> {
        out.writeUTF(credential());
        out.writeLong(gatewayLines);
        out.writeLong(vendorLines);
      }
      case DAY -> day().write(out);
      case TALLY -> tally().write(out);
      case WINDOW -> window().write(out);
      case BASELINE, PIVOT, INPUT -> writeBytes(line().getBytes(StandardCharsets.UTF_8), out);
      case USAGE -> usage().write(out);
      case DUPLICATE, ID_REUSE, READ_UNTIL -> {}
    }
  }

  public static Output read(DataInput in) throws IOException {
    Kind kind = KINDS[in.readByte()];
    long number = in.readLong();
    return switch (kind) {
      case FINDING -> finding(deserialized(readBytes(in)));
      case EARLY -> early(deserialized(readBytes(in)));
      case REJECTED -> rejected(Rejected.read(in));
      case LATE -> late(AccessEvent.read(in), number);
      case COUNTS -> counts(readBytes(in));
      case ACTIVITY -> activity(in.readUTF(), number, in.readLong(), in.readLong());
      case AUDIT -> audit(Audit.read(in));
      case DAY -> day(SettledDay.read(in));
      case TALLY -> tally(Tally.read(in));
      case BASELINE -> baseline(new String(readBytes(in), StandardCharsets.UTF_8));
      case USAGE -> usage(Usage.read(in));
      case PIVOT -> pivot(new String(readBytes(in), StandardCharsets.UTF_8));
      case INPUT ->
          input(
              new Element.InputName(
                  (int) number, new String(readBytes(in), StandardCharsets.UTF_8)));
      case WINDOW -> window(Window.read(in));
      case DUPLICATE -> duplicate((int) number);
      case ID_REUSE -> idReuse((int) number);
      case READ_UNTIL -> readUntil(number);
    };
  }

  private static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  // Findings are few and never rest in state in this form, so Java's own serialization will do.
  private static byte[] serialized(Finding finding) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(finding);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings("BanSerializableRead") // only ever bytes of this very job
  private static Finding deserialized(byte[] bytes) throws IOException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (Finding) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException("a finding of another version of the program", e);
    }
  }
}
