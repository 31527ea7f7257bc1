package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.gatewatch.judge.Change;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Severity;
import org.gatewatch.scenario.Draw;

/**
 * A made-up month: 60 credentials at home, twelve of them through one NAT, twelve in one cloud's
 * egress; four intrusions over two to five credentials each, from one or two networks, with tools
 * that other intruders use too; and false alerts about credentials that turn up at the NAT, in the
 * cloud, or on a journey. One alert for each credential and intruder, as judging would raise it.
 */
final class Intrusions {
  private static final long BEGIN = 1_777_852_800_000L;
  private static final int CREDENTIALS = 60;
  private static final int DAYS = 28;
  private static final List<String> TOOLS = List.of("axios/1.7", "okhttp/4.12", "curl/8.5");

  final List<Finding> findings = new ArrayList<>();

  /** Number of the intrusion of each finding; a false alert has one of its own. */
  final TreeMap<String, Integer> truth = new TreeMap<>();

  private final Draw draw;
  private final TreeMap<String, Window> windows = new TreeMap<>();
  final UsageBook book = new UsageBook();
  private int number;

  private record Who(String address, String agent, String type) {}

  Intrusions(long seed) {
    draw = Draw.of(seed, "intrusions");
    for (int c = 0; c < CREDENTIALS; c++) {
      for (int day = 0; day < DAYS; day++) {
        Who home =
            c < 12
                ? new Who("240.1.1." + (1 + draw.below(200)), "sdk/1." + day / 10, "mobile")
                : c < 24
                    ? new Who("240.2.2." + (1 + draw.below(200)), "sdk/1.0", "hosting")
                    : new Who("240.3." + c + ".7", "sdk/1." + day / 10, "isp");
        use(c, time(day, 9), 6, home);
      }
    }
    int next = 24;
    for (int i = 0; i < 4; i++) {
      int reach = 2 + draw.below(4);
      boolean hosting = draw.chance(0.4);
      List<Who> hands = new ArrayList<>();
      for (int k = 0; k < 1 + draw.below(2); k++) {
        String address = "240." + (100 + 10 * i + k) + "." + draw.below(200) + ".9";
        hands.add(new Who(address, draw.pick(TOOLS), hosting ? "hosting" : "isp"));
      }
      int day = 14 + draw.below(9);
      for (int k = 0; k < reach; k++) {
        // Every further key is used from where the first one was.
        List<Who> here = k == 0 ? hands : hands.subList(0, 1 + draw.below(hands.size()));
        attack(next++, day + draw.below(3), here, i);
      }
    }
    attack(next++, 18, List.of(new Who("240.1.1.77", "sdk/1.1", "mobile")), 100);
    attack(next++, 19, List.of(new Who("240.1.1.99", "axios/1.7", "mobile")), 101);
    attack(next++, 18, List.of(new Who("240.2.2.55", "curl/8.5", "hosting")), 102);
    attack(next++, 18, List.of(new Who("240.2.2.56", "curl/8.5", "hosting")), 103);
    attack(next++, 20, List.of(new Who("240.60.1.5", "sdk/1.2", "isp")), 104);
    windows.values().forEach(book::add);
    findings.forEach(f -> book.suspect(f.credential()));
  }

  List<Case> cases() {
    List<Usage> usages = new ArrayList<>();
    book.tell(Roster.EMPTY, usages::add);
    return new Cases(usages, List.of()).of(findings);
  }

  private static long time(int day, int hour) {
    return BEGIN + day * Day.LENGTH + hour * Window.LENGTH;
  }

  private static String key(int c) {
    return "key-" + (100 + c);
  }

  private void attack(int c, int day, List<Who> hands, int intrusion) {
    List<Cited> cited = new ArrayList<>();
    for (Who who : hands) {
      cited.addAll(use(c, time(day, 11 + hands.indexOf(who)), 12, who));
    }
    long first = cited.get(0).time();
    long last = cited.get(cited.size() - 1).time();
    String uid = "f" + (1000 + number++);
    truth.put(uid, intrusion);
    findings.add(
        new Finding(
            uid,
            1,
            Finding.Lane.BEHAVIOUR,
            1,
            key(c),
            Credential.undeclared(key(c)),
            "behaviour",
            "Unusual behaviour",
            true,
            last,
            last,
            first,
            last,
            Severity.HIGH,
            80,
            "New network",
            "",
            List.of("new_network"),
            List.of(),
            List.of(),
            cited,
            cited.size(),
            "",
            "",
            1e-4,
            20,
            13,
            Change.OPENED));
  }

  private List<Cited> use(int c, long start, int n, Who who) {
    List<Cited> out = new ArrayList<>();
    Window window =
        windows.computeIfAbsent(
            key(c) + "/" + start, k -> new Window(key(c), LogSource.GATEWAY, start));
    for (int i = 0; i < n; i++) {
      AccessEvent.Builder b = new AccessEvent.Builder();
      b.set(Field.EVENT_TIME, start + i * 60_000L)
          .set(Field.LOG_SOURCE, "gateway")
          .set(Field.REQUEST_ID, key(c) + start + i)
          .set(Field.CREDENTIAL_ID, key(c))
          .set(Field.SOURCE_IP, who.address())
          .set(Field.AS_TYPE, who.type())
          .set(Field.USER_AGENT, who.agent())
          .set(Field.JA4, "ja4-" + who.agent().split("/", -1)[0])
          .set(Field.ENDPOINT, "/v1/messages")
          .set(Field.MODEL, "m")
          .set(Field.STATUS, 200L)
          .set(Field.OUTPUT_TOKENS, 100L);
      AccessEvent event = b.build(0, key(c), 300_000, 0, 1, 0);
      window.add(event);
      out.add(Cited.of(event));
    }
    return out;
  }

  /** Pairs of findings that are together: found, and rightly so. */
  int[] pairs() {
    TreeMap<String, String> caseOf = new TreeMap<>();
    cases().forEach(k -> k.members().forEach(f -> caseOf.put(f.uid(), k.uid())));
    int together = 0;
    int meant = 0;
    int right = 0;
    for (String a : new TreeSet<>(truth.keySet())) {
      for (String b : truth.tailMap(a, false).keySet()) {
        boolean same = truth.getOrDefault(a, -1).equals(truth.get(b));
        boolean joined = caseOf.getOrDefault(a, a).equals(caseOf.getOrDefault(b, b));
        together += joined ? 1 : 0;
        meant += same ? 1 : 0;
        right += same && joined ? 1 : 0;
      }
    }
    return new int[] {together, meant, right};
  }
}
