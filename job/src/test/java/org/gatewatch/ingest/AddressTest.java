package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
  @ParameterizedTest
  @CsvSource({ // forms of RFC 5952
    "192.0.2.7,192.0.2.7",
    "2001:DB8:0:0:0:0:0:1,2001:db8::1",
    "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1,2001:0:0:1::1",
    "::,::",
    "::1,::1",
    "1::,1::",
    "::ffff:192.0.2.7,192.0.2.7",
    "64:ff9b::192.0.2.33,64:ff9b::c000:221",
    "fe80::1%eth0,fe80::1",
    "[2001:db8::1],2001:db8::1"
  })
  void hasOneCanonicalText(String text, String expected) {
    assertEquals(expected, Address.canonical(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS Internal",
        "s3.amazonaws.com",
        "203.0.113.***",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3.",
        ".1.2.3",
        "1:2:3",
        "1::2::3",
        "1:2:3:4:5:6:7:8:9",
        "12345::",
        ":1",
        "1:",
        "::1.2.3.4.5",
        "::g",
        "unix:",
        ""
      })
  void whatIsNoAddressIsNone(String text) {
    assertNull(Address.canonical(text));
  }

  @Test
  void textAndBytesAgreeWithJava() throws UnknownHostException {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = new byte[16];
      for (int k = 0; k < 8; k++) {
        if (random.nextBoolean()) {
          bytes[2 * k] = (byte) random.nextInt();
          bytes[2 * k + 1] = (byte) random.nextInt();
        }
      }
      bytes[0] = 0x20;
      String text = Address.text(bytes);
      assertEquals(InetAddress.getByAddress(bytes), InetAddress.getByName(text));
      assertEquals(text, Address.canonical(text));
    }
  }
}
