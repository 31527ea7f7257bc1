package org.gatewatch.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.ingest.Binding;

/**
 * The files that a replay read to their end, each with how far that was, and where the time of each
 * binding stood then: a watch that goes on from the replay's state reads what comes behind.
 * Unchangeable.
 */
public final class ReadFiles implements Serializable {
  private static final long serialVersionUID = 1;

  /** The name it has as a file. */
  public static final String NAME = "read-files";

  private static final int VERSION = 1;

  /** How far before its end a binding is read again, beside its lateness, ms. */
  private static final long OVERLAP = 3_600_000L;

  private final byte[] bytes;

  private ReadFiles(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * How far before the end of what was read of it a binding's topic is read again, ms: nobody knows
   * to the second where files end in a topic.
   */
  public static long overlap(Binding binding) {
    return binding.maxLatenessMs() + OVERLAP;
  }

  /**
   * Makes them up.
   *
   * @param files with indexes from 0 on, without a gap
   * @param fronts latest event time of each binding, ms; MIN_VALUE without any
   */
  static ReadFiles of(List<Followed> files, long[] fronts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(fronts.length);
      for (long front : fronts) {
        out.writeLong(front);
      }
      out.writeInt(files.size());
      for (Followed file : files) {
        file.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return new ReadFiles(bytes.toByteArray());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException when it cannot be read, or is something else
   */
  public static ReadFiles read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0 || bytes[0] != VERSION) {
      throw new IOException(file + ": expected the files that a replay has read, version 1");
    }
    return new ReadFiles(bytes);
  }

  /** Writes them to a file. */
  public void write(Path file) throws IOException {
    Files.write(file, bytes);
  }

  /** Their paths, by index. */
  public List<String> paths() {
    return files().stream().map(file -> file.path).toList();
  }

  /**
   * Release time from which on a binding is read again, and up to which all of it was read, ms;
   * MIN_VALUE when no event was.
   */
  public long since(Binding binding) {
    long front = front(binding.index());
    return front == Long.MIN_VALUE ? front : front - overlap(binding);
  }

  /** Latest event time of a binding, ms; MIN_VALUE without any. */
  long front(int binding) {
    try (DataInputStream in = open()) {
      int bindings = in.readInt();
      in.skipNBytes((long) Long.BYTES * Math.min(binding, bindings));
      return binding < bindings ? in.readLong() : Long.MIN_VALUE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files, anew at each call: whoever follows them changes them. */
  List<Followed> files() {
    List<Followed> out = new ArrayList<>();
    try (DataInputStream in = open()) {
      in.skipNBytes((long) Long.BYTES * in.readInt());
      for (int n = in.readInt(); n > 0; n--) {
        out.add(Followed.read(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }

  private DataInputStream open() throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    in.readByte(); // the version
    return in;
  }
}
