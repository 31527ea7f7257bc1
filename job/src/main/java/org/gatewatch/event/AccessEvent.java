package org.gatewatch.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One access of the model, as one log line tells it: the canonical fields that the line had, and
 * where it came from. Immutable; made by {@link Builder}.
 *
 * <p>Texts and numbers lie in two arrays, those present in the order of {@link Field}: this keeps
 * serializer and hash one loop each, and an event small.
 */
public final class AccessEvent {
  /** The longest text a field holds, in UTF-16 units; longer ones are cut by the builder. */
  public static final int MAX_TEXT = 2048;

  private static final Field[] FIELDS = Field.values();
  private static final int VERSION = 1;

  private final String[] texts;
  private final LogSource source;
  private final long[] numbers;
  private final long present;
  private final int binding;
  private final String key;
  private final long releaseTime;
  private final long hashHigh;
  private final long hashLow;
  private final int file;
  private final long line;
  private final long offset;

  private AccessEvent(
      String[] texts,
      long[] numbers,
      long present,
      int binding,
      String key,
      long releaseTime,
      long hashHigh,
      long hashLow,
      int file,
      long line,
      long offset) {
    this.texts = texts;
    this.numbers = numbers;
    this.present = present;
    this.source =
        LogSource.VENDOR.text().equals(text(Field.LOG_SOURCE))
            ? LogSource.VENDOR
            : LogSource.GATEWAY;
    this.binding = binding;
    this.key = key;
    this.releaseTime = releaseTime;
    this.hashHigh = hashHigh;
    this.hashLow = hashLow;
    this.file = file;
    this.line = line;
    this.offset = offset;
  }

  public boolean has(Field field) {
    return (present & (1L << field.ordinal())) != 0;
  }

  /** The text of a TEXT or LIST field, or null when absent. */
  public @Nullable String text(Field field) {
    return has(field) ? texts[FieldCodec.textAt(present, field.ordinal())] : null;
  }

  /** The number of a WHOLE, TIME or FLAG (0, 1) field; {@code otherwise} when absent. */
  public long number(Field field, long otherwise) {
    return has(field) ? numbers[FieldCodec.numberAt(present, field.ordinal())] : otherwise;
  }

  /** The value of a REAL field; NaN when absent. */
  public double real(Field field) {
    return has(field) ? Double.longBitsToDouble(number(field, 0)) : Double.NaN;
  }

  /** Epoch milliseconds. */
  public long eventTime() {
    return numbers[0]; // the first field, and always present
  }

  /**
   * Event time + the binding's lateness bound, epoch milliseconds: when the event may be acted on.
   */
  public long releaseTime() {
    return releaseTime;
  }

  public LogSource logSource() {
    return source;
  }

  /** What the event is baselined under: its credential, or a pseudo-credential of its prefix. */
  public String key() {
    return key;
  }

  /** The same event, baselined under another key. */
  public AccessEvent withKey(String key) {
    return new AccessEvent(
        texts, numbers, present, binding, key, releaseTime, hashHigh, hashLow, file, line, offset);
  }

  /** Index of the binding in the settings. */
  public int binding() {
    return binding;
  }

  /** First half of the 128-bit record hash: equal for equal canonical fields. */
  public long hashHigh() {
    return hashHigh;
  }

  public long hashLow() {
    return hashLow;
  }

  /** Index of the input file; outside the record hash. */
  public int file() {
    return file;
  }

  /** Number of the line (or record) in its file, from 1. */
  public long line() {
    return line;
  }

  /** Byte offset of the line in its uncompressed file. */
  public long offset() {
    return offset;
  }

  /** Whether the use was accepted: by outcome where known, else a status below 400, else true. */
  public boolean succeeded() {
    String outcome = text(Field.OUTCOME);
    if (outcome != null && !outcome.equals("unknown")) {
      return outcome.equals("success");
    }
    return number(Field.STATUS, 200) < 400;
  }

  /**
   * Whether the use was refused for what it asked or who asked: outcome denied, or 401, 403, 404.
   */
  public boolean denied() {
    long status = number(Field.STATUS, 0);
    return "denied".equals(text(Field.OUTCOME)) || status == 401 || status == 403 || status == 404;
  }

  /** Whether the user did not get in at all: 401, or denied by a log without statuses. */
  public boolean authenticationFailed() {
    return has(Field.STATUS)
        ? number(Field.STATUS, 0) == 401
        : "denied".equals(text(Field.OUTCOME));
  }

  public @Nullable String credentialId() {
    return text(Field.CREDENTIAL_ID);
  }

  public @Nullable String requestId() {
    return text(Field.REQUEST_ID);
  }

