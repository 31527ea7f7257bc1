package org.gatewatch.ingest;

import java.io.Closeable;
import java.util.Map;
import org.gatewatch.event.AccessEvent;
import org.jspecify.annotations.Nullable;

/**
 * The records of one input file, in file order. Damage inside the file (a truncated archive, a line
 * too long, bytes of any kind) comes out as rejected records, never as an exception.
 */
public interface RecordReader extends Closeable {

  /** The next record, or null at the end of the file. */
  @Nullable Read next();

  /** Bytes taken from the file on disk so far (compressed ones for an archive). */
  long bytesRead();

  /**
   * Names of keys that no canonical field takes, with how often; for the ledger. At most 100 names.
   */
  Map<String, Long> unknownKeys();

  /** Lines that were the header of a table: neither accepted nor rejected. */
  long headerLines();

  /** Number of the last record, counted from the start of the file. */
  long lines();

  /** Byte offset, in the uncompressed file, of the end of what was read. */
  long end();

  /** Id of the format it reads. */
  String format();

  @Override
  void close();

  /** Either an event or a rejected line. */
  record Read(@Nullable AccessEvent event, @Nullable Rejected rejected) {}
}
