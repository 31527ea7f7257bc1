package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Peers;
import org.gatewatch.baseline.Priors;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.junit.jupiter.api.Test;

class TravelSignalTest {
  private static final long HOUR = Window.LENGTH;
  private static final int MINUTE = 60_000;
  private static final int LEARNED = 300;

  // network, AS, latitude, longitude
  private static final String HOME = "192.0.2.7 64500 52.5 13.4";
  private static final String PHONE = "198.51.100.7 64501 52.5 13.4";
  private static final String HOTEL = "203.0.113.7 64510 35.7 139.7";
  private static final String NEIGHBOUR = "203.0.113.7 64510 52.5 13.4";

  private final Signal travel = new TravelSignal();
  private final Signal network = new NetworkSignal();
  private final Peers peers = new Peers(Priors.flat());
  private final Baseline own = new Baseline(0);
  private final Context context =
      new Context("group", peers, (kind, value, who) -> 0, 1, 0, Restricted.NONE);

  /** A window whose events come from those places, six minutes apart. */
  private static Window window(int hour, String... places) {
    Window w = new Window("cred", LogSource.GATEWAY, hour * HOUR);
    AccessEvent.Builder b = new AccessEvent.Builder();
    for (int i = 0; i < places.length; i++) {
      String[] place = places[i].split(" ");
      b.clear()
          .set(Field.EVENT_TIME, w.start() + 6L * MINUTE * i)
          .set(Field.SOURCE_IP, place[0])
          .set(Field.STATUS, 200);
      if (place.length > 1) {
        b.set(Field.ASN, Long.parseLong(place[1]))
            .setReal(Field.LATITUDE, Double.parseDouble(place[2]))
            .setReal(Field.LONGITUDE, Double.parseDouble(place[3]));
      }
      w.add(b.build(0, "cred", 0, 0, hour * 100L + i, 0));
    }
    return w;
  }

  private void learn(Window w) {
    network.learn(own, w, context, 1);
    travel.learn(own, w, context, 1);
    own.count(w);
  }

  private void learn(String... places) {
    for (int hour = 0; hour < LEARNED; hour++) {
      learn(window(hour, places));
    }
  }

  private double surprise(String... places) {
    return travel.surprise(own, window(LEARNED, places), context);
  }

  // 299 quiet windows: n = (1 - .9985^299)/.0015 = 241.05; peers' m_1 = 50 * .03/(299 + 50);
  // q_1 = 30 m_1/(n + 30); q_2 = .1, q_3 = .4, q_4 = .3 as nobody ever went further (Python 3, by
  // hand).
  @Test
  void levelsHaveTheSurpriseOfTheirSteps() {
    learn(HOME);
    assertEquals(0, surprise(HOME, HOME));
    assertEquals(0, surprise(HOME, NEIGHBOUR));
    double q1 = 30 * (50 * 0.03 / 349) / ((1 - Math.pow(0.9985, 299)) / 0.0015 + 30);
    assertEquals(-Math.log(q1), surprise(HOME, "192.0.3.7 64500 52.5 13.4", HOME), 1e-5);
    assertEquals(-Math.log(q1 * 0.1 * 0.4), surprise(HOME, NEIGHBOUR, HOME), 1e-5);
    assertEquals(-Math.log(q1 * 0.1 * 0.4 * 0.3), surprise(HOME, HOTEL), 1e-5);
  }

  @Test
  void phoneAndLaptopAreLearned() {
    learn(HOME, PHONE, HOME);
    assertTrue(surprise(HOME, PHONE, HOME, PHONE) < 0.2);
    assertTrue(surprise(HOME, NEIGHBOUR, HOME) > 6);
  }

