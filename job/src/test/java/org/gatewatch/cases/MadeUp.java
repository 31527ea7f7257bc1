package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.gatewatch.judge.Change;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Measure;
import org.gatewatch.judge.Severity;

/** Made-up use of credentials, and one made-up finding about it: what a case is told of. */
final class MadeUp {
  static final long BEGIN = 1_777_852_800_000L; // Monday 2026-05-04
  static final String HOME = "240.1.1.7";
  static final String CLIENT = "sdk/1.0";

  private final TreeMap<String, Window> windows = new TreeMap<>();
  private final TreeMap<String, Object[]> operators = new TreeMap<>();
  private int number;

  /** Says whose the addresses are that begin so: autonomous system and type; nobody's otherwise. */
  void operator(String addresses, long asn, String type) {
    operators.put(addresses, new Object[] {asn, type});
  }

  static long time(int day, int hour) {
    return BEGIN + day * Day.LENGTH + hour * Window.LENGTH;
  }

  /** One request; 100 tokens in and 50 out when it was answered. */
  Cited add(String credential, long time, String address, String agent, String name, int status) {
    long start = Window.startOf(time);
    Window window =
        windows.computeIfAbsent(
            start + "/" + credential, k -> new Window(credential, LogSource.GATEWAY, start));
    AccessEvent.Builder b = new AccessEvent.Builder();
    b.set(Field.EVENT_TIME, time)
        .set(Field.LOG_SOURCE, "gateway")
        .set(Field.REQUEST_ID, "r" + number++)
        .set(Field.CREDENTIAL_ID, credential)
        .set(Field.SOURCE_IP, address)
        .set(Field.USER_AGENT, agent)
        .set(Field.ENDPOINT, name)
        .set(Field.STATUS, (long) status);
    operators.forEach(
        (addresses, whose) -> {
          if (address.startsWith(addresses)) {
            b.set(Field.ASN, (Long) whose[0]).set(Field.AS_TYPE, (String) whose[1]);
          }
        });
    if (status == 200) {
      b.set(Field.INPUT_TOKENS, 100L).set(Field.OUTPUT_TOKENS, 50L);
    }
    AccessEvent event = b.build(0, credential, 300_000, 0, number, 0);
    window.add(event);
    return Cited.of(event);
  }

  /** Requests of an hour, spread over it, from home. */
  List<Cited> home(String credential, int day, int hour, int n) {
    List<Cited> out = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      long time = time(day, hour) + i * (Window.LENGTH - 1) / Math.max(1, n);
      out.add(add(credential, time, HOME, CLIENT, "/v1/messages", 200));
    }
    return out;
  }

  /** Hands it all to a book. */
  void into(UsageBook book) {
    windows.values().forEach(book::add);
  }

  /** The case about a finding that cites those events, the given family's doing alone. */
  Case about(Credential declared, String family, Severity severity, List<Cited> cited) {
    UsageBook book = new UsageBook();
    into(book);
    book.suspect(declared.id());
    List<Usage> usages = new ArrayList<>();
    book.tell(Roster.EMPTY, usages::add);
    return new Cases(usages, List.of())
        .of(List.of(finding(declared, family, severity, cited)))
        .get(0);
  }

  static Finding finding(Credential declared, String family, Severity severity, List<Cited> cited) {
    long first = cited.get(0).time();
    long last = cited.get(cited.size() - 1).time();
    return new Finding(
        "f1",
        1,
        Finding.Lane.BEHAVIOUR,
        1,
        declared.id(),
        declared,
        "behaviour",
        "Unusual behaviour",
        true,
        last,
        last,
        first,
        last,
        severity,
        80,
        "Unusual",
        "",
        List.of("unusual"),
        List.of(),
        List.of(new Measure(family, "signal", "parameter", "1", "0", 1e-9, 30, "unusual")),
        List.of(cited.get(0), cited.get(cited.size() - 1)),
        cited.size(),
        "",
        "",
        1e-6,
        30,
        13,
        Change.OPENED);
  }
}
