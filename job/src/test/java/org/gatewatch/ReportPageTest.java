package org.gatewatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code report.html} in a real browser: what it shows, and what it must never do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportPageTest {
  private static final List<String> PAGES =
      List.of("#/", "#/case/1", "#/findings", "#/credentials", "#/coverage", "#/calibration");

  /** Ends every context that text could be in: a tag, an attribute, a script, a template, a URL. */
  private static final String MARKUP =
      "\"'`><img src=x onerror=alert(1)></script><script>alert(2)</script><!--"
          + "<svg onload=alert(3)>javascript:alert(4){{data}}${alert(5)}\u202e<b>{b|</b>\u2028<a href=//e.example>";

  private final @Nullable Path binary = Chromium.installed();
  private Chromium browser;

  @BeforeAll
  void needsChromium() {
    assumeTrue(binary != null, "skipped: no Chromium on the PATH (apt-get install chromium)");
  }

  @BeforeEach
  void start() throws IOException {
    browser = new Chromium(Objects.requireNonNull(binary));
  }

  @AfterEach
  void nothingWasComplainedOf() throws IOException {
    browser.close();
    assertEquals(List.of(), browser.complaints());
  }

  private static SampleOutput sample(Path out, UnaryOperator<String> text, int findings)
      throws IOException {
    SampleOutput sample = new SampleOutput(out, text);
    sample.write(findings);
    return sample;
  }

  private void open(Path out) throws IOException {
    ReportFile.write(out);
    browser.open(out.resolve(ReportFile.NAME));
  }

  private String text(String selector) {
    return browser.eval("document.querySelector('" + selector + "').textContent").asString();
  }

  private int count(String selector) {
    return browser.eval("document.querySelectorAll('" + selector + "').length").asInt();
  }

  /** Canvases on which something is drawn. */
  private int drawn() {
    return browser
        .eval(
            "[...document.querySelectorAll('.chart canvas')].filter(c => c.getContext('2d')"
                + ".getImageData(0, 0, c.width, c.height).data.some(b => b !== 0)).length")
        .asInt();
  }

  @Test
  void firstScreenAnswersTheFiveQuestions(@TempDir Path out) throws IOException {
    sample(out, t -> t, 1).writeCases();
    open(out);
    assertTrue(text("h1").startsWith("2 suspected intrusions on 2 credentials since 2026-05-21"));
    assertEquals(2, count("article.case"));
    String card = text("article.case");
    for (String answer :
        List.of(
            "A leftover key was used from a new network",
            "One credential from one network.",
            "Since 21 May.",
            "857 requests.",
            "Contained to larkfield",
            "revoke key-0007")) {
      assertTrue(card.contains(answer), answer + " in " + card);
    }
    assertTrue(card.indexOf("revoke key-0007") < card.indexOf("block 240.120.5.0/24"));
    assertTrue(text(".holes").contains("No line of gateway from 2026-05-11 02:00"));
  }

  @Test
  void aCaseIsDrawn(@TempDir Path out) throws IOException {
    sample(out, t -> t, 1).writeCases();
    open(out);
    for (String scheme : List.of("light", "dark")) {
      browser.media("screen", scheme);
      for (String page : PAGES) {
        browser.go(page);
        assertEquals(count(".chart"), drawn(), page);
      }
      browser.go("#/case/1");
      assertEquals(1, drawn());
      assertEquals(2, count("svg.week"));
      assertEquals(2 * 168, count("svg.week rect"));
      assertTrue(count("svg.graph .node") >= 4);
      assertTrue(count("svg.graph .edge") >= 2);
      assertTrue(text(".answers").contains("soc@larkfield.example"));
    }
    String timeline = "echarts.getInstanceByDom(document.querySelector('.chart'))";
    String top = timeline + ".getOption().yAxis[1].max";
    double near = browser.eval(top).asDouble();
    browser.eval(timeline + ".dispatchAction({type: 'showTip', x: 400, y: 150})");
    browser.eval(
        timeline
            + ".dispatchAction({type: 'dataZoom', startValue: 1.7779e12, endValue: 1.7782e12})");
    assertTrue(browser.eval(top).asDouble() < near, "the axis follows the zoom");
    browser.go("#/credential/key-0007");
    assertTrue(text("main").contains("What is normal for it"));
    assertEquals(1, drawn());
  }

  @Test
  void worksWithoutCases(@TempDir Path out) throws IOException {
    sample(out, t -> t, 1);
    open(out);
    assertTrue(text("h1").contains("credentials with alerts"));
    assertTrue(text("article.case").contains("key-0007"));
    browser.go("#/case/1");
    assertTrue(count("svg.graph .node") >= 3);
    assertEquals(1, drawn());
  }

  @Test
  void filterAndSortWork(@TempDir Path out) throws IOException {
    sample(out, t -> t, 1);
    open(out);
    browser.go("#/findings");
    int all = count("tbody tr:not(.space)");
    browser.eval(
        "new Promise(done => { const i = document.querySelector('input[type=search]');"
            + " i.value = 'CANARY key-0007'; i.dispatchEvent(new Event('input'));"
            + " new MutationObserver(() => done()).observe(document.querySelector('tbody'),"
            + " {childList: true}); })");
    assertEquals(1, count("tbody tr:not(.space)"));
    assertTrue(all > 20, all + " rows before");
    assertTrue(text("tbody").contains("A canary was touched"));
    assertTrue(text("[role=status]").startsWith("1 of "));
    browser.go("#/");
    browser.go("#/findings");
    browser.eval("document.querySelectorAll('th button')[2].click()");
    assertEquals(
        "ascending", browser.eval("document.querySelectorAll('th')[2].ariaSort").asString());
    assertTrue(text("tbody tr").contains("key-0001") || text("tbody tr").contains("key-0002"));
  }

  @Test
  void markupInEveryFieldStaysText(@TempDir Path out) throws IOException {
    sample(out, t -> t + MARKUP, 1).writeCases();
    open(out);
    for (String page : PAGES) {
      browser.go(page);
      assertTrue(text("main").length() > 100, page);
      assertEquals(
          0, count("main img, main script, main iframe, main b b, main a:not([href^=\"#/\"])"));
    }
    assertFalse(text("main").contains("\u202e"), "text is turned around");
    browser.go("#/case/1");
    assertTrue(text("h1").contains(MARKUP.substring(0, 20)));
    List<String> links = List.of("a[href^=\"#/credential/\"]", "a[href^=\"#/finding/\"]");
    for (String link : links) {
      browser.go("#/case/1");
      browser.go(browser.eval("document.querySelector('main " + link + "').hash").asString());
      assertFalse(text("h1").contains("Not in this report"));
      assertTrue(text("h1").contains("onerror"));
      assertEquals(count(".chart"), drawn());
    }
  }

  @Test
  void tenThousandFindingsDoNotStall(@TempDir Path out) throws IOException {
    sample(out, t -> t, 10_000);
    open(out);
    browser.go("#/findings");
    double ms =
        browser
            .eval(
                "new Promise(done => { const from = performance.now(), box ="
                    + " document.querySelector('.scroll'); box.scrollTop = box.scrollHeight;"
                    + " requestAnimationFrame(() => requestAnimationFrame(() =>"
                    + " done(performance.now() - from))); })")
            .asDouble();
    assertTrue(count("tbody tr") < 120, count("tbody tr") + " rows in the document");
    assertTrue(text("[role=status]").startsWith("10,0"));
    assertTrue(ms < 5_000, ms + " ms to scroll to the end");
    browser.go("#/case/1");
    assertTrue(count("tr") < 600, count("tr") + " rows in the document");
  }

  @Test
  void printsEverythingOpen(@TempDir Path out) throws IOException {
    sample(out, t -> t, 1).writeCases();
    open(out);
    browser.go("#/case/1");
    String pdf = new String(browser.pdf(), StandardCharsets.ISO_8859_1);
    assertTrue(pdf.startsWith("%PDF-"));
    assertTrue(pdf.length() > 20_000, pdf.length() + " bytes");
    browser.media("print", "dark");
    assertEquals(
        "none",
        browser.eval("getComputedStyle(document.querySelector('header')).display").asString());
    assertEquals(
        "visible",
        browser.eval("getComputedStyle(document.querySelector('.scroll')).overflowY").asString());
  }
}
