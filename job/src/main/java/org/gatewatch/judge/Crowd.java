package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.detect.Family;

/**
 * Who showed something rare before their hour was over, by family, in the hour at hand. Where
 * several do, the cause is common, such as a launch, and the hour's end will tell: until then
 * nobody else pages for it.
 */
final class Crowd {
  /** Surprise that counts: p &lt; 1e-3. */
  static final double RARE = 6.907755278982137;

  /** Others that make a crowd. */
  private static final int OTHERS = 2;

  private final long[] start = new long[Family.COUNT];
  private final long[][] members = new long[Family.COUNT][OTHERS + 1];
  private final int[] size = new int[Family.COUNT];

  /**
   * Notes one.
   *
   * @param hour start of its hour, ms
   * @return whether enough others did the same in that hour
   */
  boolean joins(int family, long hour, String credential) {
    if (start[family] != hour) {
      start[family] = hour;
      size[family] = 0;
    }
    long hash = NetworkRow.hash(credential);
    boolean known = false;
    for (int i = 0; i < size[family]; i++) {
      known |= members[family][i] == hash;
    }
    if (!known && size[family] <= OTHERS) {
      members[family][size[family]++] = hash;
    }
    return size[family] > OTHERS && !(known && members[family][0] == hash);
  }

  void write(DataOutput out) throws IOException {
    for (int f = 0; f < start.length; f++) {
      out.writeLong(start[f]);
      out.writeByte(size[f]);
      for (int i = 0; i < size[f]; i++) {
        out.writeLong(members[f][i]);
      }
    }
  }

  void readFrom(DataInput in) throws IOException {
    for (int f = 0; f < start.length; f++) {
      start[f] = in.readLong();
      size[f] = in.readByte();
      for (int i = 0; i < size[f]; i++) {
        members[f][i] = in.readLong();
      }
    }
  }
}
