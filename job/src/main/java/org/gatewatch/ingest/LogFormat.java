package org.gatewatch.ingest;

import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.jspecify.annotations.Nullable;

/** One log format: how its records are recognised, cut and read. Listed in {@link Formats#ALL}. */
interface LogFormat {
  /** The name in settings and in {@code format}. */
  String id();

  /** One line for the list of formats. */
  String description();

  /** One line: how it is told from the others. */
  String detectedBy();

  /**
   * Why the first bytes of a file look like this format; null when they do not.
   *
   * @param head the first uncompressed bytes, without a byte order mark
   * @param mapped whether the binding has a field map
   */
  @Nullable String recognise(String head, boolean mapped);

  /** Whether it can be read only with a field map. */
  default boolean needsMap() {
    return false;
  }

  /** Whether no part of a file can be read without its first line. */
  default boolean needsHeader() {
    return false;
  }

  /** The JSON paths it reads, as a field map names them; empty where that cannot be said. */
  default List<String> reads() {
    return List.of();
  }

  /**
   * Whether a rejected record may be shown: where a secret may stand in it without a look or a name
   * of its own, nobody can cut it out of what could not be read.
   *
   * @param map the binding's
   */
  default boolean isShown(@Nullable FieldMap map) {
    return true;
  }

  /** Cuts a file of this format into records; by default JSON objects, as most are. */
  default Framer framer(Archive in) {
    return new JsonRecords(in);
  }

  /** Reads the records of one file of that binding. */
  RecordParser parser(Binding binding, Values values, UnknownKeys unknown);

  /** Reads one record at a time. Holds the state of one file; not safe for two threads. */
  interface RecordParser {
    /**
     * Fills the cleared event from {@code bytes[from, to)}.
     *
     * @return null when it was read, else why not. Never throws, whatever the bytes
     */
    @Nullable Problem parse(byte[] bytes, int from, int to, AccessEvent.Builder out);

    /**
     * Says that the next records are parts of something larger, and what stands around them; null:
     * they are whole.
     */
    default void around(byte @Nullable [] context) {}

    /** Says that the next record was written near that time, epoch ms: its own may name no year. */
    default void near(long time) {}

    /**
     * Whether the record just read holds a further event: {@link #parse} is called for it again.
     */
    default boolean more() {
      return false;
    }
  }
}
