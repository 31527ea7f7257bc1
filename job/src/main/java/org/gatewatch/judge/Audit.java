package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of what counts as normal that did not come from plain learning; never silent.
 *
 * @param time event time of the window that brought it about, ms
 * @param credential whose baseline
 * @param action what happened
 * @param cause uid of the finding or verdict behind it, or the credential a baseline was copied
 *     from
 * @param networks /24 and /64 networks adopted
 * @param agents clients adopted
 * @param volume factor by which the expected requests were raised, 1 for none
 * @param size factor by which the expected tokens per request were raised, 1 for none
 * @param day factor by which the expected requests of a whole day were changed, 1 for none
 */
public record Audit(
    long time,
    String credential,
    Action action,
    String cause,
    List<String> networks,
    List<String> agents,
    double volume,
    double size,
    double day) {

  /** What happened. */
  public enum Action {
    /** A change outlasted its quarantine and nobody decided on it. */
    ADOPTED,
    /** A change was agreed by a verdict. */
    AGREED,
    /** A span is learned from, by a verdict, as if nothing had been raised. */
    LEARNED,
    /** A span is not learned from, by a verdict. */
    REMOVED,
    /** A credential started from the baseline of the one it replaces. */
    SEEDED
  }

  public Audit {
    networks = List.copyOf(networks);
    agents = List.copyOf(agents);
  }

  /** Of an action that adopts nothing by itself. */
  static Audit of(long time, String credential, Action action, String cause) {
    return new Audit(time, credential, action, cause, List.of(), List.of(), 1, 1, 1);
  }

  /** The level of whole days, adopted. */
  static Audit days(long time, String credential, String cause, double factor) {
    return new Audit(time, credential, Action.ADOPTED, cause, List.of(), List.of(), 1, 1, factor);
  }

  public void write(DataOutput out) throws IOException {
    out.writeLong(time);
    out.writeUTF(credential);
    out.writeByte(action.ordinal());
    out.writeUTF(cause);
    write(networks, out);
    write(agents, out);
    out.writeDouble(volume);
    out.writeDouble(size);
    out.writeDouble(day);
  }

  private static void write(List<String> texts, DataOutput out) throws IOException {
    out.writeByte(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Audit read(DataInput in) throws IOException {
    return new Audit(
        in.readLong(),
        in.readUTF(),
        Action.values()[in.readByte()],
        in.readUTF(),
        texts(in),
        texts(in),
        in.readDouble(),
        in.readDouble(),
        in.readDouble());
  }

  private static List<String> texts(DataInput in) throws IOException {
    List<String> out = new ArrayList<>();
    for (int n = in.readByte(); n > 0; n--) {
      out.add(in.readUTF());
    }
    return out;
  }
}
