package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Tables that are mostly 0, saved as a bitmap and the cells that are not. */
final class Sparse {
  private Sparse() {}

  static void write(float[] table, DataOutput out) throws IOException {
    for (int from = 0; from < table.length; from += Byte.SIZE) {
      int used = 0;
      for (int i = from; i < Math.min(table.length, from + Byte.SIZE); i++) {
        used |= table[i] == 0 ? 0 : 1 << (i - from);
      }
      out.writeByte(used);
    }
    for (float cell : table) {
      if (cell != 0) {
        out.writeFloat(cell);
      }
    }
  }

  /** Reads what {@link #write} wrote into a new table of the same length. */
  static void read(float[] table, DataInput in) throws IOException {
    byte[] used = new byte[(table.length + Byte.SIZE - 1) / Byte.SIZE];
    in.readFully(used);
    for (int i = 0; i < table.length; i++) {
      if ((used[i / Byte.SIZE] & 1 << (i % Byte.SIZE)) != 0) {
        table[i] = in.readFloat();
      }
    }
  }
}
