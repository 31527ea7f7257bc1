package org.gatewatch.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an event in binary: which are present, then their values in field order. In memory
 * texts and numbers lie packed in two arrays of what is present: of fifty fields most are absent.
 */
final class FieldCodec {
  private static final long TEXTS = maskOf(Field.Kind.TEXT) | maskOf(Field.Kind.LIST);

  /** Texts that hardly ever come again. */
  private static final long OWN =
      mask(
          EnumSet.of(
              Field.REQUEST_ID, Field.DEDUPE_KEY, Field.SESSION_ID, Field.TRACE_ID, Field.RAW_REF));

  private FieldCodec() {}

  private static long maskOf(Field.Kind kind) {
    EnumSet<Field> fields = EnumSet.allOf(Field.class);
    fields.removeIf(f -> f.kind() != kind);
    return mask(fields);
  }

  private static long mask(EnumSet<Field> fields) {
    long mask = 0;
    for (Field field : fields) {
      mask |= 1L << field.ordinal();
    }
    return mask;
  }

  /** Where the text of a present field lies among the texts of those present. */
  static int textAt(long present, int field) {
    return Long.bitCount(present & TEXTS & ((1L << field) - 1));
  }

  /** Where the number of a present field lies among the numbers of those present. */
  static int numberAt(long present, int field) {
    return Long.bitCount(present & ~TEXTS & ((1L << field) - 1));
  }

  /** The texts of the fields present, packed. */
  static String[] packed(@Nullable String[] byField, long present) {
    String[] out = new String[Long.bitCount(present & TEXTS)];
    int n = 0;
    for (long left = present & TEXTS; left != 0; left &= left - 1) {
      out[n++] = java.util.Objects.requireNonNull(byField[Long.numberOfTrailingZeros(left)]);
    }
    return out;
  }

  /** The numbers of the fields present, packed. */
  static long[] packed(long[] byField, long present) {
    long[] out = new long[Long.bitCount(present & ~TEXTS)];
    int n = 0;
    for (long left = present & ~TEXTS; left != 0; left &= left - 1) {
      out[n++] = byField[Long.numberOfTrailingZeros(left)];
    }
    return out;
  }

  static void write(String[] texts, long[] numbers, long present, DataOutput out)
      throws IOException {
    out.writeLong(present);
    for (String text : texts) {
      out.writeUTF(text);
    }
    for (long number : numbers) {
      out.writeLong(number);
    }
  }

  static String[] readTexts(DataInput in, long present) throws IOException {
    String[] texts = new String[Long.bitCount(present & TEXTS)];
    Texts known = Texts.mine();
    int n = 0;
    for (long left = present & TEXTS; left != 0; left &= left - 1) {
      boolean own = (left & -left & OWN) != 0;
      texts[n++] = own ? in.readUTF() : known.next(in);
    }
    return texts;
  }

  static long[] readNumbers(DataInput in, long present) throws IOException {
    long[] numbers = new long[Long.bitCount(present & ~TEXTS)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readLong();
    }
    return numbers;
  }
}
