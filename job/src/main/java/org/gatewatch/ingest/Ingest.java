package org.gatewatch.ingest;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Roster;
import org.gatewatch.event.Timeline;
import org.jspecify.annotations.Nullable;

/**
 * The way into the room: opens files of the bindings as readers of accepted and rejected records.
 * Serializable, and cheap to hold; the readers it opens may run in different threads.
 */
public final class Ingest implements Serializable {
  private static final long serialVersionUID = 1;

  /** How many records are looked at for the first time of a file. */
  private static final int PROBED = 1000;

  private final List<Binding> bindings;
  private final Timeline<Roster> rosters;
  private final Redactor redactor;
  private final Enricher enricher;

  /**
   * Reads the files of those bindings.
   *
   * @param roster resolves aliases of credentials
   * @param redactor hides secrets
   * @param enricher adds networks and countries
   */
  public Ingest(List<Binding> bindings, Roster roster, Redactor redactor, Enricher enricher) {
    this(bindings, Timeline.of(roster), redactor, enricher);
  }

  /** As above; of several rosters the one in force at an event's release time counts. */
  public Ingest(
      List<Binding> bindings, Timeline<Roster> rosters, Redactor redactor, Enricher enricher) {
    this.bindings = List.copyOf(bindings);
    this.rosters = rosters;
    this.redactor = redactor;
    this.enricher = enricher;
  }

  /**
   * Opens one file.
   *
   * @param binding index of the binding
   * @param fileIndex number of the file, put on every event
   * @throws InputException when it cannot be opened, or its format is not known
   */
  public RecordReader open(int binding, Path file, int fileIndex) {
    Binding bound = bindings.get(binding);
    LogFormat format = format(bound, file);
    Archive archive;
    try {
      archive = new Archive(file);
    } catch (IOException e) {
      throw Inputs.unreadable(file, e);
    }
    return new FileReader(
        bound,
        fileIndex,
        format,
        format.framer(archive),
        rosters,
        redactor.copy(),
        enricher.copy());
  }

  /**
   * Where the last whole record of a part of a plain file ends. Some formats have records that
   * stretch over lines, and the last of these may not be written yet.
   *
   * @param format id of the file's format
   * @param from byte offset of the part's start
   * @param to byte offset of the end of its last whole line
   * @return at most {@code to}
   */
  public long wholeEnd(int binding, Path file, String format, long from, long to)
      throws IOException {
    LogFormat known = format(bindings.get(binding), format);
    Framer records = known.framer(Archive.plain(FilePart.open(file, from, to)));
    try {
      if (records instanceof Lines
          || (records instanceof JsonRecords && FilePart.isOfObjects(file, from, to))) {
        return to; // the usual case: no line goes on in the next one
      }
      while (records.next()) {
        if (records.cut) {
          return from + records.offset();
        }
      }
      return to;
    } finally {
      records.close();
    }
  }

  /**
   * Opens a part of a file that grows.
   *
   * @param format id of the file's format, as {@link #detect} told it
   * @param from byte offset of the part's start in the uncompressed file
   * @param to byte offset of its end there; MAX_VALUE for the whole rest
   * @param lines records that lie before the part
   * @param last time of the last event before the part, ms, for times that name no year; MIN_VALUE
   *     when there is none: then it is the binding's year
   * @throws InputException as {@link #open}
   */
  public RecordReader follow(
      int binding,
      Path file,
      int fileIndex,
      String format,
      long from,
      long to,
      long lines,
      long last) {
    Binding bound = bindings.get(binding);
    LogFormat known = format(bound, format);
    try {
      byte[] header = {};
      long before = lines;
      if (from > 0 && known.needsHeader()) {
        Framer head = known.framer(new Archive(file));
        if (head.next() && head.problem == null) {
          header = Arrays.copyOfRange(head.bytes, head.from, head.at);
          before -= head.lines();
        }
        head.close();
      }
      boolean compressed = FilePart.isCompressed(file); // perhaps since it was looked at
      Archive archive =
          compressed ? new Archive(file) : Archive.plain(FilePart.open(file, from, to));
      archive.begin(compressed ? from : 0, header);
      archive.end(to - from);
      Framer framer = known.framer(archive);
      framer.startAt(from - header.length, before);
      FileReader reader =
          new FileReader(
              bound, fileIndex, known, framer, rosters, redactor.copy(), enricher.copy());
      if (last != Long.MIN_VALUE) {
        reader.near(last);
      }
      return reader;
    } catch (IOException e) {
      throw Inputs.unreadable(file, e);
    }
  }

  /**
   * Reads messages of a binding, which must name its format.
   *
   * @param number put on every event where files have their index
   * @throws InputException as {@link #open}
   */
  public MessageReader messages(int binding, int number) {
    Binding bound = bindings.get(binding);
    LogFormat format = format(bound, String.valueOf(bound.format()));
    return new MessageReader(
        format,
        new FileReader(
            bound,
            number,
            format,
            format.framer(Archive.nothing()),
            rosters,
            redactor.copy(),
            enricher.copy()));
  }

  /**
   * Time of the file's first accepted record, epoch ms; null when none of its first 1000 records is
   * accepted. Orders files of one binding.
   *
   * @throws InputException as {@link #open}
   */
  public @Nullable Long firstEventTime(int binding, Path file) {
    try (RecordReader reader = open(binding, file, 0)) {
      for (int i = 0; i < PROBED; i++) {
        RecordReader.Read read = reader.next();
        if (read == null) {
          return null;
        }
        AccessEvent event = read.event();
        if (event != null) {
          return event.eventTime();
        }
      }
      return null;
    }
  }

  /** What the file holds: the binding's format where it names one, otherwise by its content. */
  public Detection detect(int binding, Path file) {
    Binding bound = bindings.get(binding);
    String named = bound.format();
    return named == null
        ? Detection.of(file, bound.map() != null)
        : new Detection(named, "set by the binding " + bound.name());
  }

  private LogFormat format(Binding bound, Path file) {
    Detection detection = detect(bindings.indexOf(bound), file);
    String id = detection.format();
    if (id == null) {
      throw new InputException(file.toString(), "no format detected", detection.reason());
    }
    return format(bound, id);
  }

  private static LogFormat format(Binding bound, String id) {
    LogFormat format = Formats.find(id);
    if (format == null) {
      throw new InputException(
          "binding " + bound.name(), "unknown format " + id, "one of " + Formats.names());
    }
    if (format.needsMap() && bound.map() == null) {
      throw new InputException(
          "binding " + bound.name(), "format " + id + " without a field map", "a field map");
    }
    return format;
  }
}
