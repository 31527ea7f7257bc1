package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every secret here is made up; {@code Q7} marks the part that may not be seen. */
final class RedactorTest {
  private static final String MARK = PlantedSecretsTest.MARK;

  @TempDir Path folder;

  private final Redactor redactor = new Redactor("key".getBytes(StandardCharsets.UTF_8));

  /** Each of them in every text field, as a key, and in lines that are rejected. */
  @ParameterizedTest
  @MethodSource("org.gatewatch.ingest.PlantedSecretsTest#secrets")
  void noSecretLeavesTheParser(String secret) {
    StringBuilder lines = new StringBuilder();
    int accepted = 0;
    for (Field field : Field.values()) {
      if (field.kind() == Field.Kind.TEXT) {
        for (String around : List.of("%s", "agent/1.0 %s", "(%s)")) {
          String value = String.format(Locale.ROOT, around, secret);
          lines.append("{\"event_time\":1772352000000,\"").append(field.key()).append("\":\"");
          lines.append(value).append("\"}\n");
          accepted++;
        }
      }
    }
    lines.append("{\"event_time\":1772352000000,\"").append(secret).append("\":1}\n");
    lines.append("broken ").append(secret).append('\n');
    lines.append("{\"event_time\":1,\"user_agent\":\"").append(secret).append("\"}\n");
    lines.append("{\"a\":\"{\\\"b\\\":\\\"").append(secret).append("\\\"}\"\n");
    Readings read = Readings.of(lines.toString(), folder, Readings.binding("canonical", null));
    assertEquals(accepted + 1, read.accepted().size());
    assertEquals(3, read.rejected().size());
    for (AccessEvent event : read.accepted()) {
      assertFalse(EventJson.line(event).contains(MARK), EventJson.line(event));
      assertFalse(event.key().contains(MARK), event.key());
    }
    for (Rejected rejected : read.rejected()) {
      assertFalse(rejected.toString().contains(MARK), rejected.toString());
    }
    assertFalse(read.unknown().toString().contains(MARK), read.unknown().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cred-0001",
        "task-management-service",
        "AKIAEXAMPLEEXAMPLE01",
        "arn:aws:iam::111122223333:role/Worker/job-7",
        "ann@example.com",
        "2001:db8::1",
        "6b1f0000-0000-4000-8000-000000000001",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0",
        "t13d1714h2_d80d8838a4ee_3891ef54d684",
        "hmac:00112233445566778899aabbccddeeff"
      })
  void ordinaryValuesStayTheSame(String value) {
    assertEquals(value, redactor.text(value));
    assertEquals(value, redactor.credential(value));
    if (!Redactor.isSuspicious(value)) {
      assertSame(value, redactor.text(value));
    }
  }

  @Test
  void aSecretHasOneNameHoweverItIsWritten() {
    String name = redactor.credential("sk-ant-api03-abcdefghijklmnop");
    assertEquals(name, redactor.credential("Bearer sk-ant-api03-abcdefghijklmnop"));
    assertEquals(name, redactor.hmac("sk-ant-api03-abcdefghijklmnop"));
    assertEquals("x " + name, redactor.text("x sk-ant-api03-abcdefghijklmnop"));
  }

  @Test
  void whatIsRedactedStaysAsItIs() {
    String once = redactor.text("/v1/chat?api_key=abcdef&x=1 Authorization: Bearer abcdefgh");
    assertEquals(once, redactor.text(once));
  }

  /** However long it is: also its end is the secret. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"cookie\": \"%s\", x",
        "GET /x Cookie: a=%s; b=c",
        "https://user:%s@example.org/",
        "password=%s&x=1",
        "\"client_secret\": \"%s\""
      })
  void longSecretsAreCutOutWhole(String around) {
    for (int length : new int[] {600, 5000, 200_000}) {
      String secret = "0".repeat(length) + MARK;
      String clean = redactor.text(String.format(Locale.ROOT, around, secret));
      assertFalse(clean.contains(MARK), () -> clean.substring(Math.max(0, clean.length() - 200)));
      assertTrue(clean.length() < 200);
    }
  }

  @Test
  void whatIsCutInTheMiddleOfASecretIsNotShown() {
    String key = "AKIAEXAMPLEEXAMPLE01:Q7abcdefghij/klmnopqrst+uvwxyzABCDEFGHIJ";
    for (int i = 0; i < 64; i++) {
      String line = "Cookie: " + "a".repeat(8120 + i) + "\" " + key + " x";
      Readings read = Readings.of(line + "\n", folder, Readings.binding("canonical", null));
      assertFalse(read.rejected().toString().contains(MARK), read.rejected()::toString);
    }
  }

  @Test
  void namesAreHmacSha256() {
    // openssl: printf abc | openssl dgst -sha256 -hmac key, first 32 digits
    assertEquals("hmac:9c196e32dc0175f86f4b1cb89289d661", redactor.hmac("abc"));
    assertNotEquals(redactor.hmac("abc"), Redactor.unkeyed().hmac("abc"));
  }

  @Test
  void theFingerprintTellsKeysApart() {
    // printf key | sha256sum
    assertEquals("2c70e12b", redactor.fingerprint());
    assertNotEquals(redactor.fingerprint(), Redactor.unkeyed().fingerprint());
  }

  @Test
  void promptsAreCutFromExcerpts() {
    String shown =
        redactor.shown("{\"a\":1,\"messages\":[{\"content\":\"a secret plan\"}],\"b\":", 200);
    assertTrue(shown.startsWith("{\"a\":1"), shown);
    assertFalse(shown.contains("plan"), shown);
  }

  @Test
  void controlCharactersAreEscaped() {
    assertEquals("a\\u001b[2Jb\\u202e", redactor.shown("a\u001b[2Jb\u202e", 200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-api-key", "http_x_api_key", "Authorization", "set-cookie", "apikey"})
  void namesOfHeadersWithSecretsAreKnown(String name) {
    assertTrue(Redactor.isSecretName(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"user_api_key_alias", "apikey_id", "user_api_key_hash", "keyboard"})
  void namesOfIdsAreNot(String name) {
    assertFalse(Redactor.isSecretName(name));
  }
}
