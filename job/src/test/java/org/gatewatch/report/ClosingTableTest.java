package org.gatewatch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.event.LogSource;
import org.gatewatch.ingest.Binding;
import org.gatewatch.judge.Finding;
import org.junit.jupiter.api.Test;

class ClosingTableTest {
  private static final List<Binding> BINDINGS =
      List.of(
          LedgerTest.binding(0, "gateway", LogSource.GATEWAY),
          LedgerTest.binding(1, "acme", LogSource.VENDOR));

  @Test
  void namesTheWorstFirstAndWhatToKnowAboutTheInput() {
    String text =
        new ClosingTable(100, ClosingTable.Style.PLAIN)
            .text(List.of(Findings.newNetwork(), Findings.leftover()), ledger(), "gatewatch-out/");
    assertEquals(
        """
        SEVERITY  CREDENTIAL  SINCE (UTC)       WHY                                         UNTIL
        Critical  ctr-017     2026-03-02 09:14  Leftover credential in use                  2026-03-02 09:14
        (digest)  svc-3       2026-03-02 09:14  New network and 12 times the usual reques…  2026-03-02 09:14

        1 alert and 1 finding in the digest, from 1,003 events in 1,010 lines
        a log of less than 14 days: statistics rest partly on shipped priors; each finding says how much
        acme: nothing was read
        gateway: 4 lines rejected (0.40 %): not_json 3, no_event_time 1; see rejected.jsonl
        gateway: 2 events left out, up to 7 min behind the event before: set max_lateness in the configuration to at least as much; see late.jsonl
        gateway: 1 duplicate left out (0.10 %)
        gateway: 1 gap without events, the longest of 9 hours from 1970-01-01T01:00:00Z
        Written to gatewatch-out/
        """,
        text);
  }

  @Test
  void saysSoWhenNothingWasFound() {
    String text =
        new ClosingTable(100, ClosingTable.Style.COLOUR)
            .text(List.of(), new Ledger(List.of()), "out");
    assertEquals(
        "0 alerts and 0 findings in the digest, from 0 events in 0 lines\nWritten to out\n", text);
  }

  @Test
  void listsFifteenAndCountsTheRest() {
    List<Finding> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(Findings.revision("uid-" + i, 1, Findings.MORNING + i));
    }
    String text = new ClosingTable(100, ClosingTable.Style.PLAIN).text(many, ledger(), "out");
    assertTrue(text.contains("\n… 25 more\n"), text);
    assertEquals(15, text.lines().filter(line -> line.startsWith("(digest)")).count());
  }

  @Test
  void hostileTextNeitherColoursNorBreaksLinesNorOverflows() {
    for (int seed = 0; seed < 500; seed++) {
      for (int width : new int[] {60, 100, 200}) {
        String text =
            new ClosingTable(width, ClosingTable.Style.PLAIN)
                .text(List.of(HostileFindings.of(seed)), new Ledger(List.of()), "\u001b[2J\nout");
        List<String> lines = text.lines().toList();
        for (String line : lines.subList(0, lines.size() - 2)) {
          assertTrue(TextTable.width(line) <= width, "seed " + seed + ": " + line);
        }
        for (String line : lines) {
          assertTrue(
              line.codePoints().noneMatch(PlainText::isInvisible), "seed " + seed + ": " + line);
        }
        assertTrue(text.lines().count() <= 5, text);
      }
    }
  }

  @Test
  void colourStandsOnSeverityOnly() {
    String text =
        new ClosingTable(100, ClosingTable.Style.COLOUR)
            .text(List.of(Findings.leftover()), new Ledger(List.of()), "out");
    assertTrue(text.contains("\n\u001b[1;31mCritical\u001b[0m  ctr-017  "), text);
    assertFalse(
        new ClosingTable(100, ClosingTable.Style.PLAIN)
            .text(List.of(Findings.leftover()), new Ledger(List.of()), "out")
            .contains("\u001b"));
  }

  @Test
  void wideCharactersTakeTwoColumnsWhenCut() {
    assertEquals("漢…", TextTable.cut("漢字漢字", 4));
    assertEquals("漢字", TextTable.cut("漢字", 4));
  }

  private static Ledger ledger() {
    Ledger out = new Ledger(BINDINGS);
    for (int i = 0; i < 1010; i++) {
      out.line(0);
    }
    for (int i = 0; i < 1003; i++) {
      out.accepted(0, 1, i < 500 ? 0 : 36_000_000, i < 500 ? 0 : 36_000_000);
    }
    out.rejected(0, "not_json");
    out.rejected(0, "not_json");
    out.rejected(0, "not_json");
    out.rejected(0, "no_event_time");
    out.late(0, 61_000);
    out.late(0, 400_000);
    out.duplicate(0);
    return out;
  }
}
