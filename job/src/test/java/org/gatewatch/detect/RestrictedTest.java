package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestrictedTest {
  private static final Restricted RESTRICTED =
      Restricted.of(
          new Policy(
              List.of(
                  new Policy.RestrictedModel("lab-preview", 0),
                  new Policy.RestrictedModel("orion", 0),
                  new Policy.RestrictedModel("lab-next*", 0)),
              List.of(),
              List.of(),
              List.of(),
              new Policy.Canaries(List.of(), List.of("/v1/admin"), List.of(), List.of()),
              List.of()));

  @ParameterizedTest
  @CsvSource({
    "lab-preview-internal, lab-preview",
    "LAB/Preview_2, lab-preview",
    "lab-research-preview, lab-preview",
    "labpreview, lab-preview",
    "lab-perview, lab-preview",
    "orien, orion",
    "old-lab-next, lab-next*",
    "/v1/admin-77, /v1/admin",
    "/v2/admin, /v1/admin"
  })
  void comesNear(String name, String restricted) {
    assertEquals(restricted, RESTRICTED.near(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lab-preview",
        "Lab-Preview",
        "lab-next-7",
        "lab-mini",
        "orion",
        "orison-x",
        "/v1/chat",
        "/"
      })
  void staysAway(String name) {
    assertNull(RESTRICTED.near(name));
  }

  @Test
  void nothingRestrictedNothingNear() {
    assertNull(Restricted.NONE.near("lab-preview"));
  }

  // Wagner and Fischer 1974: kitten to sitting is 3.
  @Test
  void distanceAgreesWithTheTextbook() {
    assertEquals(3, Restricted.distance("kitten", "sitting"));
    assertEquals(0, Restricted.distance("", ""));
    assertEquals(4, Restricted.distance("", "four"));
  }
}
