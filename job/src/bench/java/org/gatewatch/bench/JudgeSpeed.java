package org.gatewatch.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.gatewatch.judge.Judge;
import org.gatewatch.judge.JudgeSettings;
import org.gatewatch.judge.MemoryStore;

/**
 * JUDGE alone, on one thread and on the heap: {@code JudgeSpeed WINDOWS CREDENTIALS}. Only the
 * judge's own CPU counts, not the making of its windows.
 */
public final class JudgeSpeed {
  static final int EVENTS = 4;

  private JudgeSpeed() {}

  public static void main(String[] args) throws Exception {
    int wanted = Integer.parseInt(args[0]);
    int credentials = Integer.parseInt(args[1]);
    long[] findings = {0};
    Judge judge =
        new Judge(
            JudgeSettings.defaults(),
            roster(credentials),
            new MemoryStore(),
            finding -> findings[0]++);
    SplittableRandom random = new SplittableRandom(11);
    long judged = 0;
    long cpu = 0;
    long judgedWarm = 0;
    long cpuWarm = 0;
    long close = 0;
    for (int hour = 0; judged < wanted; hour++) {
      List<Window> windows = windows(credentials, hour, random);
      close = windows.get(0).close();
      long before = cpu();
      judge.windows(close, windows.get(0).start(), LogSource.GATEWAY, windows);
      long took = cpu() - before;
      judged += windows.size();
      cpu += took;
      if (judged > wanted / 2) {
        judgedWarm += windows.size();
        cpuWarm += took;
      }
    }
    judge.end(close);
    System.out.println("findings " + findings[0]);
    System.out.println("judged " + judged + " " + cpu + " " + judgedWarm + " " + cpuWarm);
    org.gatewatch.BenchRuns.tell(0);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  static Roster roster(int credentials) {
    List<Credential> rows = new ArrayList<>();
    for (int c = 0; c < credentials; c++) {
      rows.add(
          new Credential(
              BenchLogs.id(c),
              "user-" + c,
              "service",
              null,
              BenchLogs.group(c),
              null,
              null,
              null,
              null,
              List.of(),
              "UTC",
              List.of(),
              null,
              null,
              List.of(),
              List.of(),
              List.of()));
    }
    return new Roster(rows, true);
  }

  /** About nine in ten credentials are active in an hour. */
  static List<Window> windows(int credentials, int hour, SplittableRandom random) {
    long start = BenchLogs.start() + hour * Window.LENGTH;
    AccessEvent.Builder event = new AccessEvent.Builder();
    List<Window> out = new ArrayList<>();
    for (int c = 0; c < credentials; c++) {
      if (random.nextInt(10) == 0) {
        continue;
      }
      Window window = new Window(BenchLogs.id(c), LogSource.GATEWAY, start);
      int n = 1 + random.nextInt(2 * EVENTS);
      for (int i = 0; i < n; i++) {
        window.add(event(event, c, start + i * 1000L, random));
      }
      window.close(window.end() + 300_000);
      out.add(window);
    }
    return out;
  }

  static AccessEvent event(AccessEvent.Builder event, int c, long time, SplittableRandom random) {
    String id = BenchLogs.id(c);
    return event
        .clear()
        .set(Field.EVENT_TIME, time)
        .set(Field.LOG_SOURCE, "gateway")
        .set(Field.REQUEST_ID, "req-" + Long.toHexString(random.nextLong()))
        .set(Field.CREDENTIAL_ID, id)
        .set(Field.PRINCIPAL, "team-" + BenchLogs.group(c))
        .set(Field.SOURCE_IP, "240." + c % 251 + "." + c / 251 % 251 + "." + random.nextInt(1, 3))
        .set(Field.ASN, 64_512 + c % 400)
        .set(Field.COUNTRY, c % 3 == 0 ? "GB" : "US")
        .set(Field.USER_AGENT, "heron-node/1." + c % 12 + ".0")
        .set(Field.ENDPOINT, "/v1/messages")
        .set(Field.MODEL, random.nextInt(3) == 0 ? "heron-mini" : "heron-2")
        .set(Field.STATUS, 200)
        .set(Field.INPUT_TOKENS, 200 + random.nextInt(1800))
        .set(Field.OUTPUT_TOKENS, 20 + random.nextInt(900))
        .build(0, id, 300_000, 0, 1, 0);
  }
}
