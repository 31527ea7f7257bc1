package org.gatewatch.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrailTest {
  private static final long MINUTE = 60_000;
  private static final double[] BERLIN = {52.5, 13.4};
  private static final double[] WARSAW = {52.2, 21.0};

  private static AccessEvent event(long time, @Nullable String ip, double... place) {
    AccessEvent.Builder b = new AccessEvent.Builder();
    b.set(Field.EVENT_TIME, time).set(Field.SOURCE_IP, ip).set(Field.ASN, 64500);
    if (place.length == 2) {
      b.setReal(Field.LATITUDE, place[0]).setReal(Field.LONGITUDE, place[1]);
    }
    return b.build(0, "cred", 0, 0, time, 0);
  }

  private static Window window(AccessEvent... events) {
    Window w = new Window("cred", LogSource.GATEWAY, 0);
    for (AccessEvent e : events) {
      w.add(e);
    }
    return w;
  }

  private static Window copy(Window w) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    w.write(new DataOutputStream(bytes));
    return Window.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  // 517 km between the two: 31 minutes at 1,000 km/h.
  @Test
  void aHopIsImpossibleWhenNobodyIsThatFast() {
    assertEquals(1, hops(20, WARSAW));
    assertEquals(0, hops(35, WARSAW));
    assertEquals(0, hops(1, 53.5, 13.4)); // 111 km: addresses are not placed better
    assertEquals(0, hops(1)); // no coordinates
  }

  private static int hops(int minutes, double... place) {
    Window w =
        window(event(0, "192.0.2.1", BERLIN), event(minutes * MINUTE, "198.51.100.1", place));
    assertEquals(1, w.trail().switches());
    return w.trail().hops().size();
  }

  @Test
  void anAddressInTheSameNetworkIsNoMove() {
    Window w = window(event(0, "192.0.2.1", BERLIN), event(1, "192.0.2.2", WARSAW));
    assertEquals(0, w.trail().switches());
    assertTrue(w.trail().hops().isEmpty());
  }

  @Test
  void eventsWithoutAddressAreNowhere() {
    assertNull(window(event(0, null), event(1, null)).trail().first());
    Window w = window(event(0, null), event(1, "192.0.2.1", BERLIN), event(2, null));
    assertEquals(1, assertNotNullPlace(w.trail().first()).time());
    assertEquals(1, assertNotNullPlace(w.trail().end()).time());
  }

  private static Place assertNotNullPlace(@Nullable Place place) {
    assertNotNull(place);
    return place;
  }

  @Test
  void aClientChoosesHowItMovesButNotHowMuchIsKept() {
    Window w = new Window("cred", LogSource.GATEWAY, 0);
    for (int i = 0; i < 5000; i++) {
      String ip = "10." + i / 250 + "." + i % 250 + ".1";
      w.add(event(i, ip, i % 2 == 0 ? BERLIN : WARSAW));
    }
    assertEquals(4999, w.trail().switches());
    assertTrue(w.trail().hops().size() <= Trail.HOPS);
  }

  @Test
  void aWindowReadBackGoesOnAsIfNothingHadHappened() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    for (int run = 0; run < 50; run++) {
      Window straight = new Window("cred", LogSource.GATEWAY, 0);
      Window broken = new Window("cred", LogSource.GATEWAY, 0);
      for (int i = 0; i < 20; i++) {
        String ip = random.nextInt(5) == 0 ? null : "192.0." + random.nextInt(4) + ".7";
        AccessEvent e = event(i, ip, random.nextInt(-90, 90), random.nextInt(-180, 180));
        straight.add(e);
        broken.add(e);
        if (random.nextInt(3) == 0) {
          broken = copy(broken);
        }
      }
      assertEquals(straight.trail().switches(), broken.trail().switches());
      assertEquals(straight.trail().hops(), broken.trail().hops());
      assertEquals(straight.trail().first(), broken.trail().first());
      assertEquals(straight.trail().end(), broken.trail().end());
    }
  }
}
