package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnricherTest {
  @TempDir Path folder;

  private AccessEvent read(String fields, String... files) throws IOException {
    Path log = folder.resolve("log");
    Files.writeString(log, "{\"event_time\":1772352000000," + fields + "}");
    Enricher enricher = new Enricher(new Enrichment(List.of(files))).load();
    return Readings.of(log, Readings.binding("canonical", null), Roster.EMPTY, enricher)
        .accepted()
        .get(0);
  }

  private String list(String text) throws IOException {
    return Files.writeString(folder.resolve("networks.csv"), text).toString();
  }

  @Test
  void theLongestPrefixWinsAndShorterOnesFillItsGaps() throws IOException {
    String list =
        list(
            """
            cidr,asn,as_org,as_type,country
            192.0.0.0/8,AS64500,"Wide, Inc.",isp,de
            192.0.2.0/24,64501,,hosting,
            2001:db8::/32,64502,Six,isp,fr
            """);
    AccessEvent event = read("\"source_ip\":\"192.0.2.7\"", list);
    assertEquals(64501, event.number(Field.ASN, 0));
    assertEquals("hosting", event.text(Field.AS_TYPE));
    assertEquals("Wide, Inc.", event.text(Field.AS_ORG));
    assertEquals("DE", event.text(Field.COUNTRY));
    assertEquals(64502, read("\"source_ip\":\"2001:db8::7\"", list).number(Field.ASN, 0));
    assertEquals(-1, read("\"source_ip\":\"198.51.100.1\"", list).number(Field.ASN, -1));
  }

  @Test
  void whatTheLogSaysStands() throws IOException {
    AccessEvent event =
        read(
            "\"source_ip\":\"192.0.2.7\",\"country\":\"FR\"",
            list("cidr,asn,country\n192.0.2.0/24,64501,DE\n"));
    assertEquals("FR", event.text(Field.COUNTRY));
    assertEquals(64501, event.number(Field.ASN, 0));
  }

  @Test
  void aWrongListIsRefusedWithItsLine() throws IOException {
    String list = list("cidr,asn\n192.0.2.0/24,1\n192.0.2.0/33,1\n");
    InputException e = assertThrows(InputException.class, () -> read("\"status\":200", list));
    assertTrue(String.valueOf(e.getMessage()).contains("networks.csv:3"), e.getMessage());
  }

  @Test
  void readsMaxMindDatabases() throws IOException {
    Path data = SharedData.folder("ip-enrichment/maxmind-test");
    // Values of the databases' own sources (*.source.json) for these networks.
    AccessEvent event =
        read(
            "\"source_ip\":\"89.160.20.112\"",
            data.resolve("GeoLite2-ASN-Test.mmdb").toString(),
            data.resolve("GeoLite2-City-Test.mmdb").toString());
    assertEquals(29518, event.number(Field.ASN, 0));
    assertEquals("Bredband2 AB", event.text(Field.AS_ORG));
    assertEquals("SE", event.text(Field.COUNTRY));
    assertEquals(58.4167, event.real(Field.LATITUDE), 1e-9);
    AccessEvent isp =
        read("\"source_ip\":\"1.128.0.0\"", data.resolve("GeoIP2-ISP-Test.mmdb").toString());
    assertEquals(1221, isp.number(Field.ASN, 0));
  }
}
