package org.gatewatch.real;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.gatewatch.real.Replayed.Finding;

/**
 * A public web server's log as it is: no credentials, so each network is a pseudo-credential. Every
 * finding is listed with the lines of that network in its span, for a person to judge.
 */
final class WebLog implements Part {
  private static final String LOG = "web-elastic-apache/apache_logs.gz";
  private static final int SHOWN = 6;

  /** Pages that people do not ask for: the server answers 404. */
  private static final Pattern PROBE =
      Pattern.compile("(?i)(wp-login|/administrator/|/admin\\.php|fckeditor)[^\"]*\" 404 ");

  @Override
  public String name() {
    return "web-elastic-apache";
  }

  @Override
  public List<String> needs() {
    return List.of(LOG);
  }

  @Override
  public List<Row> run(RealData data, Path work, Path out) throws IOException {
    Replayed replayed = Replayed.of(out, List.of(data.path(LOG)));
    Set<String> scanners = new TreeSet<>();
    data.lines(
        LOG,
        line -> {
          if (PROBE.matcher(line).find()) {
            scanners.add(prefix(line));
          }
        });
    Set<String> found = new TreeSet<>();
    long falseAlerts = 0;
    List<String> details = new ArrayList<>();
    for (Finding finding : replayed.findings()) {
      String prefix = prefix(finding.credential().replaceFirst("^anonymous:", ""));
      boolean scan = scanners.contains(prefix);
      if (finding.paged() && scan) {
        found.add(prefix);
      } else if (finding.paged()) {
        falseAlerts++;
      }
      details.add(
          (finding.alert() ? "ALERT, " : "digest, ")
              + (scan ? "a real scan: " : "no scan: ")
              + CleanClients.text(finding));
      details.addAll(linesOf(data, finding, prefix));
    }
    return List.of(
        new Row(
            name(),
            "as it is; every finding listed with its lines",
            replayed.lines(),
            replayed.days(),
            falseAlerts,
            found.size() + " of " + scanners.size() + " scanning networks",
            Double.NaN,
            String.format(
                Locale.ROOT,
                "%d network-days without credential; %d rule alerts, %d in the digest; ledger %s;"
                    + " a scan, by reading the log: asks for administration pages of software that"
                    + " is not there, three requests or so each",
                replayed.anonymousDays(),
                replayed.rules(),
                replayed.digest(),
                replayed.addsUp() ? "adds up" : "DOES NOT ADD UP"),
            details));
  }

  /** The first three octets, with their dot. */
  private static String prefix(String line) {
    String[] octets = line.split("[. ]", 4);
    return octets.length < 4 ? line : octets[0] + "." + octets[1] + "." + octets[2] + ".";
  }

  /** Statuses, the commonest paths and the first lines of a finding's network in its hours. */
  private static List<String> linesOf(RealData data, Finding finding, String prefix)
      throws IOException {
    java.time.format.DateTimeFormatter hour =
        java.time.format.DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH", Locale.ROOT)
            .withZone(java.time.ZoneOffset.UTC);
    List<String> hours = new ArrayList<>();
    for (long t = finding.first() / 3_600_000 * 3_600_000; t <= finding.last(); t += 3_600_000) {
      hours.add("[" + hour.format(java.time.Instant.ofEpochMilli(t)));
    }
    List<String> shown = new ArrayList<>();
    Map<String, Integer> statuses = new TreeMap<>();
    Map<String, Integer> agents = new TreeMap<>();
    int[] count = {0, 0};
    data.lines(
        LOG,
        line -> {
          if (!line.startsWith(prefix)) {
            return;
          }
          count[0]++;
          if (hours.stream().noneMatch(line::contains)) {
            return;
          }
          count[1]++;
          String[] quoted = line.split("\"");
          statuses.merge(
              quoted.length > 2 ? quoted[2].strip().split(" ")[0] : "?", 1, Integer::sum);
          agents.merge(quoted.length > 5 ? quoted[5] : "?", 1, Integer::sum);
          if (shown.size() < SHOWN) {
            shown.add("    " + line.substring(0, Math.min(220, line.length())));
          }
        });
    shown.add(
        0,
        "    "
            + prefix
            + "* "
            + count[1]
            + " lines in the span, "
            + count[0]
            + " in all; statuses "
            + statuses
            + "; agents "
            + agents);
    return shown;
  }
}
