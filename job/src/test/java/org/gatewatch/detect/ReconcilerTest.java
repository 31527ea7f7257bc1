package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Matches;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's records of a credential against a vendor's. */
class ReconcilerTest extends LogPair {
  @Test
  void requestsWithOneIdAreOneRequestAndTheClocksAreCompared() throws IOException {
    both(TEN, "r-1", 10);
    both(TEN + MINUTE, "r-2", 20);
    add(true, TEN + 3 * MINUTE, "r-3", 30);
    add(false, TEN + 3 * MINUTE + 500, "r-3", 33);
    Told told = told();
    Matches m = told.only();
    assertEquals("acme", m.vendor());
    assertEquals(3, m.both());
    assertEquals(0, m.gatewayOnly().count() + m.vendorOnly().count());
    assertEquals(700 + 700 - 500, m.offsetSum());
    assertEquals(-500, m.offsetLeast());
    assertEquals(700, m.offsetMost());
    assertEquals(63, m.tokens());
    assertEquals(-3, m.tokenResidual());
    assertEquals(1, m.unequal());
  }

  @Test
  void anHourIsToldWhenBothLogsHadTheirTime() throws IOException {
    add(false, TEN, "r-1", 10);
    Told told = told();
    Window w = told.matched.get(0);
    assertEquals(TEN, w.start());
    assertEquals(TEN + HOUR + VENDOR + Reconciler.SKEW, w.close());
    assertEquals(0, w.events());
  }

  @Test
  void whatStandsInOneLogOnlyIsCountedInItsHourAndCited() throws IOException {
    both(TEN + HOUR - 100, "r-1", 10); // the vendor's line is of the next hour
    add(false, TEN + 10, "r-2", 20);
    add(false, TEN + 20 * MINUTE, "r-3", 20);
    add(true, TEN + HOUR + MINUTE, "r-4", 20);
    Told told = told();
    assertEquals(2, told.matched.size());
    assertEquals(1, told.at(0).both());
    assertEquals(2, told.at(0).gatewayOnly().count());
    assertEquals(2, told.at(0).gatewayOnly().succeeded());
    assertEquals("r-2", id(told.at(0).gatewayOnly().first()));
    assertEquals("r-3", id(told.at(0).gatewayOnly().last()));
    assertEquals(0, told.at(0).vendorOnly().count());
    assertEquals(1, told.at(1).vendorOnly().count());
    assertEquals("r-4", id(told.at(1).vendorOnly().first()));
  }

  private static @org.jspecify.annotations.Nullable String id(
      @org.jspecify.annotations.Nullable Cited cited) {
    return cited == null ? null : cited.requestId();
  }

  @Test
  void withoutIdsTokensAndTimeDecide() throws IOException {
    add(false, TEN + HOUR - 1000, "g-1", 10);
    add(true, TEN + HOUR + 1000, "", 10); // of the next hour
    add(false, TEN + 10 * MINUTE, "g-2", 10);
    add(true, TEN + 10 * MINUTE + Reconciler.SKEW + MINUTE, "", 10); // too far
    add(false, TEN + 20 * MINUTE, "g-3", 12);
    add(true, TEN + 20 * MINUTE, "", 11); // other tokens
    Told told = told();
    assertEquals(1, told.at(0).both());
    assertEquals(2000, told.at(0).offsetSum());
    assertEquals(2, told.at(0).gatewayOnly().count());
    assertEquals(2, told.at(0).vendorOnly().count());
  }

  @Test
  void idsThatNeverAgreeAreNoIds() throws IOException {
    for (int i = 0; i < 5; i++) {
      add(false, TEN + i * MINUTE, "g-" + i, 100 + i);
      add(true, TEN + i * MINUTE + 300, "v-" + i, 100 + i);
    }
    assertEquals(5, told().only().both());
  }

  @Test
  void whereIdsAgreeLikenessIsNoProof() throws IOException {
    both(TEN, "r-1", 10);
    add(false, TEN + MINUTE, "g", 100);
    add(true, TEN + MINUTE, "v", 100);
    Matches m = told().only();
    assertEquals(1, m.both());
    assertEquals(1, m.gatewayOnly().count());
    assertEquals(1, m.vendorOnly().count());
  }

  @Test
  void whoUsesTheIdOfAnotherRequestDoesNotHide() throws IOException {
    both(TEN, "r-1", 10);
    add(false, TEN + MINUTE, "r-1", 500);
    add(false, TEN + 2 * MINUTE, "r-1", 600);
    Matches m = told().only();
    assertEquals(1, m.both());
    assertEquals(2, m.gatewayOnly().count());
  }

  @Test
  void aClientWithOneIdForAllItsRequestsIsMatched() throws IOException {
    for (int i = 0; i < 50; i++) {
      both(TEN + i * MINUTE, "same", i);
    }
    assertEquals(50, told().only().both());
  }

