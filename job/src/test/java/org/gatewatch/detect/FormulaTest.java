package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.DayTotals;
import org.gatewatch.baseline.Matches;
import org.gatewatch.baseline.Peers;
import org.gatewatch.baseline.Priors;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded terms compute to the surprise that was judged, for every signal. */
class FormulaTest {
  private static final long HOUR = Window.LENGTH;
  private static final double GRID = 1.0 / (1 << 20);
  private static final String ANONYMOUS = Keys.ANONYMOUS + "203.0.113.0/24";
  private static final Restricted RESTRICTED =
      Restricted.of(
          new Policy(
              List.of(new Policy.RestrictedModel("heron-x", Long.MAX_VALUE)),
              List.of(),
              List.of(),
              List.of(),
              Policy.Canaries.NONE,
              List.of()));

  private final SplittableRandom random;
  private final Peers peers = new Peers(Priors.flat());
  private final Map<String, Baseline> baselines = new TreeMap<>();
  private final Set<String> seen = new TreeSet<>();

  FormulaTest() {
    random = new SplittableRandom(7);
  }

  /** An hour of which anything may be new. */
  private Window window(String credential, LogSource source, int hour) {
    Window w = new Window(credential, source, hour * HOUR);
    boolean anonymous = Keys.isAnonymous(credential);
    int n = 1 + random.nextInt(random.nextInt(20) == 0 ? 80 : 8);
    AccessEvent.Builder b = new AccessEvent.Builder();
    for (int i = 0; i < n; i++) {
      int place = pick(40);
      b.clear()
          .set(Field.EVENT_TIME, w.start() + i * (HOUR / n))
          .set(Field.LOG_SOURCE, source == LogSource.VENDOR ? "vendor" : "gateway")
          .set(Field.SOURCE_IP, "192.0." + place + ".7")
          .set(Field.ASN, 64500L + place / 3)
          .set(Field.AS_TYPE, place > 20 ? "hosting" : "isp")
          .set(Field.COUNTRY, place > 10 ? "PL" : "DE")
          .setReal(Field.LATITUDE, 50 - 2.0 * place)
          .setReal(Field.LONGITUDE, 10 + 3.0 * place)
          .set(Field.USER_AGENT, "sdk" + pick(12) + "/1")
          .set(Field.JA4, "t13d" + pick(12))
          .set(Field.PRINCIPAL, "person-" + pick(12))
          .set(Field.REGION, "region-" + pick(6))
          .set(Field.NODE, "node-" + pick(6))
          .set(Field.ENDPOINT, pick(30) == 7 ? "/export/" + pick(99) : "/v1/" + pick(30))
          .set(Field.MODEL, pick(40) == 3 ? "heron-" + (char) ('a' + pick(20)) : "wren")
          .set(Field.CREDENTIAL_ID, anonymous ? "guess-" + random.nextInt(100) : credential)
          .set(Field.STATUS, anonymous || random.nextInt(30) == 0 ? 403 : 200)
          .set(Field.BYTES_OUT, 900L + random.nextInt(400) * (long) (1 + pick(30)));
      if (random.nextInt(3) > 0) { // an endpoint without tokens is judged by its bytes
        b.set(Field.OUTPUT_TOKENS, 100L + random.nextInt(400) * (long) (1 + pick(30)));
      }
      w.add(b.build(0, credential, 0, 0, hour * 1000L + i, 0));
    }
    w.close(w.end());
    return w;
  }

  /** Mostly 0. */
  private int pick(int bound) {
    return random.nextInt(12) == 0 ? random.nextInt(bound) : 0;
  }

  private void judgeAndLearn(Window w) {
    Baseline own = baselines.computeIfAbsent(w.credential(), k -> new Baseline(w.start()));
    own.roll(w, peers);
    double surge = random.nextInt(4) == 0 ? 1 + random.nextDouble() : 1;
    Vouching some = (kind, value, who) -> value.hashCode() % 5 == 0 ? 3 : 0;
    Context c = new Context("group", peers, some, surge, surge - 1, RESTRICTED);
    for (Signal signal : Signals.all()) {
      double v = signal.surprise(own, w, c);
      if (v > 0) {
        Terms terms = signal.terms(own, w, c);
        assertEquals(v, terms.surprise(), GRID, signal.id() + " " + terms);
        assertEquals(terms, again(terms));
        assertTrue(terms.text().length() > 20, terms.text());
        seen.add(signal.id());
      }
    }
    for (Signal signal : Signals.all()) {
      signal.learn(own, w, c, 1);
    }
    own.count(w);
  }

