package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CanonicalTest {
  @TempDir Path folder;

  private Readings read(String lines) {
    return Readings.of(lines, folder, Readings.binding("canonical", null));
  }

  @Test
  void readsTheFieldsOfALine() {
    Readings read =
        read(
            """
            {"event_time":"2026-03-01T00:00:00.250+01:00","credential_id":"cred-1","status":429,\
            "source_ip":"::ffff:192.0.2.7","latitude":-0.5,"mfa":true,"user_agent":"-",\
            "ip_chain":["192.0.2.7","unknown","2001:DB8::1"]}
            """);
    assertEquals(List.of(), read.rejected());
    AccessEvent event = read.accepted().get(0);
    assertEquals(1772319600250L, event.eventTime()); // date -d 2026-02-28T23:00:00Z +%s
    assertEquals("cred-1", event.key());
    assertEquals("192.0.2.7", event.sourceIp());
    assertEquals("rate_limited", event.text(Field.OUTCOME));
    assertEquals("192.0.2.7 2001:db8::1", event.text(Field.IP_CHAIN));
    assertEquals(-0.5, event.real(Field.LATITUDE));
    assertEquals(1, event.number(Field.MFA, -1));
    assertNull(event.text(Field.USER_AGENT));
    assertEquals(event.eventTime() + 300_000, event.releaseTime());
    assertEquals(7, event.file());
  }

  @Test
  void numbersEveryLineAndItsOffset() {
    Readings read =
        read("\n{\"event_time\":1772319600000}\r\nnot json\n{\"event_time\":1772319600001}");
    assertEquals(List.of("blank", "not_json"), read.reasons());
    assertEquals(3, read.rejected().get(1).line());
    assertEquals(31, read.rejected().get(1).offset());
    assertEquals(4, read.accepted().get(1).line());
    assertEquals(40, read.accepted().get(1).offset());
  }

  @Test
  void keepsAGuessersIdFromOpeningABaseline() {
    Readings read =
        read(
            "{\"event_time\":1772319600000,\"credential_id\":\"guess\",\"status\":401,"
                + "\"source_ip\":\"192.0.2.7\"}");
    assertEquals("anonymous:192.0.2.0/24", read.accepted().get(0).key());
  }

  @Test
  void letsNoSecretOut() {
    Readings read =
        read(
            "{\"event_time\":1772319600000,\"credential_id\":\"Bearer sk-ant-api03-abcdefghijkl\"}");
    String id = read.accepted().get(0).credentialId();
    assertTrue(id != null && id.matches("hmac:[0-9a-f]{32}"), id);
    assertFalse(read.accepted().get(0).toString().contains("sk-ant"));
  }
}
