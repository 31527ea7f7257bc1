package org.gatewatch.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SchemaTablesTest {
  private static final Path FILE = Path.of("..", "schemas", "README.md");

  /** Rewritten with -Dgolden=write; the review reads the difference. */
  @Test
  void theFieldDocumentationIsThatOfTheSchemas() throws IOException {
    String made = SchemaTables.document();
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(FILE, made);
    }
    assertEquals(Files.readString(FILE), made);
  }

  @Test
  void everyFieldSaysWhatItIs() {
    for (String line : SchemaTables.document().lines().toList()) {
      assertTrue(!line.startsWith("| `") || !line.contains("` |  |"), "no type: " + line);
    }
  }
}
