package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.detect.Clue;
import org.jspecify.annotations.Nullable;

/** Surprises and clues by family, in binary. */
final class Evidence {
  private Evidence() {}

  static void write(float[] surprises, @Nullable Clue[] clues, DataOutput out) throws IOException {
    int mask = 0;
    for (int f = 0; f < clues.length; f++) {
      out.writeFloat(surprises[f]);
      mask |= clues[f] == null ? 0 : 1 << f;
    }
    out.writeShort(mask);
    for (Clue clue : clues) {
      if (clue != null) {
        clue.write(out);
      }
    }
  }

  static void read(DataInput in, float[] surprises, @Nullable Clue[] clues) throws IOException {
    for (int f = 0; f < surprises.length; f++) {
      surprises[f] = in.readFloat();
    }
    int mask = in.readUnsignedShort();
    for (int f = 0; f < clues.length; f++) {
      clues[f] = (mask & 1 << f) == 0 ? null : Clue.read(in);
    }
  }
}
