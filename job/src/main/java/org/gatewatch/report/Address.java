package org.gatewatch.report;

import java.util.regex.Pattern;

/** Whether a text is an IP address in the strict form that readers of OCSF demand. */
final class Address {
  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern FOUR = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
  private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");

  private Address() {}

  /** IPv4 without leading zeros, or IPv6 without a zone; at most 39 characters. */
  static boolean isAddress(String text) {
    if (text.isEmpty() || text.length() > 39) {
      return false;
    }
    if (text.indexOf(':') < 0) {
      return FOUR.matcher(text).matches();
    }
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == 8;
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    int before = groups(text.substring(0, gap), false);
    int after = groups(text.substring(gap + 2), true);
    return before >= 0 && after >= 0 && before + after <= 7;
  }

  /** How many 16-bit groups the text holds, an IPv4 ending counting for two; -1 when malformed. */
  private static int groups(String text, boolean last) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] parts = text.split(":", -1);
    int n = 0;
    for (int i = 0; i < parts.length; i++) {
      if (GROUP.matcher(parts[i]).matches()) {
        n++;
      } else if (last && i == parts.length - 1 && FOUR.matcher(parts[i]).matches()) {
        n += 2;
      } else {
        return -1;
      }
    }
    return n;
  }
}
