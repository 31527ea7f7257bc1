package org.gatewatch.judge;

/** OCSF severities that findings use, with their {@code severity_id}. */
public enum Severity {
  INFORMATIONAL(1, "Informational"),
  LOW(2, "Low"),
  MEDIUM(3, "Medium"),
  HIGH(4, "High"),
  CRITICAL(5, "Critical");

  private final int id;
  private final String caption;

  Severity(int id, String caption) {
    this.id = id;
    this.caption = caption;
  }

  public int id() {
    return id;
  }

  public String caption() {
    return caption;
  }

  /** One level up; CRITICAL stays. */
  public Severity up() {
    return values()[Math.min(ordinal() + 1, CRITICAL.ordinal())];
  }
}
