package org.gatewatch.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.baseline.Cited;
import org.jspecify.annotations.Nullable;

/**
 * What one rule saw of one credential since it last spoke: the first hit is told at once, what
 * follows in the same hour when the hour ends.
 *
 * @param rule the rule's id, such as {@code leftover-credential}
 * @param credential the key
 * @param release release time at which the hit may be acted on, ms
 * @param detail what was seen against what was declared, in words, cut at 1,000 characters; log
 *     text in it is raw
 * @param first the first event of this hit
 * @param last the last event of this hit
 * @param count events, at least 1
 * @param succeeded events among them that were accepted
 * @param label what a rule of the user's own says of itself; null for the rules of this house
 */
public record RuleHit(
    String rule,
    String credential,
    long release,
    String detail,
    Cited first,
    Cited last,
    long count,
    long succeeded,
    @Nullable RuleLabel label) {

  private static final int VERSION = 2;

  /** What is declared may be a long list. */
  private static final int MOST_DETAIL = 1000;

  public RuleHit {
    detail = Text.cut(detail, MOST_DETAIL);
  }

  /** Of a rule of this house. */
  public RuleHit(
      String rule,
      String credential,
      long release,
      String detail,
      Cited first,
      Cited last,
      long count,
      long succeeded) {
    this(rule, credential, release, detail, first, last, count, succeeded, null);
  }

  /** The same, to be acted on at another release time (ms). */
  public RuleHit at(long time) {
    return new RuleHit(rule, credential, time, detail, first, last, count, succeeded, label);
  }

  /** The same of another key. */
  public RuleHit as(String key) {
    return new RuleHit(rule, key, release, detail, first, last, count, succeeded, label);
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeUTF(rule);
    out.writeUTF(credential);
    out.writeLong(release);
    out.writeUTF(detail);
    first.write(out);
    last.write(out);
    out.writeLong(count);
    out.writeLong(succeeded);
    out.writeBoolean(label != null);
    if (label != null) {
      label.write(out);
    }
  }

  public static RuleHit read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("rule hit of an unknown version: " + version);
    }
    return new RuleHit(
        in.readUTF(),
        in.readUTF(),
        in.readLong(),
        in.readUTF(),
        Cited.read(in),
        Cited.read(in),
        in.readLong(),
        in.readLong(),
        in.readBoolean() ? RuleLabel.read(in) : null);
  }
}
