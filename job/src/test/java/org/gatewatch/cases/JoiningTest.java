package org.gatewatch.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.gatewatch.judge.Finding;
import org.junit.jupiter.api.Test;

/** Which findings come together, on ten made-up months. */
class JoiningTest {
  @Test
  void intrusionsAreJoinedAndStrangersAreNot() {
    int together = 0;
    int meant = 0;
    int right = 0;
    for (long seed = 1; seed <= 10; seed++) {
      int[] pairs = new Intrusions(seed).pairs();
      together += pairs[0];
      meant += pairs[1];
      right += pairs[2];
    }
    String said = right + " right of " + together + " pairs joined and " + meant + " meant";
    System.out.println(said);
    assertTrue(right >= 0.95 * together, said);
    assertTrue(right >= 0.9 * meant, said);
  }

  @Test
  void theOrderOfFindingsMakesNoDifference() {
    Intrusions one = new Intrusions(3);
    List<String> forward = one.cases().stream().map(Case::toString).toList();
    Collections.reverse(one.findings);
    assertEquals(forward.size(), one.cases().size());
    assertEquals(
        forward.stream().map(s -> s.substring(0, 60)).toList(),
        one.cases().stream().map(c -> c.toString().substring(0, 60)).toList());
  }

  @Test
  void everyAlertIsInOneCase() {
    Intrusions one = new Intrusions(5);
    List<String> members =
        one.cases().stream().flatMap(c -> c.members().stream()).map(Finding::uid).sorted().toList();
    assertEquals(one.findings.stream().map(Finding::uid).sorted().toList(), members);
  }

  /** Every intruder's place begins with 240.1nn; homes, the NAT and the cloud do not. */
  @Test
  void onlyPlacesOfIntrudersAreBlockedAndOnlyAddressesOfClouds() {
    int networks = 0;
    int addresses = 0;
    for (long seed = 1; seed <= 3; seed++) {
      for (Case c : new Intrusions(seed).cases()) {
        for (Case.Action a : c.actions()) {
          if (a.action().equals("block")) {
            assertTrue(a.what().matches("240\\.(1[0-9][0-9]|60)\\..*"), a.what());
            boolean whole = a.what().endsWith("/24");
            String type =
                c.who().networks().stream()
                    .filter(n -> a.what().startsWith(n.value().replace("0/24", "")))
                    .map(n -> "" + n.asType())
                    .findFirst()
                    .orElse("");
            assertEquals(whole ? "isp" : "hosting", type, a.what());
            networks += whole ? 1 : 0;
            addresses += whole ? 0 : 1;
          }
        }
      }
    }
    assertTrue(networks > 0 && addresses > 0, networks + " networks, " + addresses + " addresses");
  }
}
