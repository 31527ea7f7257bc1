package org.gatewatch.report;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message for a webhook of Microsoft Teams' Workflows: an Adaptive Card. Texts stand in runs of
 * {@code RichTextBlock}, the one element that reads no Markdown, so that a log can place no link. A
 * message stays below 28 KB.
 */
final class TeamsMessage implements AlertFormat {
  private static final int TITLE = 300;
  private static final int TEXT = 2000;
  private static final int FACT = 200;

  @Override
  public String id() {
    return "teams";
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public String encode(AlertView alert) {
    ObjectNode out = Json.object();
    out.put("type", "message");
    ObjectNode attachment = out.putArray("attachments").addObject();
    attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
    ObjectNode card = attachment.putObject("content");
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.put("type", "AdaptiveCard").put("version", "1.4");
    ArrayNode body = card.putArray("body");
    run(line(body), SlackMessage.headline(alert), TITLE).put("weight", "Bolder");
    if (!alert.description().isBlank()) {
      run(line(body), alert.description(), TEXT);
    }
    for (SlackMessage.Fact fact : SlackMessage.facts(alert)) {
      ArrayNode facts = line(body);
      run(facts, fact.name() + ": ", FACT).put("weight", "Bolder");
      run(facts, fact.value(), FACT);
    }
    if (!alert.remediation().isBlank()) {
      run(line(body), "Do now: " + alert.remediation(), TEXT);
    }
    return Json.line(out);
  }

  private static ArrayNode line(ArrayNode body) {
    return body.addObject().put("type", "RichTextBlock").putArray("inlines");
  }

  private static ObjectNode run(ArrayNode line, String text, int most) {
    ObjectNode run = line.addObject();
    return run.put("type", "TextRun").put("text", Cut.chars(PlainText.cell(text), most));
  }
}
