package org.gatewatch.settings;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * How many false statistical alerts the SOC agrees to read.
 *
 * @param alerts above 0; at most 1,000 for 1,000 credential-days and 1,000,000 a day
 * @param per for what
 */
public record Budget(double alerts, Per per) implements Serializable {
  /** How a budget is written. */
  public static final String EXPECTED =
      "a number above 0 and up to 1000: 3 (for 1,000 active credential-days), or up to 1000000 a day: 5/day";

  /** Three alerts for 1,000 active credential-days. */
  public static final Budget DEFAULT = new Budget(3, Per.THOUSAND_CREDENTIAL_DAYS);

  /** What a budget is counted for. */
  public enum Per {
    THOUSAND_CREDENTIAL_DAYS,
    DAY
  }

  public Budget {
    if (!(alerts > 0 && alerts <= (per == Per.DAY ? 1e6 : 1000))) {
      throw new IllegalArgumentException("expected " + EXPECTED);
    }
  }

  /**
   * Reads {@code 3} or {@code 5/day}.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  public static Budget parse(String text) {
    boolean day = text.endsWith("/day");
    String number = day ? text.substring(0, text.length() - "/day".length()) : text;
    if (!number.matches("[0-9]{1,7}(\\.[0-9]{1,6})?")) {
      throw new IllegalArgumentException("expected " + EXPECTED);
    }
    return new Budget(
        new BigDecimal(number).doubleValue(), day ? Per.DAY : Per.THOUSAND_CREDENTIAL_DAYS);
  }

  /** As it is written. */
  public String text() {
    String number = BigDecimal.valueOf(alerts).stripTrailingZeros().toPlainString();
    return per == Per.DAY ? number + "/day" : number;
  }
}
