package org.gatewatch.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.baseline.Cited;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Roster;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Severity;
import org.junit.jupiter.api.Test;

/**
 * Two alerts about credentials behind which the same network is new, and who else is there: an
 * intruder can't pass for a NAT by trying many credentials, and a NAT is one, however new.
 */
class CrowdTest {
  private static final int CREDENTIALS = 60;
  private static final int DAYS = 20;
  private static final String TOOL = "curl/8.5";

  private final MadeUp logs = new MadeUp();
  private final List<Finding> findings = new ArrayList<>();

  CrowdTest() {
    for (int c = 0; c < CREDENTIALS; c++) {
      for (int day = 0; day < DAYS; day++) {
        use(c, day, 9, "240.1." + c + ".7", MadeUp.CLIENT);
      }
    }
  }

  private Cited use(int c, int day, int hour, String address, String agent) {
    return logs.add(key(c), MadeUp.time(day, hour), address, agent, "/v1/messages", 200);
  }

  private static String key(int c) {
    return "key-" + (100 + c);
  }

  private void alert(int c, int day, int hour, String address, String agent) {
    List<Cited> cited = List.of(use(c, day, hour, address, agent));
    Credential declared = Credential.undeclared(key(c));
    findings.add(MadeUp.finding(declared, "network", Severity.HIGH, cited));
  }

  private int cases() {
    UsageBook book = new UsageBook();
    logs.into(book);
    findings.forEach(f -> book.suspect(f.credential()));
    List<Usage> usages = new ArrayList<>();
    book.tell(Roster.EMPTY, usages::add);
    return new Cases(usages, List.of()).of(findings).size();
  }

  @Test
  void twoOfOneNetworkAreOneCase() {
    alert(0, DAYS, 1, "240.9.9.9", TOOL);
    alert(1, DAYS, 2, "240.9.9.9", TOOL);
    assertEquals(1, cases());
  }

  @Test
  void whoTriesManyCredentialsIsStillOneHand() {
    alert(0, DAYS, 1, "240.9.9.9", TOOL);
    for (int c = 2; c < CREDENTIALS; c++) {
      use(c, DAYS, 2, "240.9.9.9", TOOL);
    }
    alert(1, DAYS, 3, "240.9.9.9", TOOL);
    assertEquals(1, cases());
  }

  /** Ids that a gateway answers 403 to cost nothing and belong to nobody. */
  @Test
  void whoMakesUpIdsIsStillOneHand() {
    alert(0, DAYS, 1, "240.9.9.9", TOOL);
    for (int i = 0; i < 40; i++) {
      logs.add("made-up-" + i, MadeUp.time(DAYS, 2), "240.9.9.9", TOOL, "/v1/messages", 403);
    }
    alert(1, DAYS, 3, "240.9.9.9", TOOL);
    assertEquals(1, cases());
  }

  @Test
  void alsoWhenTheFirstTryWentUnnoticed() {
    use(2, DAYS - 3, 4, "240.9.9.9", TOOL);
    alert(0, DAYS, 1, "240.9.9.9", TOOL);
    alert(1, DAYS, 3, "240.9.9.9", TOOL);
    assertEquals(1, cases());
  }

  @Test
  void colleaguesWithTheirOwnClientsInANewOfficeAreNot() {
    alert(0, DAYS, 1, "240.9.9.9", MadeUp.CLIENT);
    alert(1, DAYS, 2, "240.9.9.9", MadeUp.CLIENT);
    for (int c = 2; c < 6; c++) {
      for (int hour = 3; hour < 9; hour++) {
        use(c, DAYS, hour, "240.9.9.9", MadeUp.CLIENT);
      }
    }
    assertEquals(2, cases());
  }

  /** A few requests are a try, also with the client of each credential's owner. */
  @Test
  void whoMimicsOwnersAndTriesManyIsStillOneHand() {
    alert(0, DAYS, 1, "240.9.9.9", MadeUp.CLIENT);
    alert(1, DAYS, 2, "240.9.9.9", MadeUp.CLIENT);
    for (int c = 2; c < CREDENTIALS; c++) {
      use(c, DAYS, 3, "240.9.9.9", MadeUp.CLIENT);
    }
    assertEquals(1, cases());
  }

  /** Nothing is new about him but the place, and no alert tells. */
  @Test
  void aFirstVictimWhoseOwnerHasTheSameToolHidesNobody() {
    for (int day = 0; day < DAYS; day++) {
      use(2, day, 10, "240.1.2.7", TOOL);
    }
    for (int hour = 1; hour < 9; hour++) {
      use(2, DAYS - 1, hour, "240.9.9.9", TOOL);
    }
    alert(0, DAYS, 1, "240.9.9.9", TOOL);
    alert(1, DAYS, 3, "240.9.9.9", TOOL);
    assertEquals(1, cases());
  }

  @Test
  void whoWasThereWhenTheLogBeganIsInnocentAfterAFewDays() {
    for (int day = 0; day < 4; day++) {
      use(2, day, 10, "240.9.9.7", TOOL);
    }
    alert(0, 4, 1, "240.9.9.9", TOOL);
    alert(1, 4, 3, "240.9.9.9", TOOL);
    assertEquals(2, cases());
  }

  @Test
  void crowdingDoesNotHideWhoseTheNetworkIs() {
    for (int day = 0; day < DAYS; day++) {
      use(CREDENTIALS, day, 9, "240.9.9.7", MadeUp.CLIENT);
    }
    alert(0, DAYS, 1, "240.9.9.9", TOOL);
    for (int c = 2; c < CREDENTIALS; c++) {
      use(c, DAYS - 1, 2, "240.9.9.9", TOOL);
    }
    alert(1, DAYS, 3, "240.9.9.9", TOOL);
    assertEquals(2, cases());
  }

  @Test
  void whatOthersUsedForWeeksIsNobodysWhateverTheirClients() {
    for (int day = 5; day < DAYS; day++) {
      use(2, day, 10, "240.9.9.7", "browser/7");
    }
    alert(0, DAYS, 1, "240.9.9.9", TOOL);
    alert(1, DAYS, 3, "240.9.9.9", TOOL);
    assertEquals(2, cases());
  }

  /** More networks than are kept apart, from the first week on, before the intruder comes. */
  @Test
  void aServiceThatComesOutOfEverOtherNetworksHidesNobody() {
    for (int n = 0; n < 2 * Usage.TRACKS; n++) {
      use(0, 1 + n / 12, 10 + n % 12, "240.20." + n + ".7", MadeUp.CLIENT);
      use(1, 1 + n / 12, 10 + n % 12, "240.21." + n + ".7", MadeUp.CLIENT);
    }
    alert(0, DAYS, 1, "240.9.9.9", TOOL);
    alert(1, DAYS, 3, "240.9.9.9", TOOL);
    assertEquals(1, cases());
  }
}
