package org.gatewatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code report.html} as bytes; what a browser makes of it is {@link ReportPageTest}'s. */
class ReportFileTest {
  private static final Pattern ELEMENT =
      Pattern.compile("<(script|style)( [^>]*)?>(.*?)</\\1>", Pattern.DOTALL);

  private static String report(Path out, UnaryOperator<String> text) throws IOException {
    SampleOutput sample = new SampleOutput(out, text);
    sample.write(1);
    sample.writeCases();
    ReportFile.write(out);
    return Files.readString(out.resolve(ReportFile.NAME));
  }

  @Test
  void isTheSameForTheSameFiles(@TempDir Path one, @TempDir Path two) throws IOException {
    assertEquals(report(one, t -> t), report(two, t -> t));
  }

  @Test
  void policyNamesWhatIsInsideAndNothingElse(@TempDir Path out)
      throws IOException, NoSuchAlgorithmException {
    String html = report(out, t -> t);
    Matcher policy = Pattern.compile("Security-Policy\" content=\"([^\"]+)\"").matcher(html);
    assertTrue(policy.find());
    assertTrue(policy.group(1).startsWith("default-src 'none'; script-src 'sha256-"));
    assertFalse(policy.group(1).contains("unsafe"));
    int hashed = 0;
    for (Matcher m = ELEMENT.matcher(html); m.find(); ) {
      if (m.group(2) != null) {
        continue; // the data, which no browser runs
      }
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(m.group(3).getBytes(StandardCharsets.UTF_8));
      String hash = "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
      assertTrue(policy.group(1).contains(hash), m.group(1));
      hashed++;
    }
    assertEquals(3, hashed);
  }

  @Test
  void dataCannotEndItsElement(@TempDir Path out) throws IOException {
    String evil = "</script><!--<script>&amp;\u2028{{script}}";
    String html = report(out, t -> t + evil);
    String open = "<script type=\"application/json\" id=\"data\">";
    int from = html.indexOf(open) + open.length();
    String data = html.substring(from, html.indexOf("</script>", from));
    assertTrue(data.chars().noneMatch(c -> c == '<' || c == '>' || c == '&' || c == 0x2028));
    JsonNode json = new JsonMapper().readTree(data);
    assertTrue(json.path("findings").get(0).path("title").asString().endsWith(evil));
    assertTrue(json.path("cases").get(0).path("who").path("statement").asString().endsWith(evil));
  }

  @Test
  void aFolderThatIsNoOutputIsAWrongUsage(@TempDir Path out) {
    CommandRun run = CommandRun.of("report", out.toString());
    assertEquals(2, run.code());
    assertTrue(run.err().contains("holds no alerts.jsonl"), run.err());
  }

  @Test
  void aDamagedFileIsNamed(@TempDir Path out) throws IOException {
    report(out, t -> t);
    Files.writeString(
        out.resolve("activity.csv"), "credential,day,gateway_lines,vendor_lines\nx\n");
    CommandRun run = CommandRun.of("report", out.toString());
    assertEquals(2, run.code());
    assertTrue(run.err().contains("activity.csv:2"), run.err());
    Files.writeString(out.resolve("ledger.json"), "[]");
    assertTrue(CommandRun.of("report", out.toString()).err().contains("activity.csv"));
  }
}
