package org.gatewatch.io;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.gatewatch.report.AlertView;

/** A message of syslog (RFC 5424): facility 10, security; the time is the revision's. */
final class SyslogMessage {
  private static final int FACILITY = 10;

  /** Of informational to critical: 6 informational, 5 notice, 4 warning, 3 error, 2 critical. */
  private static final List<Integer> SEVERITIES = List.of(6, 5, 4, 3, 2);

  private static final String HOST = host();

  private SyslogMessage() {}

  /** Header and body; without a byte order mark, at which readers of CEF and LEEF stumble. */
  static String of(AlertView alert, String body) {
    int priority = FACILITY * 8 + SEVERITIES.get(alert.severity() - 1);
    return "<"
        + priority
        + ">1 "
        + Instant.ofEpochMilli(alert.modified())
        + " "
        + HOST
        + " gatewatch - "
        + (alert.isCase() ? "case" : "finding")
        + " - "
        + body;
  }

  /** With its length in front, as a stream needs it (RFC 5425, 4.3). */
  static byte[] framed(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    byte[] length = (bytes.length + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] out = new byte[length.length + bytes.length];
    System.arraycopy(length, 0, out, 0, length.length);
    System.arraycopy(bytes, 0, out, length.length, bytes.length);
    return out;
  }

  private static String host() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      return name.matches("[\\x21-\\x7e]{1,255}") ? name : "-";
    } catch (UnknownHostException e) {
      return "-";
    }
  }
}
