package org.gatewatch.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Taken;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.detect.RuleLabel;
import org.gatewatch.detect.Text;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/**
 * Logs without lines at hours that have some as a rule, each by what it showed itself. A silence is
 * known by later lines alone, its own or another log's, never by a clock; it is told once, by this
 * rule or by the one that compares two logs.
 */
final class Silences {
  private static final long HOUR = Window.LENGTH;

  private static final RuleLabel LABEL =
      new RuleLabel(
          "A log went silent",
          3,
          "Find out whether the source was down or its lines are lost, and get them: what was used"
              + " meanwhile was not judged.",
          List.of());

  private final List<JudgeSettings.Log> logs;
  private final TreeMap<Integer, SourceHours> known;
  private final RuleLane rules;
  private final Store store;

  /**
   * @param logs the bindings
   */
  Silences(List<JudgeSettings.Log> logs, RuleLane rules, Store store) {
    this.logs = logs;
    this.rules = rules;
    this.store = store;
    this.known = store.shared().sources;
  }

  /**
   * Whether a finding is about a log, and not about a credential. The rule has to say so, too:
   * anybody may choose an id that begins like that of a log.
   */
  static boolean isLog(String credential, String rule) {
    return rule.equals(TwoLogs.SILENT) && credential.startsWith(Keys.LOG);
  }

  /**
   * Windows of one start and log source are judged: whose lines they are is silent no more.
   *
   * @param now release time, ms
   */
  void hour(long now, long start, List<Window> windows) {
    if (windows.get(0).matches() != null) {
      return;
    }
    TreeMap<Integer, Long> firsts = new TreeMap<>();
    for (Window w : windows) {
      for (Taken taken : w.taken()) {
        firsts.merge(taken.binding(), taken.first(), Math::min);
      }
    }
    firsts.forEach((binding, first) -> lines(now, start, binding, first));
    long front = known.values().stream().mapToLong(SourceHours::from).max().orElse(0) - HOUR;
    known.forEach(
        (binding, hours) -> {
          long end = Math.min(front, end(now, binding));
          if (!hours.isTold() && hours.surprise(end) >= SourceHours.SILENT) {
            begins(hours, now, binding, end, "");
          }
        });
  }

  private void lines(long now, long start, int binding, long first) {
    if (binding >= logs.size()) {
      return;
    }
    SourceHours hours = known.computeIfAbsent(binding, b -> new SourceHours());
    if (start < hours.from()) {
      return;
    }
    boolean silent = hours.isTold() || hours.surprise(start) >= SourceHours.SILENT;
    if (silent) {
      if (!hours.isTold()) {
        begins(hours, now, binding, start, "");
      }
      hours.toldUntil = start;
      if (!hours.left) {
        RuleHit hit = hit(hours, now, binding, first, " until it went on");
        rules.ends(hit, row(hit.credential()));
      }
    }
    hours.lines(start);
  }

  private void begins(SourceHours hours, long now, int binding, long end, String how) {
    hours.left = isOfTwoLogs(logs.get(binding), hours.from(), end);
    hours.toldFrom = hours.from();
    hours.toldUntil = Long.MAX_VALUE;
    if (!hours.left) {
      RuleHit hit = hit(hours, now, binding, end, how);
      rules.begins(hit, row(hit.credential()));
    }
  }

  /**
   * Silences that no line has shown yet, for those who must act: as they will be told when one
   * does.
   *
   * @param now release time up to which everything is known, ms
   */
  List<RuleHit> untold(long now) {
    List<RuleHit> out = new ArrayList<>();
    known.forEach(
        (binding, hours) -> {
          long end = end(now, binding);
          if (!hours.isTold()
              && hours.surprise(end) >= SourceHours.SILENT
              && !isOfTwoLogs(logs.get(binding), hours.from(), end)) {
            out.add(hit(hours, now, binding, end, " and goes on"));
          }
        });
    return out;
  }

  /** Whether that silence is over, or was told for good. */
  boolean isSettled(String credential, long from) {
    for (int b = 0; b < logs.size(); b++) {
      SourceHours hours = known.get(b);
      if (hours != null && credential.equals(Keys.LOG + logs.get(b).name())) {
        return hours.isTold() || hours.from() != from;
      }
    }
    return true;
  }

  /** Whether what two logs show of an hour was told of one of them. */
  boolean covers(RuleHit silent) {
    String vendor = silent.credential().substring(Keys.VENDOR.length());
    LogSource source =
        silent.first().source() == LogSource.GATEWAY ? LogSource.VENDOR : LogSource.GATEWAY;
    for (int b = 0; b < logs.size(); b++) {
      SourceHours hours = known.get(b);
      if (hours != null
          && !hours.left
          && isOf(logs.get(b), source, vendor)
          && silent.last().time() >= hours.toldFrom
          && silent.first().time() < hours.toldUntil) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOf(JudgeSettings.Log log, LogSource source, String vendor) {
    return log.source() == source
        && (source == LogSource.GATEWAY || log.vendor() == null || vendor.equals(log.vendor()));
  }

  /** Whether the comparison of two logs has told that silence. */
  private boolean isOfTwoLogs(JudgeSettings.Log log, long from, long end) {
    for (String vendor : store.shared().everyone.feeds().all().keySet()) {
      CredentialRow row = store.credential(Keys.VENDOR + vendor);
      if (row == null || !isOf(log, log.source(), vendor)) {
        continue;
      }
      for (RuleCase c : row.rules) {
        if (c.rule.equals(TwoLogs.SILENT)
            && c.first.source() != log.source()
            && c.last.time() >= from
            && c.first.time() < end) {
          return true;
        }
      }
    }
    return false;
  }

  /** Before which all hours of a log are over and judged, ms. */
  private long end(long now, int binding) {
    return binding < logs.size()
        ? Math.floorDiv(now - 1 - logs.get(binding).latenessMs(), HOUR) * HOUR
        : 0;
  }

  private RuleHit hit(SourceHours hours, long now, int binding, long until, String how) {
    JudgeSettings.Log log = logs.get(binding);
    long from = hours.from();
    long n = Math.floorDiv(until, HOUR) - Math.floorDiv(from, HOUR);
    String detail =
        "The log "
            + log.name()
            + " has no line from "
            + minute(from)
            + " to "
            + minute(until)
            + how
            + ": "
            + Text.count(n, "hour", "hours")
            + ". By what it showed before, so much silence at these times has p="
            + Text.p(StrictMath.exp(-hours.surprise(until)))
            + " (the product over the hours of (empty + 1)/(all + 2), by hour of the day and"
            + " weekend; after a usual pause once a day)";
    Cited first = mark(from, binding, log.source());
    Cited last = mark(Math.max(from, until), binding, log.source());
    return new RuleHit(
        TwoLogs.SILENT, Keys.LOG + log.name(), now, detail, first, last, 1, 0, LABEL);
  }

  private static String minute(long time) {
    return Instant.ofEpochMilli(Math.floorDiv(time, 60_000L) * 60_000L)
        .toString()
        .replace(":00Z", "Z");
  }

  /** A moment that no event stands for. */
  private static Cited mark(long time, int binding, LogSource source) {
    @Nullable String none = null;
    return new Cited(
        time, source, none, none, none, -1, none, none, none, none, none, none, "", none, -1, false,
        -1, binding, 0, 0, 0);
  }

  private CredentialRow row(String id) {
    CredentialRow row = store.credential(id);
    if (row == null) {
      row = new CredentialRow(id, "log");
      store.put(row);
    }
    return row;
  }
}
