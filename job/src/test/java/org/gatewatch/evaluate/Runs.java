package org.gatewatch.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Small runs for tests: three credentials, active on days 0 to 29. */
final class Runs {
  static final long HOUR = 3_600_000L;
  static final long DAY = 24 * HOUR;

  /** On day 20 of key-1: lines at 0, 1 and 2 o'clock. */
  static final Attack BURST = attack("a1", "burst", "key-1", 20 * DAY, 2);

  private Runs() {}

  static Attack attack(String id, String type, String credential, long start, int hours) {
    TreeSet<Long> lines = new TreeSet<>();
    for (int h = 0; h <= hours; h++) {
      lines.add(start + h * HOUR);
    }
    return new Attack(
        id,
        type,
        List.of(credential),
        start,
        start + hours * HOUR,
        Map.of(credential, lines),
        List.copyOf(lines));
  }

  static Alert alert(String credential, long time, long first, long last) {
    return alert(credential, Alert.Lane.STATISTICS, true, time, first, last);
  }

  static Alert alert(
      String credential, Alert.Lane lane, boolean pages, long time, long first, long last) {
    String uid = credential + lane + pages + time + "-" + first + "-" + last;
    return new Alert(uid, credential, lane, pages, time, first, last);
  }

  static ActiveDays active() {
    ActiveDays.Builder days = new ActiveDays.Builder();
    for (String credential : List.of("key-1", "key-2", "key-3")) {
      for (long day = 0; day < 30; day++) {
        days.add(credential, day, 1);
      }
    }
    return days.build();
  }

  static Run run(List<Attack> attacks, List<BenignChange> changes, Alert... findings) {
    return new Run(
        "out", attacks, changes, active(), List.of(findings), new ArrayList<>(), List.of());
  }

  static Scored score(Alert... findings) {
    return Scored.of(run(List.of(BURST), List.of(), findings), 14);
  }
}
