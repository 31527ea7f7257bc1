package org.gatewatch.report;

/**
 * The OCSF line as it is. Above {@link #MOST_BYTES}, which no finding of real traffic comes near,
 * its texts and lists are cut: brokers and receivers take messages of about a megabyte.
 */
final class OcsfAlert implements AlertFormat {
  /** Of one line. */
  static final int MOST_BYTES = 900_000;

  @Override
  public String id() {
    return "ocsf";
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public String encode(AlertView alert) {
    return Json.line(Cut.tree(alert.line(), MOST_BYTES));
  }
}
