package org.gatewatch.real;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gatewatch.real.Replayed.Finding;

/** ServeGen's clients, about 5 million requests: every statistical alert counts as false. */
final class CleanClients implements Part {
  /** Thinning for about 5 million requests. */
  private static final double K = 20;

  @Override
  public String name() {
    return "servegen";
  }

  @Override
  public List<String> needs() {
    return List.of(ServeGen.RATES, ServeGen.TOKENS);
  }

  @Override
  public List<Row> run(RealData data, Path work, Path out) throws IOException {
    Path log = work.resolve("gateway.jsonl.zst");
    write(data, K, log);
    Replayed replayed = Replayed.of(out, List.of(log));
    return List.of(
        clean(name(), "205 clients, 14 days, no known attack", replayed, 6, ServeGen.note(K)));
  }

  /** Writes the expanded log of all clients. */
  static void write(RealData data, double k, Path log) throws IOException {
    try (EventFile file = new EventFile(log)) {
      ServeGen.expand(
          ServeGen.read(data),
          k,
          (client, time, input, output) -> {
            String[] hosts = client.hosts();
            String who = hosts[(int) (file.events() % hosts.length)];
            file.answered(file.events(), time, who, client.model, input, output);
          });
    }
  }

  /** The row of a log without known attacks, with every alert listed. */
  static Row clean(String set, String what, Replayed replayed, double target, String note) {
    List<String> details = new ArrayList<>();
    replayed.alerts().forEach(alert -> details.add(text(alert)));
    String rest =
        String.format(
            Locale.ROOT,
            "; %d rule alerts, %d in the digest; ledger %s",
            replayed.rules(),
            replayed.digest(),
            replayed.addsUp() ? "adds up" : "DOES NOT ADD UP");
    return new Row(
        set,
        what,
        replayed.lines(),
        replayed.days(),
        replayed.alerts().size(),
        null,
        target,
        note + rest,
        details);
  }

  static String text(Finding finding) {
    return java.time.Instant.ofEpochMilli(finding.time())
        + " "
        + finding.severity()
        + " "
        + finding.title()
        + ": "
        + finding.description();
  }
}
