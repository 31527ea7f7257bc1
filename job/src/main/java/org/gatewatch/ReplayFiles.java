package org.gatewatch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.Enricher;
import org.gatewatch.ingest.Enrichment;
import org.gatewatch.ingest.Ingest;
import org.gatewatch.ingest.InputException;
import org.gatewatch.ingest.Inputs;
import org.gatewatch.ingest.Redactor;
import org.gatewatch.io.InputFile;
import org.gatewatch.judge.Declared;
import org.gatewatch.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The files of a replay, found, recognised and put in order before anything runs: what is wrong
 * with them is told at once.
 *
 * @param formats format of each file, by index
 * @param passedOver files of a directory that hold no log, with the reason
 */
record ReplayFiles(
    List<InputFile> files, List<String> formats, List<String> passedOver, Ingest ingest) {

  /**
   * Finds and probes all files of all bindings. A file that was named must be of a known format;
   * one that merely lies in a directory beside logs, such as a README, is passed over and told.
   *
   * @throws InputException when one does not exist or cannot be read
   * @throws Failure.UsageException with all that are of no known format
   */
  static ReplayFiles of(Settings settings) throws IOException {
    return of(settings, binding -> true);
  }

  /** As above, of some bindings. */
  static ReplayFiles of(Settings settings, Predicate<Binding> wanted) throws IOException {
    Ingest ingest = ingest(settings);
    ArrayList<InputFile> files = new ArrayList<>();
    ArrayList<String> formats = new ArrayList<>();
    ArrayList<String> unknown = new ArrayList<>();
    ArrayList<String> passedOver = new ArrayList<>();
    for (Binding binding : settings.bindings().stream().filter(wanted).toList()) {
      for (Path path : Inputs.expand(binding.paths())) {
        String format = format(ingest, binding, path);
        if (format == null) {
          String why = path + ": " + ingest.detect(binding.index(), path).reason();
          (Inputs.isNamed(path, binding.paths()) ? unknown : passedOver).add(why);
          continue;
        }
        Long first = ingest.firstEventTime(binding.index(), path);
        files.add(
            new InputFile(
                files.size(),
                binding.index(),
                path.toString(),
                first == null ? Long.MIN_VALUE : first,
                Files.size(path)));
        formats.add(format);
      }
    }
    if (files.isEmpty()) {
      unknown.addAll(passedOver);
    }
    if (!unknown.isEmpty()) {
      throw new Failure.UsageException(String.join("\n", unknown));
    }
    return new ReplayFiles(files, formats, passedOver, ingest);
  }

  private static Ingest ingest(Settings settings) throws IOException {
    return new Ingest(
        settings.bindings(),
        settings.declared().map(Declared::roster),
        new Redactor(settings.redactionKey().bytes()),
        new Enricher(new Enrichment(settings.enrichment())));
  }

  /** The very same files, read by other declarations. */
  ReplayFiles with(Settings declared) throws IOException {
    return new ReplayFiles(files, formats, passedOver, ingest(declared));
  }

  private static @Nullable String format(Ingest ingest, Binding binding, Path path)
      throws IOException {
    if (!Files.isRegularFile(path)) {
      // It is read twice, first for its format and its first time.
      throw new InputException(
          path.toString(), "is no regular file", "a file that can be read more than once");
    }
    try (InputStream in = Files.newInputStream(path)) {
      in.read(); // what cannot be read at all is not to be taken for a damaged archive
    } catch (IOException e) {
      throw new InputException(path.toString(), "cannot be read", "a file one may read");
    }
    String format = ingest.detect(binding.index(), path).format();
    return format != null && binding.format() == null && Files.size(path) == 0 ? "empty" : format;
  }

  List<String> paths() {
    return files.stream().map(InputFile::path).toList();
  }

  long bytes() {
    return files.stream().mapToLong(InputFile::bytes).sum();
  }
}
