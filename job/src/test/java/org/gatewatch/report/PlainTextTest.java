package org.gatewatch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void controlsBecomePicturesOneForOne() {
    assertEquals("␛[2J␊␍␉␀␡", PlainText.data("\u001b[2J\n\r\t\u0000\u007f"));
    assertEquals("a\ufffd31m", PlainText.data("a\u009b31m"));
  }

  @Test
  void halfPairsAreReplacedAndWholeOnesKept() {
    assertEquals("x\ufffdy", PlainText.data("x\ud83dy"));
    assertEquals("\ufffd\ud83d\ude00\ufffd", PlainText.data("\ude00\ud83d\ude00\ud83d"));
  }

  @Test
  void harmlessTextIsTheSameObject() {
    String text = "Mozilla/5.0 ñ 漢字 \ud83d\ude00";
    assertSame(text, PlainText.data(text));
  }

  @Test
  void aCellWritesOutWhatTurnsTheReadingDirection() {
    assertEquals("<202e>gnp.exe", PlainText.cell("\u202egnp.exe"));
    assertEquals("a<200b>b<e0041>", PlainText.cell("a\u200bb\udb40\udc41"));
  }

  @Test
  void whatWasMadeHarmlessOnceStaysAsItIs() {
    for (long seed = 0; seed < 2000; seed++) {
      String text = HostileFindings.text(new SplittableRandom(seed));
      String data = PlainText.data(text);
      assertEquals(text.length(), data.length());
      assertSame(data, PlainText.data(data));
      String cell = PlainText.cell(text);
      assertEquals(cell, PlainText.cell(cell));
    }
  }

  @Test
  void onlyStrictAddressesAreAddresses() {
    for (String good :
        List.of(
            "192.0.2.1",
            "0.0.0.0",
            "255.255.255.255",
            "::",
            "::1",
            "1::",
            "2001:db8::9",
            "2001:DB8:0:0:1:2:3:4",
            "::ffff:192.0.2.1",
            "1:2:3:4:5:6:192.0.2.1")) {
      assertTrue(Address.isAddress(good), good);
    }
    for (String bad :
        List.of(
            "",
            "1.2.3",
            "1.2.3.256",
            "1.2.3.04",
            " 1.2.3.4",
            "1.2.3.4\n",
            "١.٢.٣.٤",
            ":",
            ":::",
            "1:::2",
            "1::2::3",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "1:2:3:4::5:6:7:8",
            "fe80::1%eth0",
            "12345::",
            "1::2:",
            ":1::2",
            "192.0.2.1::",
            "::192.0.2.1:1",
            "g::1")) {
      assertFalse(Address.isAddress(bad), bad);
    }
  }
}
