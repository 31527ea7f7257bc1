package org.gatewatch.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Labels are others' to write: nothing of them becomes markup, or an escape for a terminal. */
class EvaluationHtmlTest {
  private static final String HOSTILE = "</td><script>alert(1)</script>\u001b[2J\u202e\"'&";

  private static final Evaluation EVALUATION =
      Evaluation.of(
          List.of(
              new Run(
                  HOSTILE,
                  List.of(Runs.attack("a", HOSTILE, "key-1", 20 * Runs.DAY, 2)),
                  List.of(new BenignChange(HOSTILE, 0, 40 * Runs.DAY, Set.of("key-2"))),
                  Runs.active(),
                  List.of(Runs.alert("key-2", 16 * Runs.DAY, 0, 0)),
                  List.of(new Run.JudgedDay("key-2", 16, 0.001)),
                  List.of())),
          14);

  @Test
  void thePageHoldsNoMarkupOfOthers() {
    String page = EvaluationHtml.of(EVALUATION, List.of());
    assertFalse(page.contains("<script"), page);
    assertFalse(page.contains("\u001b"), page);
    assertFalse(page.contains("\u202e"), page);
    assertTrue(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), page);
  }

  @Test
  void thePageNeedsNothingFromElsewhere() {
    String page = EvaluationHtml.of(EVALUATION, List.of());
    assertFalse(page.contains("http:"), page);
    assertFalse(page.contains("https:"), page);
    assertFalse(page.contains(" src="), page);
    assertFalse(page.contains("href"), page);
    assertTrue(page.contains("<svg"), page);
    assertTrue(page.contains("prefers-color-scheme:dark"), page);
    assertFalse(page.contains("NaN"), page);
    assertFalse(page.contains("Infinity"), page);
  }

  @Test
  void theTableHoldsNoEscapesForATerminal() {
    String text = EvaluationText.of(EVALUATION, List.of());
    assertFalse(text.contains("\u001b"), text);
    assertFalse(text.contains("\u202e"), text);
  }

  @Test
  void markupIsEscapedCharacterByCharacter() {
    assertEquals(
        "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;",
        EvaluationHtml.escaped("<a b=\"c\" d='e'>&amp;"));
  }
}
