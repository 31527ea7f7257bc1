package org.gatewatch.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads records that come as messages, one or several in each: those of one partition of a topic. A
 * message is cut into records as a file is, and every record bears the number of its message. Not
 * safe for two threads.
 */
public final class MessageReader {
  private static final byte[] BLANK = {'\n'};

  private final LogFormat format;
  private final FileReader reader;

  MessageReader(LogFormat format, FileReader reader) {
    this.format = format;
    this.reader = reader;
  }

  /**
   * Reads one message.
   *
   * @param message its bytes; not kept
   * @param number its number in the partition, told as the line of its records
   * @param written when it was written, epoch ms: the year of times that name none is the one that
   *     brings them nearest to it; negative when that is not known
   */
  public void read(byte[] message, long number, long written, Consumer<RecordReader.Read> out) {
    if (written >= 0) {
      reader.near(written);
    }
    reader.message(records(message), number);
    RecordReader.Read read = reader.next();
    if (read == null) { // blank: one rejected record
      Framer one = new Lines(Archive.nothing());
      one.hold(BLANK);
      reader.message(one, number);
      read = reader.next();
    }
    for (; read != null; read = reader.next()) {
      out.accept(read);
    }
  }

  private Framer records(byte[] message) {
    if (Archive.Packing.of(message) == Archive.Packing.PLAIN) {
      Framer records = format.framer(Archive.nothing());
      records.hold(message); // without a copy: most messages are small
      return records;
    }
    try {
      return format.framer(new Archive(new ByteArrayInputStream(message)));
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  /** Names of keys that no canonical field takes, with how often. */
  public Map<String, Long> unknownKeys() {
    return reader.unknownKeys();
  }
}
