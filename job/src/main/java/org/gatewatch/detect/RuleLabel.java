package org.gatewatch.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rule of the user's own says of itself; the rules of this house stand in the rule book of
 * judging instead. It travels with each hit, so that an open finding outlives the rule's file.
 *
 * @param name title of the finding, up to 256 characters
 * @param level 1 (informational) to 5 (critical)
 * @param advice what to do
 * @param techniques ids of ATT&CK such as {@code T1078.004}, upper case
 */
public record RuleLabel(String name, int level, String advice, List<String> techniques)
    implements Serializable {
  private static final int VERSION = 1;

  public RuleLabel {
    techniques = List.copyOf(techniques);
  }

  /** Writes the label; read back by {@link #read}. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeUTF(name);
    out.writeByte(level);
    out.writeUTF(advice);
    out.writeByte(techniques.size());
    for (String technique : techniques) {
      out.writeUTF(technique);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static RuleLabel read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("rule label of an unknown version: " + version);
    }
    String name = in.readUTF();
    int level = in.readByte();
    String advice = in.readUTF();
    List<String> techniques = new ArrayList<>();
    for (int left = in.readByte(); left > 0; left--) {
      techniques.add(in.readUTF());
    }
    return new RuleLabel(name, level, advice, techniques);
  }
}