  public @Nullable String sourceIp() {
    return text(Field.SOURCE_IP);
  }

  /** Writes the event; read back by {@link #read}. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    FieldCodec.write(texts, numbers, present, out);
    out.writeInt(binding);
    out.writeUTF(key);
    out.writeLong(releaseTime);
    out.writeLong(hashHigh);
    out.writeLong(hashLow);
    out.writeInt(file);
    out.writeLong(line);
    out.writeLong(offset);
  }

  /** Reads what {@link #write} wrote. */
  public static AccessEvent read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("access event of an unknown version: " + version);
    }
    long present = in.readLong();
    return new AccessEvent(
        FieldCodec.readTexts(in, present),
        FieldCodec.readNumbers(in, present),
        present,
        in.readInt(),
        Texts.read(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        in.readLong(),
        in.readLong());
  }

  /** Equal when all canonical fields but {@code raw_ref} and the binding are equal. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AccessEvent e
        && binding == e.binding
        && hashHigh == e.hashHigh
        && hashLow == e.hashLow;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hashHigh);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("AccessEvent[");
    for (Field field : FIELDS) {
      if (has(field)) {
        String value =
            field.isText()
                ? text(field)
                : field.kind() == Field.Kind.REAL ? "" + real(field) : "" + number(field, 0);
        out.append(field.key()).append('=').append(value).append(' ');
      }
    }
    return out.append("key=").append(key).append(']').toString();
  }

  /**
   * Collects the fields of one event. Reused from line to line by a parser: {@link #clear} first.
   * Not safe for use by two threads.
   */
  public static final class Builder {
    private final @Nullable String[] texts = new String[FIELDS.length];
    private final long[] numbers = new long[FIELDS.length];
    private long present;
    private final RecordHash hash = new RecordHash();

    /** Forgets all fields. */
    public Builder clear() {
      Arrays.fill(texts, null);
      present = 0;
      return this;
    }

    /** Sets a TEXT or LIST field; null or empty means absent. Cut at {@link #MAX_TEXT}. */
    public Builder set(Field field, @Nullable String value) {
      if (!field.isText()) {
        throw new IllegalArgumentException(field + " holds no text");
      }
      if (value == null || value.isEmpty()) {
        return remove(field);
      }
      texts[field.ordinal()] = value.length() > MAX_TEXT ? value.substring(0, MAX_TEXT) : value;
      present |= 1L << field.ordinal();
      return this;
    }

    /** Sets a WHOLE, TIME or FLAG field. */
    public Builder set(Field field, long value) {
      if (field.isText() || field.kind() == Field.Kind.REAL) {
        throw new IllegalArgumentException(field + " holds no whole number");
      }
      numbers[field.ordinal()] = value;
      present |= 1L << field.ordinal();
      return this;
    }

    /** Sets a REAL field; a value that is not finite means absent. */
    public Builder setReal(Field field, double value) {
      if (field.kind() != Field.Kind.REAL) {
        throw new IllegalArgumentException(field + " holds no real number");
      }
      if (!Double.isFinite(value)) {
        return remove(field);
      }
      numbers[field.ordinal()] = Double.doubleToLongBits(value + 0.0); // -0.0 becomes 0.0
      present |= 1L << field.ordinal();
      return this;
    }

    public Builder remove(Field field) {
      texts[field.ordinal()] = null;
      present &= ~(1L << field.ordinal());
      return this;
    }

    public boolean has(Field field) {
      return (present & (1L << field.ordinal())) != 0;
    }

    public @Nullable String text(Field field) {
      return texts[field.ordinal()];
    }

    public long number(Field field, long otherwise) {
      return has(field) ? numbers[field.ordinal()] : otherwise;
    }

    /**
     * The event of the fields set so far.
     *
     * @param binding index of the binding
     * @param key what the event is baselined under
     * @param maxLatenessMs the binding's lateness bound, added to the event time for the release
     *     time
     * @param file index of the input file
     * @param line number of the line, from 1
     * @param offset byte offset of the line
     * @throws IllegalStateException without an event time
     */
    public AccessEvent build(
        int binding, String key, long maxLatenessMs, int file, long line, long offset) {
      if (!has(Field.EVENT_TIME)) {
        throw new IllegalStateException("an access event needs an event_time");
      }
      ByteBuffer halves = ByteBuffer.wrap(hash.of(texts, numbers, present));
      return new AccessEvent(
          FieldCodec.packed(texts, present),
          FieldCodec.packed(numbers, present),
          present,
          binding,
          key,
          numbers[Field.EVENT_TIME.ordinal()] + maxLatenessMs,
          halves.getLong(),
          halves.getLong(),
          file,
          line,
          offset);
    }
  }
}
