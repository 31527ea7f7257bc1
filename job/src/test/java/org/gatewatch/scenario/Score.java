package org.gatewatch.scenario;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.gatewatch.scenario.Truth.Incident;

/**
 * Alerts against truth, with strict citation: an alert counts for an attack only when it is on the
 * attacked credential, lies between the attack's first request and 24 hours after its last, and
 * cites a span that holds a line of the attack. Alerts of one credential less than 24 hours apart
 * are one episode; an episode without a true alert is a false alert.
 *
 * @param found attacks with a true alert, and those without, by type
 * @param falseAlerts the first alert of each false episode, in order of time
 * @param activeCredentialDays the denominator: credential and UTC day with a line, once judged
 */
record Score(
    Map<String, List<Detection>> found, List<Alert> falseAlerts, long activeCredentialDays) {
  private static final long DAY_MS = 86_400_000L;

  /**
   * What became of one attack.
   *
   * @param delayMs from its first request to the first true alert; -1 when there was none
   */
  record Detection(Incident attack, long delayMs) {
    boolean detected() {
      return delayMs >= 0;
    }
  }

  /**
   * Scores one scenario.
   *
   * @param judgedFrom UTC midnight in epoch ms from which alerts are raised; earlier days and
   *     earlier alerts don't count
   */
  static Score of(Truth truth, List<Alert> alerts, long judgedFrom) {
    List<Alert> inOrder =
        alerts.stream()
            .filter(alert -> alert.time() >= judgedFrom)
            .sorted(Comparator.comparingLong(Alert::time).thenComparing(Alert::uid))
            .toList();
    Map<String, List<Detection>> found = new TreeMap<>();
    for (Incident attack : truth.attacks()) {
      long delay =
          inOrder.stream()
              .filter(alert -> isTrue(alert, attack))
              .mapToLong(alert -> alert.time() - attack.start())
              .findFirst()
              .orElse(-1);
      found
          .computeIfAbsent(attack.type(), type -> new ArrayList<>())
          .add(new Detection(attack, delay));
    }
    String firstDay = LocalDate.ofEpochDay(Math.floorDiv(judgedFrom, DAY_MS)).toString();
    long days =
        truth.activeDays().stream()
            .filter(day -> day.substring(day.length() - 10).compareTo(firstDay) >= 0)
            .count();
    return new Score(found, falseEpisodes(truth, inOrder), days);
  }

  private static boolean isTrue(Alert alert, Incident attack) {
    return alert.credential().equals(attack.credential())
        && alert.time() >= attack.start()
        && alert.time() <= attack.end() + DAY_MS
        && attack.within(alert.firstSeen(), alert.lastSeen());
  }

  private static List<Alert> falseEpisodes(Truth truth, List<Alert> inOrder) {
    Map<String, List<Alert>> byCredential = new TreeMap<>();
    for (Alert alert : inOrder) {
      byCredential.computeIfAbsent(alert.credential(), key -> new ArrayList<>()).add(alert);
    }
    List<Alert> falseAlerts = new ArrayList<>();
    for (List<Alert> own : byCredential.values()) {
      int from = 0;
      for (int i = 1; i <= own.size(); i++) {
        if (i == own.size() || own.get(i).time() - own.get(i - 1).time() >= DAY_MS) {
          List<Alert> episode = own.subList(from, i);
          boolean hit =
              episode.stream()
                  .anyMatch(a -> truth.attacks().stream().anyMatch(attack -> isTrue(a, attack)));
          if (!hit) {
            falseAlerts.add(episode.get(0));
          }
          from = i;
        }
      }
    }
    falseAlerts.sort(Comparator.comparingLong(Alert::time).thenComparing(Alert::uid));
    return falseAlerts;
  }

  /** Both scenarios pooled. */
  Score plus(Score other) {
    Map<String, List<Detection>> pooled = new TreeMap<>();
    for (Score part : List.of(this, other)) {
      part.found.forEach(
          (type, list) -> pooled.computeIfAbsent(type, key -> new ArrayList<>()).addAll(list));
    }
    List<Alert> alerts = new ArrayList<>(falseAlerts);
    alerts.addAll(other.falseAlerts);
    return new Score(pooled, alerts, activeCredentialDays + other.activeCredentialDays);
  }

  int detected(String type) {
    return (int) found.getOrDefault(type, List.of()).stream().filter(Detection::detected).count();
  }

  /** False alerts per 1,000 active credential-days; 0 when there was no day. */
  double falsePerThousand() {
    return activeCredentialDays == 0 ? 0 : 1000.0 * falseAlerts.size() / activeCredentialDays;
  }

  /** Median time from first request to first true alert of the attacks found, ms; -1 for none. */
  long medianDelayMs(String type) {
    List<Long> delays =
        found.getOrDefault(type, List.of()).stream()
            .filter(Detection::detected)
            .map(Detection::delayMs)
            .sorted()
            .toList();
    return delays.isEmpty() ? -1 : delays.get((delays.size() - 1) / 2);
  }

  private String delay(String type) {
    long delay = medianDelayMs(type);
    return delay < 0
        ? ""
        : String.format(Locale.ROOT, ", median delay %.1f h", delay / 3_600_000.0);
  }

  /** The score in lines for people. */
  String table() {
    StringBuilder text = new StringBuilder();
    found.forEach(
        (type, list) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%-24s %d of %d%s%n",
                    type,
                    detected(type),
                    list.size(),
                    delay(type))));
    long byRule = falseAlerts.stream().filter(alert -> alert.lane().equals("rule")).count();
    return text.append(
            String.format(
                Locale.ROOT,
                "false alerts %d (%d by rule) in %d active credential-days: %.2f per 1,000%n",
                falseAlerts.size(),
                byRule,
                activeCredentialDays,
                falsePerThousand()))
        .toString();
  }
}
