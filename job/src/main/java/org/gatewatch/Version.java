package org.gatewatch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine;

/** The product's version, as the build wrote it. */
final class Version implements CommandLine.IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"gatewatch " + text()};
  }

  static String text() {
    Properties built = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/gatewatch.properties")) {
      built.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return built.getProperty("version");
  }
}
