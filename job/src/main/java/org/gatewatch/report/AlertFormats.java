package org.gatewatch.report;

import java.util.List;

/** The formats of alerts that there are. */
public final class AlertFormats {
  /** All of them; a new one is one file and one line here. */
  public static final List<AlertFormat> ALL =
      List.of(
          new OcsfAlert(),
          new EcsAlert(),
          new CefAlert(),
          new LeefAlert(),
          new SplunkEvent(),
          new BulkLines(new EcsAlert(), "bulk"),
          new BulkLines(new OcsfAlert(), "bulk_ocsf"),
          new PagerDutyEvent(),
          new SlackMessage(),
          new TeamsMessage(),
          new StixBundle(),
          new FindingCsv());

  private AlertFormats() {}

  /** Their ids. */
  public static List<String> ids() {
    return ALL.stream().map(AlertFormat::id).toList();
  }

  /**
   * The format of that id.
   *
   * @throws IllegalArgumentException when there is none; the message names those there are
   */
  public static AlertFormat of(String id) {
    for (AlertFormat format : ALL) {
      if (format.id().equals(id)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "no format \"" + PlainText.cell(id) + "\": expected one of " + String.join(", ", ids()));
  }
}
