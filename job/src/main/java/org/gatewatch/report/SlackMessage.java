package org.gatewatch.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message for a Slack webhook. Texts are {@code plain_text}, so that nothing in them is markup,
 * and {@code & < >} are escaped, so that a log can neither ring {@code <!channel>} nor place a link
 * that reads like another. Limits: header 150 characters, section 3,000, field 2,000.
 */
final class SlackMessage implements AlertFormat {
  private static final int HEADER = 150;
  private static final int SECTION = 3000;
  private static final int FIELD = 300;

  @Override
  public String id() {
    return "slack";
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public String encode(AlertView alert) {
    String head = headline(alert);
    ObjectNode out = Json.object();
    out.put("text", escaped(head, HEADER));
    out.put("unfurl_links", false).put("unfurl_media", false);
    ArrayNode blocks = out.putArray("blocks");
    blocks.addObject().put("type", "header").set("text", text(head, HEADER));
    String description = OcsfFinding.or(alert.description(), alert.title());
    if (!description.isBlank()) {
      blocks.addObject().put("type", "section").set("text", text(description, SECTION));
    }
    ObjectNode section = blocks.addObject().put("type", "section");
    ArrayNode fields = section.putArray("fields");
    for (Fact fact : facts(alert)) {
      fields.add(text(fact.name + ": " + fact.value, FIELD));
    }
    if (!alert.remediation().isBlank()) {
      blocks
          .addObject()
          .put("type", "section")
          .set("text", text("Do now: " + alert.remediation(), SECTION));
    }
    return Json.line(out);
  }

  record Fact(String name, String value) {}

  /** What a chat shows on top: how grave, and what. */
  static String headline(AlertView alert) {
    String state = alert.hasEnded() ? OcsfFinding.or(alert.status(), "Closed") + ": " : "";
    return state + "[" + alert.severityName() + "] " + alert.title();
  }

  /** At most ten, which is what a section of Slack takes; none is empty. */
  static List<Fact> facts(AlertView alert) {
    return List.of(
            new Fact("Credential", alert.credential()),
            new Fact("Owner", alert.owner()),
            new Fact("Third party", alert.vendor()),
            new Fact("Contact", alert.contact()),
            new Fact("First event", AlertView.iso(alert.first())),
            new Fact("Last event", AlertView.iso(alert.last())),
            new Fact("Events", Long.toString(alert.events())),
            new Fact("Addresses", String.join(", ", alert.cited("src_endpoint", "ip"))),
            new Fact("Techniques", CefAlert.attack(alert)),
            new Fact(alert.isCase() ? "Case" : "Finding", alert.uid()))
        .stream()
        .filter(fact -> !fact.value.isBlank())
        .toList();
  }

  private static ObjectNode text(String text, int most) {
    ObjectNode out = Json.object();
    return out.put("type", "plain_text").put("text", escaped(text, most)).put("emoji", false);
  }

  private static String escaped(String text, int most) {
    return Cut.chars(PlainText.cell(text), most, SlackMessage::escape);
  }

  private static @Nullable String escape(int c) {
    return c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : null;
  }
}