  /** An hour in two logs, of which now and then some stands in one only. */
  private void matchAndLearn(int hour) {
    Matches m = new Matches("vendor");
    for (int n = 20 + random.nextInt(20); n > 0; n--) {
      m.pair(random.nextInt(100), 1, 1);
    }
    Cited cited = window("cred", LogSource.GATEWAY, hour).first().get(0);
    for (int n = random.nextInt(10) == 0 ? random.nextInt(8) : 0; n > 0; n--) {
      m.gatewayOnly(cited, Matches.AGES - 1);
      m.vendorOnly(cited);
    }
    Window w = Window.of("cred", hour * HOUR, (hour + 7) * HOUR, m);
    Baseline own = baselines.computeIfAbsent("cred", k -> new Baseline(w.start()));
    Context c = new Context("group", peers, (kind, value, who) -> 0, 1, 0, RESTRICTED);
    peers.feeds().hour(List.of(w));
    for (Signal signal : List.of(MatchSignal.OUTSIDE, MatchSignal.BYPASS)) {
      double v = signal.surprise(own, w, c);
      if (v > 0) {
        Terms terms = signal.terms(own, w, c);
        assertEquals(v, terms.surprise(), GRID, signal.id() + " " + terms);
        assertEquals(terms, again(terms));
        seen.add(signal.id());
      }
      signal.learn(own, w, c, 1);
    }
    peers.feeds().of(m).learn(m, 0, 0);
  }

  private static Terms again(Terms terms) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      terms.write(new DataOutputStream(bytes));
      return Terms.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everySignalComputesAgain() {
    int hour = 0;
    for (int i = 0; i < 1500; i++) {
      hour += random.nextInt(60) == 0 ? 400 : random.nextInt(9) == 0 ? 14 : 1;
      judgeAndLearn(window("cred", LogSource.GATEWAY, hour));
      matchAndLearn(hour);
      if (i % 3 == 0) {
        judgeAndLearn(window("cred", LogSource.VENDOR, hour));
        judgeAndLearn(window(ANONYMOUS, LogSource.GATEWAY, hour));
      }
    }
    judgeAndLearn(window("cred", LogSource.GATEWAY, hour + 24 * 90));
    for (Signal signal : Signals.all()) {
      assertTrue(seen.contains(signal.id()), signal.id() + " was never surprised");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void driftComputesAgain(long seed) {
    SplittableRandom days = new SplittableRandom(seed);
    Baseline own = new Baseline(0);
    int surprised = 0;
    for (int day = 0; day < 60; day++) {
      DayTotals totals = new DayTotals();
      for (int hour = 9; hour < 12; hour++) {
        Window w = window("cred", LogSource.GATEWAY, day * 24 + hour);
        own.roll(w, peers);
        totals.add(w);
      }
      for (DriftSignal s : DriftSignal.values()) {
        double group = days.nextInt(3) * 0.01;
        double v = s.surprise(own, peers, totals, day, group);
        if (v > 0) {
          Terms terms = s.terms(own, peers, totals, day, group);
          assertEquals(v, terms.surprise(), GRID, s.id() + " " + terms);
          surprised++;
        }
      }
      own.days.add(day, totals, false, false, DriftSignal.learning(own, peers));
    }
    assertTrue(surprised > 30, "" + surprised);
  }

  // By hand: (1 + 30 x .01)/(99 + 30) x (2 + 5 x .2)/(3 + 5) = .0100775 x .375; -ln = 5.57828.
  @Test
  void aLadderIsAProductOfSteps() {
    Terms terms =
        Terms.of(
            Formula.LADDER,
            List.of(
                "level",
                "hits_1",
                "trials_1",
                "strength_1",
                "peers_1",
                "hits_2",
                "trials_2",
                "strength_2",
                "peers_2"),
            2,
            1,
            99,
            30,
            0.01,
            2,
            3,
            5,
            0.2);
    assertEquals(5.5782774, terms.surprise(), 1e-5);
    assertEquals(
        "P(step 2 or more) = (1 + 30 x 0.0100)/(99 + 30) x (2 + 5 x 0.200)/(3 + 5)", terms.text());
  }

  @Test
  void aMissingTermIsNamed() {
    Terms terms = Terms.of(Formula.HOUR_MASS, List.of("windows"), 3);
    assertEquals(
        "no term \"mass\" of hour_mass",
        assertThrows(IllegalArgumentException.class, terms::surprise).getMessage());
  }
}
