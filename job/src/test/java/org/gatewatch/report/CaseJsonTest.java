package org.gatewatch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.gatewatch.cases.Case;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Severity;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Cases of which an attacker wrote every text, as a line of JSON and as told on a terminal. */
class CaseJsonTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String EVIL =
      "</script><b>\u001b[2J\u202egnp\u2066\u0007\r\n\u2028\u009b31m\u200b\"},{\"x\":\"\\";

  private static Case hostile(SplittableRandom random) {
    Finding finding = HostileFindings.of(random.nextLong(1000));
    TreeMap<String, long[]> names = new TreeMap<>();
    names.put(text(random), new long[] {1, 2, 3, 4, 5, 6});
    Case.Seen seen =
        new Case.Seen(
            text(random),
            7,
            text(random),
            text(random),
            text(random),
            1,
            2,
            3,
            random.nextBoolean());
    return new Case(
        "case-1",
        1,
        text(random),
        Severity.HIGH,
        2,
        2,
        1_777_852_800_000L,
        1_777_852_800_000L,
        50,
        false,
        List.of(finding),
        List.of(new Case.Joined("network", text(random), List.of("uid"))),
        new Case.Who(
            text(random),
            List.of(new Case.Used(finding.declared(), "first", 1, 2, 3)),
            List.of(seen),
            List.of(seen),
            List.of(seen),
            List.of(new Case.Between(text(random), text(random), 3))),
        new Case.Since(text(random), 1, 2, 0, 1, 2, 3),
        new Case.Taken(
            text(random), 1, 0.5, 1, 1, 0.5, 1, new Case.Range(0, 2, 1, 3), names, names),
        new Case.Spread(
            text(random), "yes", text(random), 1, List.of(text(random)), List.of(), text(random)),
        List.of(new Case.Action("ask", text(random), text(random), text(random))),
        List.of(new Case.Unknown("gap", text(random))));
  }

  private static String text(SplittableRandom random) {
    return HostileFindings.text(random) + EVIL + HostileFindings.text(random);
  }

  private static void harmless(String text) {
    text.codePoints()
        .forEach(c -> assertTrue(!PlainText.isInvisible(c), () -> Integer.toHexString(c)));
  }

  @Test
  void hostileTextsAreReadBackAsData() {
    for (long seed = 0; seed < 300; seed++) {
      Case c = hostile(new SplittableRandom(seed));
      String line = new CaseJson("0.1.0").line(c);
      harmless(line);
      JsonNode read = MAPPER.readTree(line.getBytes(StandardCharsets.UTF_8));
      JsonNode ours = read.path("unmapped").path("gatewatch");
      same(c.headline(), read.path("message"));
      same(c.who().statement(), ours.path("who").path("statement"));
      for (String kind : List.of("networks", "agents", "fingerprints")) {
        Case.Seen seen = c.who().networks().get(0);
        JsonNode row = ours.path("who").path(kind).path(0);
        same(seen.value(), row.path("value"));
        same("" + seen.asOrg(), row.path("as_org"));
        same("" + seen.country(), row.path("country"));
        same("" + seen.asType(), row.path("as_type"));
      }
      same(c.who().links().get(0).to(), ours.path("who").path("links").path(0).path("to"));
      same(c.joinedBy().get(0).value(), ours.path("joined_by").path(0).path("value"));
      same(c.taken().models().firstKey(), ours.path("taken").path("models").path(0).path("value"));
      same(c.spread().vendors().get(0), ours.path("spread").path("vendors").path(0));
      same(c.spread().because(), ours.path("spread").path("because"));
      same(c.actions().get(0).what(), ours.path("actions").path(0).path("what"));
      same(c.unknown().get(0).statement(), ours.path("unknown").path(0).path("statement"));
    }
  }

  private static void same(String text, JsonNode read) {
    assertEquals(PlainText.data(text), read.asString("?"));
  }

  @Test
  void hostileTextsDoNotReachTheTerminal() {
    for (long seed = 0; seed < 300; seed++) {
      for (String line : new CaseLines(80).lines(List.of(hostile(new SplittableRandom(seed))))) {
        harmless(line);
      }
    }
  }
}
