package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Texts;
import org.jspecify.annotations.Nullable;

/**
 * One event as a finding cites it: enough for an analyst to find it again and to see what it was.
 * Numbers are -1 when the log did not have them.
 */
public record Cited(
    long time,
    LogSource source,
    @Nullable String requestId,
    @Nullable String principal,
    @Nullable String sourceIp,
    long asn,
    @Nullable String asOrg,
    @Nullable String asType,
    @Nullable String country,
    @Nullable String userAgent,
    @Nullable String ja4,
    @Nullable String method,
    @Nullable String endpoint,
    @Nullable String model,
    long status,
    boolean succeeded,
    long outputTokens,
    int binding,
    int file,
    long line,
    long offset)
    implements java.io.Serializable {

  private static final int TEXTS = 11;

  public static Cited of(AccessEvent e) {
    return new Cited(
        e.eventTime(),
        e.logSource(),
        e.requestId(),
        e.text(Field.PRINCIPAL),
        e.sourceIp(),
        e.number(Field.ASN, -1),
        e.text(Field.AS_ORG),
        e.text(Field.AS_TYPE),
        e.text(Field.COUNTRY),
        e.text(Field.USER_AGENT),
        e.text(Field.JA4),
        e.text(Field.METHOD),
        e.text(Field.ENDPOINT),
        e.text(Field.MODEL),
        e.number(Field.STATUS, -1),
        e.succeeded(),
        e.number(Field.OUTPUT_TOKENS, -1),
        e.binding(),
        e.file(),
        e.line(),
        e.offset());
  }

  /** Writes the event on its own. */
  public void write(DataOutput out) throws IOException {
    write(out, null);
  }

  /** Reads what {@link #write(DataOutput)} wrote. */
  public static Cited read(DataInput in) throws IOException {
    return read(in, null);
  }

  /**
   * Writes the event; texts that are those of the event before it are not written again: within an
   * hour a credential's events differ in little but time and request id.
   */
  public void write(DataOutput out, @Nullable Cited before) throws IOException {
    out.writeLong(time);
    out.writeByte((source == LogSource.VENDOR ? 1 : 0) | (succeeded ? 2 : 0));
    out.writeLong(asn);
    out.writeShort((int) status);
    out.writeLong(outputTokens);
    out.writeInt(binding);
    out.writeInt(file);
    out.writeLong(line);
    out.writeLong(offset);
    @Nullable String[] texts = texts();
    @Nullable String[] same = before == null ? new String[texts.length] : before.texts();
    int changed = 0;
    for (int i = 0; i < texts.length; i++) {
      changed |= Objects.equals(texts[i], same[i]) ? 0 : 1 << i;
    }
    out.writeShort(changed);
    for (int i = 0; i < texts.length; i++) {
      if ((changed & 1 << i) != 0) {
        String text = texts[i];
        out.writeBoolean(text != null);
        if (text != null) {
          out.writeUTF(text);
        }
      }
    }
  }

  /** Reads what {@link #write(DataOutput, Cited)} wrote. */
  public static Cited read(DataInput in, @Nullable Cited before) throws IOException {
    long time = in.readLong();
    int flags = in.readByte();
    long asn = in.readLong();
    int status = in.readShort();
    long outputTokens = in.readLong();
    int binding = in.readInt();
    int file = in.readInt();
    long line = in.readLong();
    long offset = in.readLong();
    @Nullable String[] t = before == null ? new String[TEXTS] : before.texts();
    int changed = in.readUnsignedShort();
    for (int i = 0; i < TEXTS; i++) {
      if ((changed & 1 << i) != 0) {
        // The first is the request's own id.
        t[i] = !in.readBoolean() ? null : i == 0 ? in.readUTF() : Texts.read(in);
      }
    }
    return new Cited(
        time,
        (flags & 1) != 0 ? LogSource.VENDOR : LogSource.GATEWAY,
        t[0],
        t[1],
        t[2],
        asn,
        t[3],
        t[4],
        t[5],
        t[6],
        t[7],
        t[8],
        t[9],
        t[10],
        status,
        (flags & 2) != 0,
        outputTokens,
        binding,
        file,
        line,
        offset);
  }

  /** The same event {@code later} ms after. */
  Cited moved(long later) {
    return new Cited(
        time + later,
        source,
        requestId,
        principal,
        sourceIp,
        asn,
        asOrg,
        asType,
        country,
        userAgent,
        ja4,
        method,
        endpoint,
        model,
        status,
        succeeded,
        outputTokens,
        binding,
        file,
        line,
        offset);
  }

  private @Nullable String[] texts() {
    return new @Nullable String[] {
      requestId, principal, sourceIp, asOrg, asType, country, userAgent, ja4, method, endpoint,
      model
    };
  }

  /** Whether both are the same line of the same input. */
  boolean isSameLine(Cited other) {
    return time == other.time
        && line == other.line
        && file == other.file
        && binding == other.binding
        && Objects.equals(requestId, other.requestId);
  }
}
