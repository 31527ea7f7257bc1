package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrSetTest {
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void agreesWithBigIntegersOnRandomBlocks(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> blocks = new ArrayList<>();
    for (int i = random.nextInt(1, 30); i > 0; i--) {
      boolean six = random.nextInt(3) == 0;
      int bits = random.nextInt(4) == 0 ? random.nextInt(0, 8) : random.nextInt(8, 33);
      blocks.add(address(random, six) + "/" + (six ? bits * 4 : bits));
    }
    CidrSet set = new CidrSet(blocks);
    for (int i = 0; i < 100; i++) {
      String address = address(random, random.nextInt(3) == 0);
      boolean expected = false;
      for (String block : blocks) {
        expected |= inside(address, block);
      }
      assertEquals(expected, set.contains(address), address + " in " + blocks);
    }
  }

  /** Few values for each byte, so that blocks are hit, nest and touch. */
  private static String address(SplittableRandom random, boolean six) throws UnknownHostException {
    byte[] bytes = new byte[six ? 16 : 4];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(6) == 0 ? random.nextInt(256) : i == 0 ? 10 : 0);
    }
    String text = InetAddress.getByAddress(bytes).getHostAddress();
    return six && random.nextBoolean() ? text.replaceFirst("(:0)+:", "::") : text;
  }

  private static boolean inside(String address, String block) throws UnknownHostException {
    String network = block.substring(0, block.indexOf('/'));
    boolean six = network.indexOf(':') >= 0;
    if (six != address.indexOf(':') >= 0) {
      return false;
    }
    int width = six ? 128 : 32;
    int shift = width - Integer.parseInt(block.substring(block.indexOf('/') + 1));
    return number(address).shiftRight(shift).equals(number(network).shiftRight(shift));
  }

  private static BigInteger number(String address) throws UnknownHostException {
    return new BigInteger(1, InetAddress.getByName(address).getAddress());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.0/24",
        "0.0.0.0/0",
        "192.0.2.7",
        "::/0",
        "2001:db8::/32",
        "::1",
        "1::",
        "::",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "::ffff:192.0.2.7",
        "64:ff9b::192.0.2.33/96",
        "FE80::A/10"
      })
  void readsBlocks(String block) {
    assertTrue(CidrSet.isBlock(block));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "192.0.2.0/",
        "192.0.2.0/33",
        "192.0.2.0/024",
        "192.0.2.0/-1",
        "192.0.2/24",
        "192.0.2.256",
        "192.0.02.1",
        "192.0.2.1.",
        ".192.0.2.1",
        "192.0.2.1.5",
        "1.2.3.4x",
        ":",
        ":1",
        "1:",
        ":::",
        "1:::2",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "12345::",
        "g::",
        "::1/129",
        "::192.0.2",
        "::192.0.2.1:5",
        "1:2:3:4:5:6:7:192.0.2.1",
        "example.com",
        "１.2.3.4",
        "::１"
      })
  void refusesWhatIsNoBlock(String text) {
    assertFalse(CidrSet.isBlock(text));
    assertFalse(new CidrSet(List.of("0.0.0.0/0", "::/0")).contains(text));
  }

  @Test
  void findsMappedAndZonedAddresses() {
    CidrSet set = new CidrSet(List.of("192.0.2.0/24", "fe80::/10"));
    assertTrue(set.contains("::ffff:192.0.2.7"));
    assertTrue(set.contains("::ffff:c000:207"));
    assertFalse(set.contains("::ffff:192.0.3.7"));
    assertTrue(set.contains("fe80::1%eth0"));
  }

  @Test
  void allOfOneFamilyIsNothingOfTheOther() {
    assertFalse(new CidrSet(List.of("::/0", "::/80")).contains("192.0.2.7"));
    assertFalse(new CidrSet(List.of("0.0.0.0/0")).contains("2001:db8::1"));
    assertTrue(new CidrSet(List.of("::ffff:192.0.2.0/120")).contains("192.0.2.7"));
  }

  @Test
  void namesTheBlockThatIsNone() {
    var e =
        assertThrows(IllegalArgumentException.class, () -> new CidrSet(List.of("10.0.0.0/8", "x")));
    assertEquals("no CIDR block: x", e.getMessage());
  }
}
