package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
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
    long offset) {

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

  public void write(DataOutput out) throws IOException {
    out.writeLong(time);
    out.writeBoolean(source == LogSource.VENDOR);
    Texts.write(requestId, out);
    Texts.write(principal, out);
    Texts.write(sourceIp, out);
    out.writeLong(asn);
    Texts.write(asOrg, out);
    Texts.write(asType, out);
    Texts.write(country, out);
    Texts.write(userAgent, out);
    Texts.write(ja4, out);
    Texts.write(method, out);
    Texts.write(endpoint, out);
    Texts.write(model, out);
    out.writeLong(status);
    out.writeBoolean(succeeded);
    out.writeLong(outputTokens);
    out.writeInt(binding);
    out.writeInt(file);
    out.writeLong(line);
    out.writeLong(offset);
  }

  public static Cited read(DataInput in) throws IOException {
    return new Cited(
        in.readLong(),
        in.readBoolean() ? LogSource.VENDOR : LogSource.GATEWAY,
        Texts.read(in),
        Texts.read(in),
        Texts.read(in),
        in.readLong(),
        Texts.read(in),
        Texts.read(in),
        Texts.read(in),
        Texts.read(in),
        Texts.read(in),
        Texts.read(in),
        Texts.read(in),
        Texts.read(in),
        in.readLong(),
        in.readBoolean(),
        in.readLong(),
        in.readInt(),
        in.readInt(),
        in.readLong(),
        in.readLong());
  }
}
