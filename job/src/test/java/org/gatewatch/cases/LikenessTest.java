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
 * Which of two alerts about two credentials are of one hand, by what is the same in both. Homes are
 * an ISP's, 240.1; 240.7 is a cloud in which innocents are at home, 240.8 a hosting company, 240.9
 * an ISP, that nobody else uses.
 */
class LikenessTest {
  private static final int CREDENTIALS = 12;
  private static final int DAYS = 20;
  private static final String STOCK = "curl/8.5";
  private static final String RARE = "sync-17/0.3";

  private final MadeUp logs = new MadeUp();
  private final List<Finding> findings = new ArrayList<>();

  LikenessTest() {
    logs.operator("240.1.", 64501, "isp");
    logs.operator("240.7.", 64507, "hosting");
    logs.operator("240.8.", 64508, "hosting");
    logs.operator("240.9.", 64509, "isp");
    logs.operator("240.10.", 64510, "isp");
    for (int c = 0; c < CREDENTIALS; c++) {
      for (int day = 0; day < DAYS; day++) {
        boolean cloud = c > 8;
        String home = cloud ? "240.7." + day + "." + c : "240.1." + c + ".7";
        logs.add("key-" + c, MadeUp.time(day, 9), home, MadeUp.CLIENT, "/v1/messages", 200);
      }
    }
  }

  /** An alert that cites one request from there, and others of the owner's client. */
  private LikenessTest alert(int c, int day, String address, String agent, String... besides) {
    List<Cited> cited = new ArrayList<>();
    cited.add(logs.add("key-" + c, MadeUp.time(day, 2 + c), address, agent, "/v1/messages", 200));
    for (String other : besides) {
      long time = MadeUp.time(day, 2 + c) + cited.size();
      cited.add(logs.add("key-" + c, time, other, MadeUp.CLIENT, "/v1/messages", 200));
    }
    Credential declared = Credential.undeclared("key-" + c);
    findings.add(MadeUp.finding(declared, "network", Severity.HIGH, cited));
    return this;
  }

  private void make(int cases) {
    UsageBook book = new UsageBook();
    logs.into(book);
    findings.forEach(f -> book.suspect(f.credential()));
    List<Usage> usages = new ArrayList<>();
    book.tell(Roster.EMPTY, usages::add);
    assertEquals(cases, new Cases(usages, List.of()).of(findings).size());
  }

  @Test
  void aClientThatNobodyElseHasIsKnownWhereverItGoes() {
    alert(0, DAYS, "240.9.3.1", RARE).alert(1, DAYS, "240.10.4.1", RARE).make(1);
  }

  @Test
  void aClientThatEverybodyCanHaveIsNot() {
    alert(0, DAYS, "240.9.3.1", STOCK).alert(1, DAYS, "240.10.4.1", STOCK).make(2);
  }

  @Test
  void norIsAClientThatAnInnocentHas() {
    logs.add("key-5", MadeUp.time(3, 10), "240.1.5.7", RARE, "/v1/messages", 200);
    alert(0, DAYS, "240.9.3.1", RARE).alert(1, DAYS, "240.10.4.1", RARE).make(2);
  }

  /** A tool that two colleagues begin to use where they always are. */
  @Test
  void norIsAClientThatIsNewAtHome() {
    alert(0, DAYS, "240.1.0.7", RARE).alert(1, DAYS, "240.1.1.7", RARE).make(2);
  }

  @Test
  void anOperatorThatNobodyElseUsesTellsWithTheSameClientAlone() {
    alert(0, DAYS, "240.9.3.1", STOCK).alert(1, DAYS, "240.9.4.1", STOCK).make(1);
  }

  @Test
  void andNotWithDifferentOnes() {
    alert(0, DAYS, "240.9.3.1", STOCK).alert(1, DAYS, "240.9.4.1", "wget/1.21").make(2);
  }

  @Test
  void atAHostingCompanyStrangersAreNeighbours() {
    alert(0, DAYS, "240.8.3.1", STOCK).alert(1, DAYS, "240.8.4.1", STOCK).make(2);
  }

  @Test
  void oneOfItsNetworksTellsUnlessTheClientsDiffer() {
    alert(0, DAYS, "240.8.3.1", MadeUp.CLIENT).alert(1, DAYS, "240.8.3.2", MadeUp.CLIENT).make(1);
  }

  @Test
  void whichTheyDo() {
    alert(0, DAYS, "240.8.3.1", STOCK).alert(1, DAYS, "240.8.3.2", "wget/1.21").make(2);
  }

  /** Of one vendor, say, whose proxy both pass, as their owners do. */
  @Test
  void anAddressElsewhereThatBothHaveTellsNothingOfIt() {
    alert(0, DAYS, "240.8.3.1", STOCK, "240.7.90.1")
        .alert(1, DAYS, "240.8.3.2", "wget/1.21", "240.7.90.1")
        .make(2);
  }

  @Test
  void oneAddressInItTellsWhateverTheClients() {
    alert(0, DAYS, "240.8.3.1", STOCK).alert(1, DAYS, "240.8.3.1", "wget/1.21").make(1);
  }

  /** Two services that fail over to one egress of the cloud in which others are at home. */
  @Test
  void anEgressOfACloudInUseTellsNothingOfOwnersClients() {
    alert(0, DAYS, "240.7.90.1", MadeUp.CLIENT).alert(1, DAYS, "240.7.90.1", MadeUp.CLIENT).make(2);
  }

  @Test
  void aHomeTellsWhateverTheClients() {
    alert(0, DAYS, "240.9.3.1", STOCK).alert(1, DAYS, "240.9.3.2", "wget/1.21").make(1);
  }

  /**
   * Two customers of an ISP whom it moves to one of its networks, each with the client of always.
   */
  @Test
  void aNetworkOfEverybodysOperatorTellsNothingOfOwnersClients() {
    alert(0, DAYS, "240.1.90.1", MadeUp.CLIENT).alert(1, DAYS, "240.1.90.2", MadeUp.CLIENT).make(2);
  }

  @Test
  void butOfClientsThatAreStrange() {
    alert(0, DAYS, "240.1.90.1", STOCK).alert(1, DAYS, "240.1.90.2", "wget/1.21").make(1);
  }

  /** Somebody who mimics each owner's client, at home with an ISP that nobody else has. */
  @Test
  void andAHomeThatIsNewToAllTellsOfOwnersClients() {
    alert(0, DAYS, "240.9.3.1", MadeUp.CLIENT).alert(1, DAYS, "240.9.3.2", MadeUp.CLIENT).make(1);
  }

  @Test
  void whatLiesMoreThanAWeekApartIsNotCompared() {
    alert(0, DAYS - 9, "240.9.3.1", RARE).alert(1, DAYS, "240.9.3.1", RARE).make(2);
  }
}
