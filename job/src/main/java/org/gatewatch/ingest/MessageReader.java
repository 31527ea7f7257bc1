package org.gatewatch.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads records that come as messages, one or several in each: those of one partition of a topic.
 * Not safe for two threads.
 */
public final class MessageReader {
  private final Function<Framer, FileReader> opener;
  private final LogFormat format;
  private final Whole whole = new Whole();
  private final FileReader one;

  MessageReader(LogFormat format, Function<Framer, FileReader> opener) {
    this.format = format;
    this.opener = opener;
    this.one = opener.apply(whole);
  }

  /**
   * Reads one message.
   *
   * @param message its bytes; not kept
   * @param number its number in the partition, told as the line of its records
   */
  public void read(byte[] message, long number, Consumer<RecordReader.Read> out) {
    if (isOne(message)) {
      whole.set(message, number);
      for (RecordReader.Read read = one.next(); read != null; read = one.next()) {
        out.accept(read);
      }
      return;
    }
    try (FileReader several =
        opener.apply(format.framer(new Archive(new ByteArrayInputStream(message))))) {
      for (RecordReader.Read read = several.next(); read != null; read = several.next()) {
        out.accept(read);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  /** Names of keys that no canonical field takes, with how often, of messages of one record. */
  public Map<String, Long> unknownKeys() {
    return one.unknownKeys();
  }

  /** Whether a message is one record by its look: no line end inside, no array around. */
  private static boolean isOne(byte[] message) {
    int to = message.length;
    while (to > 0 && (message[to - 1] == '\n' || message[to - 1] == '\r')) {
      to--;
    }
    int from = 0;
    while (from < to && message[from] <= ' ' && message[from] >= 0) {
      from++;
    }
    if (from == to) {
      return true; // blank: one rejected line
    }
    boolean wrapped = message[from] == '[' || message[from] == 0x1f || message[from] == 0x28;
    for (int i = from; i < to && !wrapped; i++) {
      wrapped = message[i] == '\n';
    }
    return !wrapped && !startsWithRecords(message, from + 1, to);
  }

  /** {@code {"Records":[…]}} around several. */
  private static boolean startsWithRecords(byte[] message, int from, int to) {
    int i = from;
    while (i < to && message[i] <= ' ' && message[i] >= 0) {
      i++;
    }
    String name = "\"records\"";
    if (message.length == 0 || from > to || to - i < name.length()) {
      return false;
    }
    for (int k = 0; k < name.length(); k++) {
      if (Character.toLowerCase((char) message[i + k]) != name.charAt(k)) {
        return false;
      }
    }
    return true;
  }

  /** A framer that is handed its one record. */
  private static final class Whole extends Framer {
    private boolean waiting;

    Whole() {
      super(nothing());
    }

    private static Archive nothing() {
      try {
        return new Archive(InputStream.nullInputStream());
      } catch (IOException e) {
        throw new IllegalStateException("nothing can be read", e);
      }
    }

    void set(byte[] message, long number) {
      bytes = message;
      from = 0;
      to = message.length;
      while (to > 0 && (message[to - 1] == '\n' || message[to - 1] == '\r')) {
        to--;
      }
      filled = message.length;
      at = filled;
      line = number;
      waiting = true;
    }

    @Override
    boolean frame() {
      if (!waiting) {
        return false;
      }
      waiting = false;
      problem = to > LIMIT ? Lines.tooLong() : null;
      return true;
    }
  }
}
