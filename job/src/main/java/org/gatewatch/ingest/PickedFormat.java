package org.gatewatch.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * A format of JSON records of which only certain paths are read, told by what stands at them.
 *
 * @param paths all paths that {@code sign} and {@code fill} ask for
 * @param sign why a record is of this format, or null
 * @param fill reads a record into an event
 */
record PickedFormat(
    String id,
    String description,
    String detectedBy,
    List<String> paths,
    Function<Picked, @Nullable String> sign,
    Consumer<Filling> fill)
    implements LogFormat {

  /** Records of a file that are looked at. */
  private static final int LOOKED_AT = 20;

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    String text = head.stripLeading();
    if (mapped || !(text.startsWith("{") || text.startsWith("["))) {
      return null;
    }
    Picked picked = new Picked(paths);
    try {
      Framer records =
          framer(new Archive(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
      for (int i = 0; i < LOOKED_AT && records.next(); i++) {
        picked.read(records.bytes, records.from, records.to); // the last one may be cut off
        String reason = sign.apply(picked);
        if (reason != null) {
          return "record " + (i + 1) + " has " + reason;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of bytes in memory
    }
    return null;
  }

  @Override
  public List<String> reads() {
    return paths;
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    Picked picked = new Picked(paths);
    return (bytes, from, to, out) -> {
      Problem problem = picked.read(bytes, from, to);
      if (problem != null) {
        return problem;
      }
      Filling filling = new Filling(picked, out, values, binding.zone());
      out.set(Field.FORMAT, id);
      fill.accept(filling);
      return filling.problem();
    };
  }
}
