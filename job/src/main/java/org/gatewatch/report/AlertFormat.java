package org.gatewatch.report;

/**
 * How one message about a finding or a case is written for a tool of the SOC. All formats read the
 * OCSF line, so that export, watching and replay write the same bytes.
 */
public interface AlertFormat {
  /** Its name in the configuration and on the command line. */
  String id();

  /** Media type of a message. */
  String contentType();

  /** Whether it can tell findings. */
  default boolean takesFindings() {
    return true;
  }

  /** Whether it can tell cases. */
  default boolean takesCases() {
    return true;
  }

  /** Whether it has something to say of this finding or case. */
  default boolean takes(AlertView alert) {
    return alert.isCase() ? takesCases() : takesFindings();
  }

  /**
   * One message, without a line end behind it. Texts of the log in it are escaped, and it keeps to
   * the limits of the format, whatever they hold.
   */
  String encode(AlertView alert);

  /** What a file of such messages starts with, without its line end; empty when nothing. */
  default String header() {
    return "";
  }
}
