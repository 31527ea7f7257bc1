package org.gatewatch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.judge.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a case that is no more, of which an attacker wrote the headline. */
class CaseEndTest {
  private static CaseEnd of(String headline) {
    return new CaseEnd(
        "case-f1", 3, Severity.HIGH, 1_772_442_847_120L, 1_772_442_847_121L, 1, 2, headline);
  }

  @Test
  void itIsSavedAndReadBackWhateverItsLength() throws Exception {
    for (String text : HostileAlerts.TEXTS) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      of(text).write(new DataOutputStream(bytes));
      CaseEnd back =
          CaseEnd.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      assertEquals(of(text).line("0.1.0", null, 0), back.line("0.1.0", null, 0));
    }
  }

  @Test
  void itIsAnIncidentFindingThatWasClosed(@TempDir Path dir) throws Exception {
    List<String> lines = new ArrayList<>();
    for (String text : HostileAlerts.TEXTS) {
      String line = of(text).line("0.1.0", "case-f0", 1_772_442_847_122L);
      AlertView view = AlertView.of(line);
      assertTrue(view.isCase() && view.hasEnded());
      assertEquals("case-f1", view.uid());
      assertEquals(4, view.revision());
      assertEquals("became part of case-f0", view.why());
      assertEquals(1_772_442_847_122L, view.modified());
      line.codePoints().forEach(c -> assertTrue(!PlainText.isInvisible(c)));
      lines.add(line);
    }
    Path file = dir.resolve("ends.jsonl");
    Files.write(file, lines, StandardCharsets.UTF_8);
    assertEquals(lines.size() + " events, 0 errors, 0 warnings\n", OcsfCheck.run(file));
  }
}
