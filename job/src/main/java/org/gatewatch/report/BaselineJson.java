package org.gatewatch.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Habits;
import org.gatewatch.baseline.KnownSet;
import org.gatewatch.baseline.Level;
import org.gatewatch.baseline.Peers;
import org.gatewatch.baseline.Volume;
import org.gatewatch.baseline.WallClock;
import org.gatewatch.event.LogSource;
import org.gatewatch.judge.CredentialRow;
import org.gatewatch.stat.WeekProfile;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is normal for one credential at the end of the log: a line of {@code baselines.jsonl}. */
public final class BaselineJson {
  private BaselineJson() {}

  /**
   * One line, without a line end.
   *
   * @param row of a credential that has a baseline
   * @param group name of its peer group
   * @param peers what the group does
   */
  public static String line(CredentialRow row, String group, Peers peers) {
    Baseline own = Objects.requireNonNull(row.baseline());
    ObjectNode out = Json.object();
    Json.put(out, "credential", row.id());
    Json.put(out, "group", group);
    out.put("peers", peers.members());
    out.put("first_use", Instant.ofEpochMilli(own.firstStart()).toString());
    out.put("last_day", LocalDate.ofEpochDay(own.lastDay()).toString());
    out.put("windows", own.windows()).put("active_days", own.activeDays());
    WallClock clock = own.clock;
    ObjectNode zone = out.putObject("zone").put("name", clock.name());
    zone.put("from", clock.isDeclared() ? "declared" : clock.isInferred() ? "inferred" : "none");
    if (clock.isInferred()) {
      zone.put("sure", DayJson.number(clock.sure()));
    }
    for (LogSource source : List.of(LogSource.GATEWAY, LogSource.VENDOR)) {
      Habits habits = own.habits(source);
      if (habits.windows() > 0) {
        out.set(source == LogSource.VENDOR ? "vendor" : "gateway", habits(habits));
      }
    }
    requests(own.volume, out);
    level("tokens_per_request", own.tokens, out);
    level("bytes_per_request", own.bytes, out);
    values("names", own.scope.names, out);
    return Json.line(out);
  }

  private static ObjectNode habits(Habits habits) {
    ObjectNode out = Json.object();
    out.put("windows", habits.windows());
    values("networks", habits.networks, out);
    values("systems", habits.systems, out);
    values("countries", habits.countries, out);
    values("classes", habits.classes, out);
    values("agents", habits.agents, out);
    values("fingerprints", habits.fingerprints, out);
    values("principals", habits.principals, out);
    values("regions", habits.regions, out);
    values("nodes", habits.nodes, out);
    if (habits.hours.learned() > 0) {
      ArrayNode hours = out.putArray("hours_of_week");
      for (int h = 0; h < WeekProfile.HOURS; h++) {
        hours.add(DayJson.number(habits.hours.count(h)));
      }
    }
    return out;
  }

  private static void values(String key, KnownSet known, ObjectNode out) {
    if (!known.isEmpty()) {
      ArrayNode values = out.putArray(key);
      known.values().stream().sorted().forEach(v -> values.add(PlainText.data(v)));
    }
  }

  /** Mean requests of an active hour, by hour of day; absent hours were never active. */
  private static void requests(Volume volume, ObjectNode out) {
    if (volume.windows() <= 0) {
      return;
    }
    ObjectNode requests = out.putObject("requests");
    requests.put("windows", DayJson.number(volume.windows()));
    requests.put("mean", DayJson.number(volume.requests() / volume.windows()));
    ObjectNode weekdays = requests.putObject("weekdays");
    ObjectNode weekends = requests.putObject("weekends");
    for (int cell = 0; cell < Volume.CELLS; cell++) {
      if (volume.windows(cell) > 0) {
        (cell < 24 ? weekdays : weekends)
            .put(
                Integer.toString(cell % 24),
                DayJson.number(volume.requests(cell) / volume.windows(cell)));
      }
    }
  }

  /** The geometric mean. */
  private static void level(String key, Level level, ObjectNode out) {
    if (level.windows() > 0) {
      ObjectNode one = out.putObject(key);
      one.put("windows", DayJson.number(level.windows()));
      one.put("mean", DayJson.number(StrictMath.expm1(level.mean())));
    }
  }
}
