package org.gatewatch.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of an event in binary: which are present, then their values in field order. */
final class FieldCodec {
  private FieldCodec() {}

  static void write(@Nullable String[] texts, long[] numbers, long present, DataOutput out)
      throws IOException {
    out.writeLong(present);
    for (long left = present; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      if (Field.at(i).isText()) {
        out.writeUTF(Objects.requireNonNull(texts[i]));
      } else {
        out.writeLong(numbers[i]);
      }
    }
  }

  /** Fills the arrays; returns which fields are present. */
  static long read(DataInput in, @Nullable String[] texts, long[] numbers) throws IOException {
    long present = in.readLong();
    for (long left = present; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      if (Field.at(i).isText()) {
        texts[i] = in.readUTF();
      } else {
        numbers[i] = in.readLong();
      }
    }
    return present;
  }
}
