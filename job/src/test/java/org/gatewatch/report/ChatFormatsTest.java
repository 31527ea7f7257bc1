package org.gatewatch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gatewatch.judge.Disposition;
import org.gatewatch.judge.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** PagerDuty, Slack and Teams: what pages, what is shown, and what a log cannot do there. */
class ChatFormatsTest {
  static List<String> texts() {
    return HostileAlerts.TEXTS;
  }

  private static JsonNode event(Finding finding) {
    return HostileAlerts.JSON.readTree(
        AlertFormats.of("pagerduty").encode(AlertView.of(new OcsfFinding("0.1.0").line(finding))));
  }

  @Test
  void anAlertTriggersAndItsEndResolvesUnderTheSameKey() {
    Finding open = Findings.leftover();
    JsonNode trigger = event(open);
    assertEquals("trigger", trigger.path("event_action").asString());
    assertEquals(open.uid(), trigger.path("dedup_key").asString());
    assertEquals("critical", trigger.at("/payload/severity").asString());
    assertEquals("2026-03-02T10:14:07.120Z", trigger.at("/payload/timestamp").asString());
    assertEquals("Leftover credential in use: ctr-017", trigger.at("/payload/summary").asString());
    assertFalse(trigger.has("routing_key"), "a secret is added by the sender");
    Disposition said =
        new Disposition(Disposition.Status.SUPPRESSED, "suppression", "s", "kit", "a test");
    for (Finding ended :
        List.of(
            Findings.with(open, open.uid(), 3, 3, open.time(), open.modified()),
            open.with(2, false, said),
            Findings.newNetwork())) {
      JsonNode resolve = event(ended);
      assertEquals("resolve", resolve.path("event_action").asString());
      assertEquals(ended.uid(), resolve.path("dedup_key").asString());
    }
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("texts")
  void pagerDutysLimitsAreKept(String text) throws Exception {
    for (AlertView alert : HostileAlerts.with(text)) {
      JsonNode event = HostileAlerts.JSON.readTree(AlertFormats.of("pagerduty").encode(alert));
      assertTrue(event.path("dedup_key").asString().length() <= 255);
      String summary = event.at("/payload/summary").asString();
      assertTrue(!summary.isEmpty() && summary.length() <= 1024);
      assertFalse(event.at("/payload/source").asString().isEmpty());
    }
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("texts")
  void slackShowsTextsAsTextsWithinItsLimits(String text) throws Exception {
    for (AlertView alert : HostileAlerts.with(text)) {
      JsonNode message = HostileAlerts.JSON.readTree(AlertFormats.of("slack").encode(alert));
      assertTrue(message.path("blocks").size() <= 50);
      assertSlack(message.path("text").asString(), 3000);
      assertFalse(message.path("unfurl_links").asBoolean(true));
      for (JsonNode block : message.path("blocks")) {
        if (block.has("text")) {
          boolean header = block.path("type").asString().equals("header");
          assertSlack(block.path("text"), header ? 150 : 3000);
        }
        assertTrue(block.path("fields").size() <= 10);
        block.path("fields").forEach(field -> assertSlack(field, 2000));
      }
    }
  }

  private static void assertSlack(JsonNode text, int most) {
    assertEquals("plain_text", text.path("type").asString());
    assertSlack(text.path("text").asString(), most);
  }

  private static void assertSlack(String text, int most) {
    assertTrue(!text.isEmpty() && text.length() <= most, () -> text.length() + " > " + most);
    assertFalse(text.contains("<") || text.contains(">"), text);
    assertFalse(text.replaceAll("&(amp|lt|gt);", "").contains("&"), text);
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("texts")
  void teamsShowsTextsInRunsThatReadNoMarkdown(String text) throws Exception {
    for (AlertView alert : HostileAlerts.with(text)) {
      JsonNode message = HostileAlerts.JSON.readTree(AlertFormats.of("teams").encode(alert));
      assertEquals("message", message.path("type").asString());
      JsonNode attachment = message.path("attachments").path(0);
      assertEquals(
          "application/vnd.microsoft.card.adaptive", attachment.path("contentType").asString());
      JsonNode card = attachment.path("content");
      assertEquals("AdaptiveCard", card.path("type").asString());
      for (JsonNode line : card.path("body")) {
        assertEquals("RichTextBlock", line.path("type").asString());
        line.path("inlines").forEach(run -> assertEquals("TextRun", run.path("type").asString()));
      }
    }
  }

  @Test
  void aCaseIsToldWithItsHeadlineAndWhatToDo() throws Exception {
    AlertView first = HostileAlerts.cases().get(0);
    String slack = AlertFormats.of("slack").encode(first);
    assertTrue(slack.contains("[Critical] A credential that should not work any more was used"));
    assertTrue(slack.contains("Do now: revoke key-0007"), slack);
  }
}
