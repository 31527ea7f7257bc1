package org.gatewatch.real;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gatewatch.scenario.Draw;

/**
 * Coding sessions: each session is one credential with one address and one agent; its requests keep
 * their distances in time. What is ours: the sessions start on weekdays of four weeks from Monday
 * 2026-06-01, at a normal hour around 14:00 UTC (standard deviation 3 h), by a fixed seed. Requests
 * without output tokens are aborted ones and keep their input.
 */
final class CodeSessions implements Part {
  static final String REQUESTS = "claude-code-sessions/dev_requests.csv.gz";

  private static final int WEEKS = 4;

  @Override
  public String name() {
    return "claude-code-sessions";
  }

  @Override
  public List<String> needs() {
    return List.of(REQUESTS);
  }

  /** A request of a session. */
  record Request(String session, long time, String model, long input, long output) {}

  /** All requests in order of time. */
  static List<Request> read(RealData data) throws IOException {
    List<Request> all = new ArrayList<>();
    Map<String, Long> starts = new TreeMap<>();
    data.rows(
        REQUESTS,
        row -> {
          String session = row.getOrDefault("session", "?");
          long start = starts.computeIfAbsent(session, CodeSessions::start);
          all.add(
              new Request(
                  session,
                  start + (long) (1000 * Double.parseDouble(row.getOrDefault("t_s", "0"))),
                  row.getOrDefault("model", "?"),
                  whole(row.getOrDefault("input_tokens", "")),
                  whole(row.getOrDefault("output_tokens", ""))));
        });
    all.sort(Comparator.comparingLong(Request::time).thenComparing(Request::session));
    return all;
  }

  private static long start(String session) {
    Draw draw = Draw.of(3, "session/" + session);
    int day = draw.below(5 * WEEKS);
    double hour = 14 + 3 * draw.gaussian();
    return ServeGen.START + (day / 5 * 7 + day % 5) * 86_400_000L + (long) (hour * 3_600_000);
  }

  private static long whole(String text) {
    return text.isEmpty() ? 0 : (long) Double.parseDouble(text);
  }

  @Override
  public List<Row> run(RealData data, Path work, Path out) throws IOException {
    Path log = work.resolve("gateway.jsonl.zst");
    Map<String, String> who = new TreeMap<>();
    try (EventFile file = new EventFile(log)) {
      for (Request r : read(data)) {
        String own =
            who.computeIfAbsent(
                r.session,
                s ->
                    EventFile.who(
                        s,
                        "240.2." + who.size() / 250 + "." + (1 + who.size() % 250),
                        "claude-cli/2.0.14 (external, cli)"));
        file.answered(file.events(), r.time, own, r.model, r.input, r.output);
      }
    }
    Replayed replayed = Replayed.of(out, List.of(log));
    return List.of(
        CleanClients.clean(
            name(),
            who.size() + " sessions over four weeks, no known attack",
            replayed,
            6,
            "session = credential; seeded start times"));
  }
}
