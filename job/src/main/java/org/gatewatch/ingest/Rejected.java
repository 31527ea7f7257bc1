package org.gatewatch.ingest;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A line that could not be read.
 *
 * @param binding index of the binding
 * @param file index of the input file
 * @param line number in the file, from 1
 * @param offset byte offset in the uncompressed file
 * @param reason a stable word, such as {@code not_json}, {@code no_event_time}
 * @param message what was wrong and what was expected
 * @param excerpt start of the line, redacted, control characters escaped
 */
public record Rejected(
    int binding, int file, long line, long offset, String reason, String message, String excerpt) {

  public void write(DataOutput out) throws IOException {
    out.writeInt(binding);
    out.writeInt(file);
    out.writeLong(line);
    out.writeLong(offset);
    out.writeUTF(reason);
    out.writeUTF(message);
    out.writeUTF(excerpt);
  }

  public static Rejected read(DataInput in) throws IOException {
    return new Rejected(
        in.readInt(),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        in.readUTF(),
        in.readUTF(),
        in.readUTF());
  }
}
