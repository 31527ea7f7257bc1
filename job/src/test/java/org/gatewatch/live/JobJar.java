package org.gatewatch.live;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The classes of Gatewatch and of the tests as they came from the compiler, in one jar. */
final class JobJar {
  private JobJar() {}

  /** Makes it, unless it is there already. */
  static Path in(Path directory) {
    Path jar = directory.resolve("job.jar");
    if (Files.exists(jar)) {
      return jar;
    }
    Set<String> names = new HashSet<>();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path root : Child.classPath().filter(Files::isDirectory).toList()) {
        add(out, root, names);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }

  private static void add(JarOutputStream out, Path root, Set<String> names) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace(File.separatorChar, '/');
        if (!name.startsWith("testdata/") && names.add(name)) {
          out.putNextEntry(new JarEntry(name));
          Files.copy(file, out);
          out.closeEntry();
        }
      }
    }
  }
}
