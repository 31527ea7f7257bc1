package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Peers;
import org.gatewatch.baseline.Priors;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.Holiday;
import org.gatewatch.event.LogSource;
import org.junit.jupiter.api.Test;

class SignalsTest {
  private static final long BEGINNING = 1_772_409_600_000L;
  private static final long HOUR = Window.LENGTH;
  private static final Vouching NOBODY = (kind, value, credential) -> 0;

  private final Peers peers = new Peers(Priors.flat());
  private final Baseline own = new Baseline(BEGINNING);

  private Context context(double requestSurge) {
    return new Context("group", peers, NOBODY, requestSurge, 0, Restricted.NONE);
  }

  private static Window window(int hour, int n, String ip, long asn, String agent, long tokens) {
    Window w = new Window("cred", LogSource.GATEWAY, BEGINNING + hour * HOUR);
    AccessEvent.Builder b = new AccessEvent.Builder();
    for (int i = 0; i < n; i++) {
      b.clear()
          .set(Field.EVENT_TIME, w.start() + i)
          .set(Field.SOURCE_IP, ip)
          .set(Field.ASN, asn)
          .set(Field.AS_TYPE, asn >= 64600 ? "hosting" : "isp")
          .set(Field.COUNTRY, asn % 2 == 0 ? "DE" : "PL")
          .set(Field.USER_AGENT, agent)
          .set(Field.STATUS, 200)
          .set(Field.OUTPUT_TOKENS, tokens + i % 5);
      w.add(b.build(0, "cred", 0, 0, i + 1, 0));
    }
    w.close(w.end());
    return w;
  }

  private static Window usual(int hour) {
    return window(hour, 10 + hour % 4, "192.0.2.7", 64500, "sdk/1." + hour, 300);
  }

  private void learn(int hours) {
    for (int hour = 0; hour < hours; hour++) {
      Window w = usual(hour);
      own.roll(w, peers);
      for (Signal signal : Signals.all()) {
        signal.learn(own, w, context(1), 1);
      }
      own.count(w);
    }
  }

  private double surprise(Signal signal, Window w) {
    return signal.surprise(own, w, context(1));
  }

  @Test
  void nothingIsTestedOnTheFirstWindow() {
    for (Signal signal : Signals.all()) {
      assertTrue(Double.isNaN(surprise(signal, usual(0))), signal.id());
    }
  }

  @Test
  void usualUseIsNoSurprise() {
    learn(300);
    for (Signal signal : Signals.all()) {
      double v = surprise(signal, usual(300));
      assertTrue(Double.isNaN(v) || v < 3, signal.id() + " " + v);
    }
  }

  @Test
  void networksSurpriseMoreTheStrangerTheyAre() {
    learn(300);
    Signal network = new NetworkSignal();
    double samePrefix = surprise(network, window(300, 1, "192.0.2.99", 64500, "sdk/1", 300));
    double sameSystem = surprise(network, window(300, 1, "192.0.3.7", 64500, "sdk/1", 300));
    double sameCountry = surprise(network, window(300, 1, "192.0.4.7", 64502, "sdk/1", 300));
    double newCountry = surprise(network, window(300, 1, "192.0.5.7", 64503, "sdk/1", 300));
    double newClass = surprise(network, window(300, 1, "192.0.6.7", 64603, "sdk/1", 300));
    assertEquals(0, samePrefix);
    assertTrue(sameSystem > 5, "" + sameSystem);
    assertTrue(sameCountry > sameSystem);
    assertTrue(newCountry > sameCountry);
    assertTrue(newClass > newCountry);
  }

  @Test
  void aNetworkThatOthersUseSurprisesLess() {
    learn(300);
    Window w = window(300, 1, "192.0.5.7", 64503, "sdk/1", 300);
    Context office = new Context("group", peers, (kind, value, who) -> 3, 1, 0, Restricted.NONE);
    Signal network = new NetworkSignal();
    assertTrue(network.surprise(own, w, office) < network.surprise(own, w, context(1)) - 2);
  }

