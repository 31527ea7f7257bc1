package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndicatorTest {
  @ParameterizedTest
  @CsvSource({
    "ip=192.0.2.7, IP, 192.0.2.7",
    "ip=2001:db8::1, IP, 2001:db8::1",
    "cidr=192.0.2.0/24, CIDR, 192.0.2.0/24",
    "asn=64500, ASN, 64500",
    "asn=AS64500, ASN, 64500",
    "user_agent=curl/*, USER_AGENT, curl/*",
    "ja4=t13d, JA4, t13d",
    "principal=a=b, PRINCIPAL, a=b",
    "credential= cred-1 , CREDENTIAL, cred-1"
  })
  void readsTypeAndValue(String text, Indicator.Type type, String value) {
    assertEquals(new Indicator(type, value), Indicator.parse(text));
  }

  @Test
  void isWrittenAsItIsRead() {
    assertEquals("user_agent=curl/*", Indicator.parse("user_agent=curl/*").text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "=",
        "ip",
        "IP=192.0.2.7",
        "hash=abc",
        "ip=",
        "ip=192.0.2.0/24",
        "cidr=192.0.2.0/33",
        "asn=x",
        "asn=4294967296",
        "asn=-1"
      })
  void saysWhatItExpected(String text) {
    var e = assertThrows(IllegalArgumentException.class, () -> Indicator.parse(text));
    assertTrue(String.valueOf(e.getMessage()).startsWith("expected "), e.getMessage());
  }
}
