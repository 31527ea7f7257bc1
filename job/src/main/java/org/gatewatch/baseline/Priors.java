package org.gatewatch.baseline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gatewatch.stat.TailTable;

/**
 * What is known before a log has said anything: group rates, and how scores of normal windows and
 * days scatter. Counted on generated traffic without attacks by {@code scripts/priors}; the file
 * says from what. A log's own history takes over as it grows.
 *
 * <p>One entry a line: {@code rate NAME p...}, {@code mean NAME x}, {@code tail NAME slope
 * v:surprise...}; {@code #} starts a comment.
 */
public final class Priors {
  private static final String RESOURCE = "priors.txt";

  private final Map<String, double[]> rates = new TreeMap<>();
  private final Map<String, Double> means = new TreeMap<>();
  private final Map<String, TailTable> tails = new TreeMap<>();

  private Priors() {}

  private static final class Shipped {
    static final Priors PRIORS = load(true);
    static final Priors FLAT = load(false);
  }

  /** What the product ships. */
  public static Priors shipped() {
    return Shipped.PRIORS;
  }

  /** The same rates, and scores taken at their word: nothing was counted. */
  public static Priors flat() {
    return Shipped.FLAT;
  }

  private static Priors load(boolean withTails) {
    try (InputStream in = Priors.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + RESOURCE);
      }
      return read(new InputStreamReader(in, StandardCharsets.UTF_8), withTails);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Priors read(InputStreamReader from, boolean withTails) throws IOException {
    Priors priors = new Priors();
    BufferedReader in = new BufferedReader(from);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      priors.add(line, withTails);
    }
    return priors;
  }

  /** The same with other tails. */
  public Priors with(List<String> entries) {
    Priors priors = new Priors();
    priors.rates.putAll(rates);
    priors.means.putAll(means);
    entries.forEach(line -> priors.add(line, true));
    return priors;
  }

  private void add(String line, boolean withTails) {
    String[] parts = line.strip().split(" +", 3);
    if (parts.length < 3 || parts[0].startsWith("#")) {
      return;
    }
    switch (parts[0]) {
      case "rate" ->
          rates.put(
              parts[1],
              Arrays.stream(parts[2].split(" +")).mapToDouble(Double::parseDouble).toArray());
      case "mean" -> means.put(parts[1], Double.valueOf(parts[2]));
      case "tail" -> {
        if (withTails) {
          tails.put(parts[1], TailTable.parse(parts[2]));
        }
      }
      default -> throw new IllegalStateException(RESOURCE + ": unknown entry " + parts[0]);
    }
  }

  /**
   * Rates of a ladder's steps.
   *
   * @throws IllegalStateException when the file lacks them
   */
  double[] rates(String ladder, int steps) {
    double[] p = rates.get(ladder);
    if (p == null || p.length != steps) {
      throw new IllegalStateException(RESOURCE + ": rate " + ladder + " of " + steps + " steps");
    }
    return p;
  }

  /**
   * A mean.
   *
   * @throws IllegalStateException when the file lacks it
   */
  double mean(String name) {
    Double x = means.get(name);
    if (x == null) {
      throw new IllegalStateException(RESOURCE + ": mean " + name);
    }
    return x;
  }

  /** How a score scatters; its own claim where nothing was counted. */
  public TailTable tail(String name, double claim) {
    TailTable table = tails.get(name);
    return table == null ? TailTable.claim(claim) : table;
  }
}