  @Test
  void aTripIsNoTheft() {
    learn(HOME);
    // Away for two days: a new country, one network after the other.
    Window away = window(LEARNED + 14, HOTEL, HOTEL, HOTEL);
    assertEquals(0, travel.surprise(own, away, context));
    learn(away);
    assertEquals(0, travel.surprise(own, window(LEARNED + 15, HOTEL, HOTEL), context));
    // The owner at home in between is one place too many.
    assertTrue(travel.surprise(own, window(LEARNED + 15, HOME, HOTEL), context) > 7);
  }

  @Test
  void theEndOfTheHourBeforeCounts() {
    learn(HOME);
    Window before = window(LEARNED, HOME, HOME, HOME, HOME, HOME, HOME, HOME, HOME, HOME, HOME);
    learn(before);
    assertTrue(travel.surprise(own, window(LEARNED + 1, HOTEL), context) > 7);
    assertTrue(travel.surprise(own, window(LEARNED + 1, NEIGHBOUR, HOME), context) > 7);
    assertEquals(0, travel.surprise(own, window(LEARNED + 3, NEIGHBOUR, NEIGHBOUR), context));
  }

  @Test
  void aSystemIsFreshForThreeDaysAndItsFirstDayIsHome() {
    learn(HOME);
    Window arrival = window(LEARNED, NEIGHBOUR);
    learn(arrival);
    for (int hour : new int[] {71, 73}) {
      double v = travel.surprise(own, window(LEARNED + hour, HOME, NEIGHBOUR, HOME), context);
      assertEquals(hour < 72, v > 9, hour + ": " + v);
    }
    Baseline young = new Baseline(0);
    for (int hour = 0; hour < 5; hour++) {
      Window w = window(hour, hour % 2 == 0 ? HOME : PHONE);
      network.learn(young, w, context, 1);
      travel.learn(young, w, context, 1);
      young.count(w);
    }
    assertTrue(travel.surprise(young, window(6, HOME, PHONE, HOME), context) < 7);
  }

  @Test
  void aSystemThatOthersUseIsLessStrange() {
    learn(HOME);
    Context office = new Context("group", peers, (kind, value, who) -> 3, 1, 0, Restricted.NONE);
    Window w = window(LEARNED, HOME, NEIGHBOUR, HOME);
    assertEquals(
        travel.surprise(own, w, context) - travel.surprise(own, w, office),
        -Math.log(0.4),
        1e-5,
        "one level less");
  }

  @Test
  void rotatingEgressTeachesThatItRotates() {
    for (int hour = 0; hour < LEARNED; hour++) {
      String[] places = new String[10];
      for (int i = 0; i < places.length; i++) {
        places[i] = "203.0." + (hour * 7 + i * 13) % 200 + ".9";
      }
      learn(window(hour, places));
    }
    assertTrue(surprise("203.0.3.9", "203.0.250.9", "203.0.4.9", "203.0.3.9") < 1);
  }

  @Test
  void withoutAddressesNothingIsTested() {
    learn(HOME);
    Window w = new Window("cred", LogSource.GATEWAY, LEARNED * HOUR);
    AccessEvent.Builder b = new AccessEvent.Builder().set(Field.EVENT_TIME, w.start());
    w.add(b.build(0, "cred", 0, 0, 1, 0));
    assertTrue(Double.isNaN(travel.surprise(own, w, context)));
  }

  @Test
  void explanationsNameBothPlaces() {
    learn(HOME);
    Clue hop = travel.explain(own, window(LEARNED, HOME, HOTEL), context);
    assertEquals("impossible_travel", hop.label());
    assertTrue(hop.sentence().startsWith("8,9"), hop.sentence());
    assertTrue(hop.sentence().contains("km in 6 minutes, from AS64500 to AS64510"));
    assertEquals(2, hop.cited().size());
    Clue both = travel.explain(own, window(LEARNED, HOME, NEIGHBOUR, HOME), context);
    assertEquals("interleaved_networks", both.label());
    assertTrue(both.sentence().startsWith("AS64510, which"), both.sentence());
    assertEquals(3, both.cited().size());
  }
}