  @Test
  void aNewVersionIsNoNewClient() {
    learn(300);
    assertEquals(0, surprise(ValueSignal.AGENT, window(300, 1, "192.0.2.7", 64500, "sdk/9", 1)));
    assertTrue(surprise(ValueSignal.AGENT, window(300, 1, "192.0.2.7", 64500, "curl/8", 1)) > 5);
  }

  @Test
  void moreRequestsNeverSurpriseLess() {
    learn(300);
    double before = 0;
    for (int n = 1; n < 200; n += 7) {
      double v = surprise(new RequestsSignal(), window(300, n, "192.0.2.7", 64500, "sdk/1", 300));
      assertTrue(v >= before, "at " + n);
      before = v;
    }
    assertTrue(before > 20, "" + before);
  }

  @Test
  void aSurgeOfThePeersExplainsRequests() {
    learn(300);
    Window w = window(300, 36, "192.0.2.7", 64500, "sdk/1", 300);
    Signal requests = new RequestsSignal();
    assertTrue(requests.surprise(own, w, context(1)) > 8);
    assertEquals(0, requests.surprise(own, w, context(4)));
  }

  @Test
  void biggerAnswersNeverSurpriseLess() {
    learn(300);
    double before = 0;
    for (long tokens = 100; tokens < 100_000; tokens *= 2) {
      double v = surprise(LevelSignal.TOKENS, window(300, 9, "192.0.2.7", 64500, "sdk/1", tokens));
      assertTrue(v >= before, "at " + tokens);
      before = v;
    }
    assertTrue(before > 10, "" + before);
  }

  @Test
  void oneWindowCannotTeachAnotherVolume() {
    learn(300);
    double expected = RequestsSignal.expected(own, usual(301).start(), context(1));
    Window flood = window(300, 5000, "192.0.2.7", 64500, "sdk/1", 300);
    new RequestsSignal().learn(own, flood, context(1), 1);
    double after = RequestsSignal.expected(own, usual(301).start(), context(1));
    assertTrue(after < expected * 1.1, expected + " then " + after);
  }

  @Test
  void hoursAreLearnedThreeDaysLate() {
    learn(24 * 7);
    Signal hour = new HourSignal();
    Baseline young = new Baseline(BEGINNING);
    for (int h = 0; h < 48; h++) {
      Window w = usual(h);
      young.roll(w, peers);
      hour.learn(young, w, context(1), 1);
    }
    assertTrue(Double.isNaN(hour.surprise(young, usual(48), context(1))));
  }

  @Test
  void anUnusualHourIsNamedOnItsOwnClock() {
    Credential berlin =
        new Credential(
            "cred",
            null,
            "human",
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            "Europe/Berlin",
            List.of(),
            null,
            null,
            List.of(),
            List.of(),
            List.of());
    Holiday third = new Holiday(List.of(LocalDate.of(2026, 3, 3)), List.of(), List.of());
    Signal hour = new HourSignal();
    Window w = usual(26); // Tuesday, 3 March 2026, 02:00 UTC
    String utc = hour.explain(own, w, context(1)).sentence();
    assertTrue(utc.startsWith("used on Tue 02:00 UTC; "), utc);
    own.clock.follow(berlin, List.of());
    String text = hour.explain(own, w, context(1)).sentence();
    assertTrue(text.startsWith("used on Tue 03:00 Europe/Berlin"), text);
    assertTrue(text.endsWith("its declared zone."), text);
    own.clock.follow(berlin, List.of(third));
    text = hour.explain(own, w, context(1)).sentence();
    assertTrue(text.startsWith("used on Sun 03:00 Europe/Berlin"), text);
    assertTrue(text.contains("a holiday, which counts as a Sunday"), text);
  }

  @Test
  void idsAreUniqueAndEveryExplanationNamesItsSignal() {
    learn(300);
    Set<String> ids = new HashSet<>();
    Window strange = window(300, 90, "203.0.113.7", 64603, "loot/9", 90_000);
    own.roll(strange, peers);
    for (Signal signal : Signals.all()) {
      assertTrue(ids.add(signal.id()));
      if (surprise(signal, strange) > 0) {
        Clue clue = signal.explain(own, strange, context(1));
        assertEquals(signal.id(), clue.signal());
        assertTrue(clue.sentence().endsWith("."), clue.sentence());
      }
    }
  }
}
