package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples of a log nobody knows show neither secrets nor prompts, wherever they stand. */
final class ShownRecordTest {
  /** In every text that may not be seen. */
  private static final String MARK = "Q7";

  @TempDir Path folder;

  private static String shown(String record) {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    return new ShownRecord(Redactor.unkeyed(), null, 4000).of(bytes, 0, bytes.length, List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"password\":\"Q7 a\\\"b\\\\c\"}", // escaped: not what the parser gives
        "{\"api_key\":\"\\u0051\\u0037\"}",
        "{\"token\":{\"a\":\"Q7\"}}",
        "{\"token\":[\"a\",\"Q7\"]}",
        "{\"pin\":1,\"client_secret\":\"{Q7\"}",
        "{\"meta\":\"{\\\"password\\\":\\\"Q7\\\"}\"}",
        "{\"meta\":\"{\\\"password\\\":\\\"Q7\"}", // JSON cut off in a text
        "{\"userPrompt\":\"tell me Q7\"}",
        "{\"prompt_preview\":\"Q7\"}",
        "{\"gen_ai.prompt\":\"Q7\"}",
        "{\"question\":\"what is\\n\\\"Q7\\\"?\"}",
        "{\"messages\":[{\"role\":\"user\",\"parts\":[\"Q7\"]}]}",
        "{\"input\":{\"q\":\"Q7\"}}",
        "{\"input\":\"[{\\\"q\\\":\\\"Q7\\\"}]\"}",
        "{\"jsonPayload\":{\"reply\":\"Q7\"}}",
        "{\"a\":1,\"password\":\"Q7\"", // no whole object
        "{\"a\":1} {\"password\":\"Q7\"}",
      })
  void whatStandsUnderATellingNameIsNotShown(String record) {
    assertFalse(shown(record).contains(MARK) || shown(record).contains("0051"), shown(record));
  }

  @Test
  void longValuesAndLongRecordsAreHiddenAsShortOnesAre() {
    String filler = "x".repeat(8180);
    for (String value : List.of("Q7" + "y".repeat(5000), "z".repeat(2001) + "Q7")) {
      for (String name : List.of("password", "prompt")) {
        String one = shown("{\"" + name + "\":\"" + value + "\",\"b\":2}");
        assertFalse(one.contains("Q7") || one.contains("yyy") || one.contains("zzz"), one);
        assertTrue(one.endsWith(",\"b\":2}") || one.contains("[body dropped]"), one);
      }
    }
    assertFalse(shown("{\"a\":\"" + filler + "\",\"password\":\"Q7\"}").contains(MARK));
    assertEquals(ShownRecord.NOT_SHOWN, shown(filler + " password=Q7 and the rest of it"));
    String key = "sk-Q7" + "a".repeat(300);
    assertFalse(shown("{\"a\":\"" + "w".repeat(140) + " " + key + "\"}").contains(MARK));
  }

  @Test
  void theRestOfARecordIsShown() {
    assertEquals(
        "{\"a\":{\"b\":[1,{\"c\":\"d\"}]},\"n\":null,\"tokens\":7,\"prompt_tokens\":12}",
        shown(
            "{\"a\": {\"b\": [1, {\"c\": \"d\"}]}, \"n\": null, \"tokens\": 7, \"prompt_tokens\": 12}"));
  }

  @Test
  void columnsOfATableAreHiddenWhateverTheirQuotes() throws IOException {
    StringBuilder log = new StringBuilder("time,client,status,API Key,question,cred\n");
    for (int i = 0; i < 40; i++) {
      log.append("2026-05-04T08:00:").append(10 + i).append("Z,192.0.2.").append(i);
      log.append(",200,\"Q7\"\"quoted, ").append(i).append("\",\"say \"\"Q7\"\"\nplease\",c");
      log.append(i % 3).append('\n');
    }
    Path file = Files.writeString(folder.resolve("log.csv"), log);
    Probe probe = Probe.of(file, Redactor.unkeyed());
    assertEquals(3, probe.samples().size());
    for (Probe.Sample sample : probe.samples()) {
      assertFalse(sample.raw().contains(MARK), sample.raw());
      assertTrue(sample.raw().contains("192.0.2."), sample.raw());
    }
  }

  @Test
  void aRowThatDoesNotFitItsHeaderIsNotShown() throws IOException {
    StringBuilder log = new StringBuilder("time,client,status,password\n");
    for (int i = 0; i < 40; i++) {
      log.append("2026-05-04T08:00:10Z,192.0.2.1,200,p\n");
    }
    Path file = Files.writeString(folder.resolve("log.csv"), log);
    Draft draft = Draft.of(file, Detection.head(file));
    byte[] row = "2026-05-04T08:00:10Z,192.0.2.1,200,x,Q7".getBytes(StandardCharsets.UTF_8);
    List<String> header = List.of("time", "client", "status", "password");
    ShownRecord shown = new ShownRecord(Redactor.unkeyed(), draft, 400);
    assertEquals(ShownRecord.NOT_SHOWN, shown.of(row, 0, row.length, header));
  }
}
