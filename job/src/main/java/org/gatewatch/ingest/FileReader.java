package org.gatewatch.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.gatewatch.event.Timeline;
import org.jspecify.annotations.Nullable;

/** The records of one file: cut, parsed, completed and keyed, or rejected. */
final class FileReader implements RecordReader {
  /** Bytes of a rejected record that are looked at for its excerpt. */
  private static final int LOOKED_AT = 8192;

  private static final int EXCERPT = 200;

  private final Binding binding;
  private final int file;
  private final LogFormat format;
  private Framer framer;
  private final Timeline<Roster> rosters;
  private final Redactor redactor;
  private final Enricher enricher;
  private final UnknownKeys unknown;
  private final Values values;
  private final LogFormat.RecordParser parser;
  private final AccessEvent.Builder event = new AccessEvent.Builder();
  private byte @Nullable [] around;
  private long headerLines;

  /** Number of the message that the records are of; negative: they have their own numbers. */
  private long message = -1;

  FileReader(
      Binding binding,
      int file,
      LogFormat format,
      Framer framer,
      Timeline<Roster> rosters,
      Redactor redactor,
      Enricher enricher) {
    this.binding = binding;
    this.file = file;
    this.format = format;
    this.framer = framer;
    this.rosters = rosters;
    this.redactor = redactor;
    this.enricher = enricher;
    unknown = new UnknownKeys(redactor);
    values = new Values(redactor, unknown);
    parser = format.parser(binding, values, unknown);
  }

  /** Reads the records of a message from now on; each is told by the message's number. */
  void message(Framer records, long number) {
    framer = records;
    message = number;
  }

  /** Says when the next record was written, as far as is known, epoch ms. */
  void near(long time) {
    parser.near(time);
  }

  private long line() {
    return message >= 0 ? message : framer.line;
  }

  @Override
  public @Nullable Read next() {
    while (parser.more() || framer.next()) {
      Problem problem = framer.problem != null ? framer.problem : parse();
      if (problem == null) {
        return new Read(build(), null);
      }
      if (!problem.equals(Problem.HEADER)) {
        return new Read(null, rejected(problem));
      }
      headerLines++;
    }
    return null;
  }

  private @Nullable Problem parse() {
    if (isBlank()) {
      return Problem.BLANK;
    }
    event.clear();
    if (framer.around != around) {
      around = framer.around;
      parser.around(around);
    }
    Problem problem = parser.parse(framer.bytes, framer.from, framer.to, event);
    if (problem == null) {
      problem = values.finish(event, binding);
    }
    return problem != null && !problem.equals(Problem.HEADER) && holdsNul()
        ? new Problem("binary", "expected text, found a NUL byte")
        : problem;
  }

  private boolean isBlank() {
    for (int i = framer.from; i < framer.to; i++) {
      byte b = framer.bytes[i];
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private boolean holdsNul() {
    for (int i = framer.from; i < framer.to; i++) {
      if (framer.bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private AccessEvent build() {
    enricher.enrich(event);
    long time = event.number(Field.EVENT_TIME, 0);
    Roster roster = rosters.at(time + binding.maxLatenessMs());
    String credential = event.text(Field.CREDENTIAL_ID);
    String principal = event.text(Field.PRINCIPAL);
    if (credential == null && principal != null && binding.source() == LogSource.VENDOR) {
      credential = roster.aliased(principal); // a login tells who came in, not with what
    }
    if (credential != null) {
      String resolved = roster.resolve(credential);
      if (Keys.isReserved(resolved)) {
        resolved = redactor.hmac(resolved); // no client chooses to be a pseudo-credential or a log
      }
      if (!resolved.equals(event.text(Field.CREDENTIAL_ID))) {
        if (principal == null && roster.sharing(credential).size() > 1) {
          event.set(Field.PRINCIPAL, credential); // which of the owner's credentials is not told
        }
        event.set(Field.CREDENTIAL_ID, resolved);
        credential = resolved;
      }
    }
    String key =
        Keys.of(
            credential, event.text(Field.SOURCE_IP), Values.authenticationFailed(event), roster);
    return event.build(
        binding.index(), key, binding.maxLatenessMs(), file, line(), framer.offset());
  }

  private Rejected rejected(Problem problem) {
    return new Rejected(
        binding.index(),
        file,
        line(),
        framer.offset(),
        problem.reason(),
        problem.message(),
        format.isShown(binding.map()) ? redactor.shown(start(), EXCERPT) : "");
  }

  /** The record's first characters; of a long one up to a word's end: half a secret has no look. */
  private String start() {
    int end = Math.min(framer.to, framer.from + LOOKED_AT);
    if (end < framer.to) {
      while (end > framer.from && " \t\"".indexOf(framer.bytes[end - 1]) < 0) {
        end--;
      }
    }
    return new String(framer.bytes, framer.from, end - framer.from, StandardCharsets.UTF_8);
  }

  @Override
  public long bytesRead() {
    return framer.bytesRead();
  }

  @Override
  public Map<String, Long> unknownKeys() {
    return unknown.counts();
  }

  @Override
  public long headerLines() {
    return headerLines;
  }

  @Override
  public long lines() {
    return framer.lines();
  }

  @Override
  public long end() {
    return framer.end();
  }

  @Override
  public String format() {
    return format.id();
  }

  @Override
  public void close() {
    framer.close();
  }
}
