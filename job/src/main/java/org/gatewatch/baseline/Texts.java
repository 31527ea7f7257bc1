package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Texts that may be absent, in binary. */
final class Texts {
  private Texts() {}

  static void write(@Nullable String text, DataOutput out) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  static @Nullable String read(DataInput in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }
}
