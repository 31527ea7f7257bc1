package org.gatewatch.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Reference values: angle between the unit vectors, atan2(|a x b|, a . b) R, by Python 3 floats.
 */
class SphereTest {
  @Test
  void cities() {
    assertEquals(5539.294274837369, Sphere.km(51.4775, -0.4614, 40.6413, -73.7781), 1e-8);
    assertEquals(517.1726582180281, Sphere.km(52.52, 13.405, 52.2297, 21.0122), 1e-8);
  }

  @Test
  void theDateLineIsNoDistance() {
    assertEquals(111.19508023353322, Sphere.km(0, 179.5, 0, -179.5), 1e-8);
    assertEquals(0, Sphere.km(10, 180, 10, -180), 1e-8);
  }

  @Test
  void antipodesAreHalfAroundAndNoMore() {
    assertEquals(20015.114442035923, Sphere.km(90, 0, -90, 0), 1e-8);
    assertEquals(20015.114442035923, Sphere.km(10, 20, -10, -160), 1e-3);
  }

  @Test
  void anUnknownPlaceHasNoDistance() {
    assertTrue(Double.isNaN(Sphere.km(Double.NaN, 0, 1, 1)));
  }

  @Test
  void bothWaysAreEquallyFar() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 1000; i++) {
      double a = random.nextDouble(-90, 90);
      double b = random.nextDouble(-180, 180);
      double c = random.nextDouble(-90, 90);
      double d = random.nextDouble(-180, 180);
      assertEquals(Sphere.km(a, b, c, d), Sphere.km(c, d, a, b), 1e-9);
    }
  }
}
