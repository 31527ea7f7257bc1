package org.gatewatch.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an output directory holds, as {@code manifest.json} tells it: later commands check what they
 * read against it.
 */
public final class Manifest {
  /** The file's own name; it lists all others. */
  public static final String NAME = "manifest.json";

  private Manifest() {}

  /**
   * The manifest of the named files, over several lines.
   *
   * @param version of this product
   * @param names of files in the directory, in any order
   * @throws IOException when one cannot be read
   */
  public static String json(String version, Path directory, Iterable<String> names)
      throws IOException {
    TreeSet<String> sorted = new TreeSet<>();
    names.forEach(sorted::add);
    ObjectNode out = Json.object();
    out.put("schema", "manifest/1");
    ObjectNode product = out.putObject("product").put("name", "Gatewatch");
    Json.put(product, "version", version);
    out.putObject("schemas")
        .put("alerts", "ocsf/" + OcsfFinding.OCSF)
        .put("cases", "ocsf/" + OcsfFinding.OCSF)
        .put("ledger", "ledger/1")
        .put("baselines", "baselines/1")
        .put("evidence", "evidence/1")
        .put("windows", "windows/1")
        .put("calibration", "calibration/1");
    var files = out.putArray("files");
    for (String name : sorted) {
      ObjectNode file = files.addObject();
      file.put("name", name);
      measure(directory.resolve(name), file);
    }
    return Json.pretty(out);
  }

  private static void measure(Path path, ObjectNode out) throws IOException {
    MessageDigest digest = sha256();
    long bytes = 0;
    long lines = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(path)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        bytes += n;
        for (int i = 0; i < n; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
      }
    }
    out.put("bytes", bytes);
    if (!path.toString().endsWith(".zst")) {
      out.put("lines", lines);
    }
    out.put("sha256", HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
