package org.gatewatch.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;

class RosterReaderTest {
  @Test
  void readsEveryColumn() throws Exception {
    Problems problems = new Problems("roster.csv");
    List<Credential> rows =
        RosterReader.read(
            Files.readString(SettingsLoaderTest.testdata().resolve("roster.csv")), problems);
    assertTrue(problems.isEmpty());
    assertEquals(
        new Credential(
            "cred-1",
            "Ng, \"Kit\"",
            "contractor",
            "northfield",
            "northfield-evaluation",
            ms("2025-01-01T00:00:00Z"),
            ms("2026-02-25T00:00:00Z"),
            null,
            "cred-0",
            List.of("aster-mini", "aster-base"),
            "Europe/London",
            List.of("old-1", "old-1b"),
            "soc@northfield.example",
            ms("2026-02-27T00:00:00Z"),
            List.of("192.0.2.0/24", "AS64500", "2001:db8::/32"),
            List.of("GB", "IE"),
            List.of("Mon-Fri/08:00-19:00", "Sat/10:00-12:00")),
        rows.get(0));
    assertEquals(ms("2024-12-31T23:00:00Z"), rows.get(1).issuedAt());
    assertEquals(List.of(), rows.get(1).networks());
  }

  /** A name that state holds for every credential is no place for a book. */
  @Test
  void refusesNamesOfAnyLength() {
    Problems problems = new Problems("roster.csv");
    String group = "g".repeat(2049);
    RosterReader.read("credential_id,peer_group,vendor\na," + group + ",v\nb,g,v", problems);
    SettingsException e = assertThrows(SettingsException.class, problems::raise);
    assertEquals(
        "roster.csv:2: peer_group: \"" + "g".repeat(39) + "…\": expected up to 2048 characters",
        e.getMessage());
  }

  @Test
  void columnsMayComeInAnyOrderAndBeLeftOut() {
    Problems problems = new Problems("roster.csv");
    List<Credential> rows =
        RosterReader.read("owner,credential_id\n a , cred-1 \n,cred-2", problems);
    assertTrue(problems.isEmpty());
    assertEquals(List.of("cred-1", "cred-2"), rows.stream().map(Credential::id).toList());
    assertEquals("a", rows.get(0).owner());
    assertEquals(Credential.undeclared("cred-2"), rows.get(1));
  }

  /** One owner may log in under one name for several credentials; two owners may not. */
  @Test
  void anAliasMayNameAllCredentialsOfOneOwner() {
    Problems problems = new Problems("roster.csv");
    List<Credential> rows =
        RosterReader.read(
            "credential_id,owner,aliases\nkey-1,kit,kit@x old\nkey-2,kit,kit@x\n", problems);
    assertTrue(problems.isEmpty());
    Roster roster = new Roster(rows, true);
    assertEquals(List.of("key-1", "key-2"), roster.sharing("kit@x"));
    assertEquals(List.of("key-1"), roster.sharing("old"));
    assertEquals(List.of("nobody"), roster.sharing("nobody"));
    assertEquals("key-1", roster.resolve("kit@x"));
    assertEquals("key-1", roster.aliased("kit@x"));
    RosterReader.read("credential_id,owner,aliases\nkey-1,kit,kit@x\nkey-2,lee,kit@x\n", problems);
    assertFalse(problems.isEmpty());
  }

  @Test
  void linesEndAsTheyLike() {
    for (String end : List.of("\n", "\r\n", "\r")) {
      Csv csv = new Csv("a,\"b" + end + "c\"" + end + end + "d,\"\"");
      assertEquals(new Csv.Row(1, List.of("a", "b" + end + "c"), null), csv.next());
      Csv.Row second = csv.next();
      assertEquals(List.of("d", ""), second == null ? null : second.values());
      assertEquals(null, csv.next());
    }
  }

  private static long ms(String time) {
    return Instant.parse(time).toEpochMilli();
  }
}