  @Test
  void moreThanCanBeKeptIsComparedByNumbers() throws IOException {
    for (int i = 0; i < Reconciler.MOST + 1000; i++) {
      add(false, TEN + i, "r-" + i, 1);
    }
    for (int i = 0; i < 1000; i++) {
      add(true, TEN + i, "r-" + i, 1);
    }
    Matches m = told().only();
    assertEquals(1000, m.dropped());
    assertEquals(1000, m.both());
    assertEquals(Reconciler.MOST, m.gatewayOnly().count());
    assertEquals(0, m.vendorOnly().count());
    assertNotNull(m.gatewayOnly().first());
  }

  @Test
  void aLoginCoversByItsAge() throws IOException {
    login(TEN - 13 * HOUR, "success");
    login(TEN - 30 * MINUTE, "denied");
    add(false, TEN, "r-1", 10);
    add(false, TEN + 20 * MINUTE, "r-2", 10);
    login(TEN + 15 * MINUTE, "success");
    Matches m = told().only();
    assertEquals(2, m.gatewayOnly().count());
    assertEquals(1, m.gatewayOnly(Matches.age(13 * HOUR)));
    assertEquals(1, m.gatewayOnly(Matches.age(5 * MINUTE)));
    assertEquals("r-1", id(m.gatewayOnly().first()));
    assertEquals("r-1", id(m.gatewayOnly().last()));
    assertEquals(0, m.vendorOnly().count());
  }

  @Test
  void aVendorOfWhomNobodyKnewIsMatchedFromThenOn() throws IOException {
    for (int hour = 0; hour < 12; hour++) {
      String id = "r-" + hour;
      add("other", false, TEN + hour * HOUR, id, 10);
      fields
          .clear()
          .set(Field.EVENT_TIME, TEN + hour * HOUR + 100)
          .set(Field.LOG_SOURCE, "vendor")
          .set(Field.CREDENTIAL_ID, "other")
          .set(Field.VENDOR, "acme")
          .set(Field.REQUEST_ID, id)
          .set(Field.MODEL, "m-1");
      log.add(fields.build(1, "other", VENDOR, 0, ++line, 0));
    }
    log.sort(CredentialProfile.ORDER);
    Told told = play(log, false);
    for (Window w : told.matched) {
      Matches m = Objects.requireNonNull(w.matches());
      assertEquals(0, m.vendorOnly().count(), "hour " + (w.start() - TEN) / HOUR);
    }
    assertEquals(1, told.at(told.matched.size() - 1).both());
  }

  @Test
  void withoutAVendorsLogNothingIsKept() throws IOException {
    add(false, TEN, "r-1", 10);
    CredentialProfile profile = new CredentialProfile();
    profile.add(log.get(0), BOOK, new long[] {GATEWAY, 0});
    Told told = new Told();
    profile.drain(TEN + 2 * HOUR, BOOK, new long[] {GATEWAY, 0}, told);
    assertEquals(List.of(), told.matched);
  }

  /** Any order of arrival, any number of snapshots: the same bytes; and no request is lost. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void isAFunctionOfTheRecordsAlone(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    long gateway = 0;
    long vendor = 0;
    for (int i = 0; i < 400; i++) {
      long time = TEN + random.nextLong(9 * HOUR);
      long tokens = random.nextLong(8);
      String id = random.nextInt(3) == 0 ? "" : "r-" + random.nextInt(300);
      boolean here = random.nextInt(10) > 0;
      boolean there = random.nextInt(10) > 0;
      if (here) {
        add(false, time, id, tokens);
        gateway++;
      }
      if (there) {
        add(true, time + random.nextLong(4000) - 2000, id, tokens);
        vendor++;
      }
    }
    Told expected = play(byRelease(log), false);
    long g = 0;
    long v = 0;
    for (int i = 0; i < expected.matched.size(); i++) {
      g += expected.at(i).both() + expected.at(i).gatewayOnly().count();
      v += expected.at(i).both() + expected.at(i).vendorOnly().count();
    }
    assertEquals(gateway, g);
    assertEquals(vendor, v);
    assertTrue(expected.matched.size() >= 9);
    assertArrayEquals(expected.bytes(), play(byRelease(log), true).bytes());
    List<AccessEvent> shuffled = new ArrayList<>(log);
    Collections.shuffle(shuffled, new Random(seed));
    shuffled.sort((a, b) -> Long.compare(arrival(a), arrival(b)));
    assertArrayEquals(expected.bytes(), play(shuffled, false).bytes());
  }

  /** Somewhere between its time and its release, the same for no two runs of lines. */
  private static long arrival(AccessEvent e) {
    return e.eventTime() + Math.floorMod(e.line() * 7919, GATEWAY);
  }

  private static List<AccessEvent> byRelease(List<AccessEvent> events) {
    List<AccessEvent> out = new ArrayList<>(events);
    out.sort((a, b) -> Long.compare(a.eventTime(), b.eventTime()));
    return out;
  }
}
