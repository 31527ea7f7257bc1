package org.gatewatch.real;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.gatewatch.scenario.Draw;
import org.jspecify.annotations.Nullable;

/**
 * Production clients of two language models over 14 days: request rate and coefficient of variation
 * of the gaps per 10 minutes, quantiles of the tokens per 6 hours. What is ours in the expansion:
 *
 * <ul>
 *   <li>All clients are kept. A client of N requests is thinned to {@code min(N, k sqrt(N))}: each
 *       request stays with probability {@code p = min(1, k/sqrt(N))}, so big clients stay big but
 *       do not drown the rest, and the shape of a client over time is its own. k is 20 for about 5
 *       million requests.
 *   <li>A slot's count is Poisson or negative binomial with mean {@code p m} and index of
 *       dispersion {@code 1 + p (cv^2 - 1)}, which is what thinning leaves of a renewal process;
 *       times lie uniformly in the slot.
 *   <li>Tokens are drawn independently from the law of {@link Quantiles} of the client's 6 hours.
 *   <li>client = credential. The set has no identities: each client gets one /24 with one to three
 *       hosts, one agent and one principal, constant; no AS, no country. All requests succeed.
 *   <li>Second 0 is put at Monday 2026-06-01 00:00 UTC; the true weekday is not published.
 * </ul>
 */
final class ServeGen {
  static final String RATES = "servegen/dev_client_rate_10min.csv.gz";
  static final String TOKENS = "servegen/dev_client_tokens_6h.csv.gz";

  /** 2026-06-01T00:00:00Z. */
  static final long START = 1_780_272_000_000L;

  static final int SLOTS = 2016;
  static final long SLOT_MS = 600_000;

  private static final int TOKEN_SLOTS = 56;
  private static final List<String> AGENTS =
      List.of(
          "openai-python/1.52.0",
          "openai-node/4.68.1",
          "python-requests/2.32.3",
          "okhttp/4.12.0",
          "Go-http-client/2.0",
          "axios/1.7.7");

  private ServeGen() {}

  /** Takes an expanded request. */
  interface Sink {
    void request(Client client, long time, long inputTokens, long outputTokens) throws IOException;
  }

  /** One client of the trace. */
  static final class Client {
    final String id;
    final String model;

    /** Requests in each slot of ten minutes. */
    final double[] requests = new double[SLOTS];

    final double[] cv = new double[SLOTS];
    private final @Nullable Quantiles[] input = new Quantiles[TOKEN_SLOTS];
    private final @Nullable Quantiles[] output = new Quantiles[TOKEN_SLOTS];
    private String[] hosts = {};

    Client(String model, String number) {
      this.model = model;
      this.id = "sg-" + model + "-" + number;
    }

    double total() {
      return Arrays.stream(requests).sum();
    }

    /** The unchanging part of its lines, one for each host. */
    String[] hosts() {
      return hosts;
    }

    /** Whether it makes requests in the hour that begins with that slot. */
    boolean activeHour(int slot) {
      double sum = 0;
      for (int s = slot; s < Math.min(SLOTS, slot + 6); s++) {
        sum += requests[s];
      }
      return sum > 0;
    }
  }

  /** All clients, by id. */
  static List<Client> read(RealData data) throws IOException {
    Map<String, Client> clients = new TreeMap<>();
    data.rows(
        RATES,
        row -> {
          Client client = client(clients, row);
          int slot = slot(row, SLOT_MS / 1000, SLOTS);
          client.requests[slot] += number(row, "rate_rps") * SLOT_MS / 1000;
          client.cv[slot] = number(row, "cv");
        });
    data.rows(
        TOKENS,
        row -> {
          Client client = client(clients, row);
          Quantiles law =
              new Quantiles(
                  number(row, "p50"), number(row, "p90"), number(row, "p99"), number(row, "max"));
          boolean input = "input_tokens".equals(row.get("field"));
          (input ? client.input : client.output)[slot(row, 21_600, TOKEN_SLOTS)] = law;
        });
    List<Client> all = new ArrayList<>(clients.values());
    for (int i = 0; i < all.size(); i++) {
      Client client = all.get(i);
      fill(client.input);
      fill(client.output);
      Draw draw = Draw.of(1, "servegen/" + client.id);
      String agent = draw.pick(AGENTS);
      client.hosts = new String[1 + draw.below(3)];
      for (int h = 0; h < client.hosts.length; h++) {
        client.hosts[h] = EventFile.who(client.id, "240.1." + i % 256 + "." + (10 + 7 * h), agent);
      }
    }
    return all;
  }

  private static Client client(Map<String, Client> clients, Map<String, String> row) {
    String model = row.getOrDefault("model", "?");
    String number = row.getOrDefault("client", "?");
    return clients.computeIfAbsent(model + "/" + number, key -> new Client(model, number));
  }

  private static int slot(Map<String, String> row, long seconds, int slots) {
    return (int) Math.min(slots - 1, number(row, "t_s") / seconds);
  }

  private static double number(Map<String, String> row, String name) {
    String text = row.getOrDefault(name, "");
    return text.isEmpty() ? 0 : Double.parseDouble(text);
  }

  /** Six hours without a row take the law before them, the first ones the law after. */
  private static void fill(@Nullable Quantiles[] laws) {
    for (int i = 1; i < laws.length; i++) {
      laws[i] = laws[i] == null ? laws[i - 1] : laws[i];
    }
    for (int i = laws.length - 2; i >= 0; i--) {
      laws[i] = laws[i] == null ? laws[i + 1] : laws[i];
    }
  }

  /**
   * Expands the clients in order of time.
   *
   * @param k thinning, see the class
   */
  static void expand(List<Client> clients, double k, Sink sink) throws IOException {
    Draw[] draws = new Draw[clients.size()];
    double[] keep = new double[clients.size()];
    for (int c = 0; c < draws.length; c++) {
      draws[c] = Draw.of(2, "servegen/" + clients.get(c).id);
      keep[c] = Math.min(1, k / Math.sqrt(Math.max(1, clients.get(c).total())));
    }
    long[] due = new long[1 << 10];
    for (int slot = 0; slot < SLOTS; slot++) {
      int n = 0;
      for (int c = 0; c < draws.length; c++) {
        int count = count(clients.get(c), slot, keep[c], draws[c]);
        for (int i = 0; i < count; i++) {
          if (n == due.length) {
            due = Arrays.copyOf(due, 2 * n);
          }
          due[n++] = (long) draws[c].below((int) SLOT_MS) << 16 | c;
        }
      }
      Arrays.sort(due, 0, n);
      for (int i = 0; i < n; i++) {
        int c = (int) (due[i] & 0xffff);
        Client client = clients.get(c);
        long time = START + slot * SLOT_MS + (due[i] >>> 16);
        sink.request(
            client,
            time,
            tokens(client.input[slot / 36], draws[c]),
            tokens(client.output[slot / 36], draws[c]));
      }
    }
  }

  private static long tokens(@Nullable Quantiles law, Draw draw) {
    return law == null ? 1 : law.draw(draw);
  }

  private static int count(Client client, int slot, double keep, Draw draw) {
    double mean = keep * client.requests[slot];
    if (mean <= 0) {
      return 0;
    }
    double cv = client.cv[slot];
    double excess = keep * (cv * cv - 1);
    return excess <= 0 ? draw.poisson(mean) : draw.negativeBinomial(mean, mean / excess);
  }

  /** What is ours, for the table. */
  static String note(double k) {
    return String.format(
        Locale.ROOT, "all clients, each thinned to min(N, %.3g sqrt(N)) of its N requests", k);
  }
}
