package org.gatewatch.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.CredentialProfile;
import org.gatewatch.detect.Indicator;
import org.gatewatch.detect.Policy;
import org.gatewatch.detect.Profiled;
import org.gatewatch.detect.RuleBook;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.gatewatch.event.Timeline;
import org.gatewatch.io.Output;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PROFILE as Flink runs it: records, watermarks, timers, state and snapshots. */
class ProfileFunctionTest {
  private static final long MINUTE = 60_000L;
  private static final long HOUR = 60 * MINUTE;
  private static final long LATENESS = 5 * MINUTE;

  /** 2026-03-02, 10:00 UTC. */
  private static final long TEN = 1_772_445_600_000L;

  @Test
  void aDuplicateIsDroppedAndCounted() throws Exception {
    try (Harness profile = harness()) {
      profile.open();
      add(profile, event("key", TEN, "r-1", 1));
      add(profile, event("key", TEN + MINUTE, "r-2", 2));
      add(profile, event("key", TEN, "r-1", 3));
      profile.processWatermark(Long.MAX_VALUE);
      Window window = onlyWindow(profile);
      assertEquals(2, window.events());
      assertEquals(
          List.of(Output.Kind.DUPLICATE), accounts(profile).stream().map(Output::kind).toList());
    }
  }

  @Test
  void aReusedRequestIdIsCountedAndUsed() throws Exception {
    try (Harness profile = harness()) {
      profile.open();
      add(profile, event("key", TEN, "r-1", 1));
      add(profile, event("key", TEN + 1, "r-1", 2));
      profile.processWatermark(Long.MAX_VALUE);
      assertEquals(2, onlyWindow(profile).events());
      assertEquals(
          List.of(Output.Kind.ID_REUSE), accounts(profile).stream().map(Output::kind).toList());
    }
  }

  @Test
  void anEventBehindTheWatermarkGoesAsideAndChangesNothing() throws Exception {
    try (Harness profile = harness()) {
      profile.open();
      add(profile, event("key", TEN, "r-1", 1));
      profile.processWatermark(TEN + 20 * MINUTE);
      // Released at 10:20, the very time that is already acted on; a minute later is on time.
      AccessEvent late = event("key", TEN + 15 * MINUTE, "r-2", 2);
      add(profile, late);
      add(profile, event("key", TEN + 16 * MINUTE, "r-3", 3));
      profile.processWatermark(Long.MAX_VALUE);
      assertEquals(2, onlyWindow(profile).events());
      List<Output> accounts = accounts(profile);
      assertEquals(1, accounts.size());
      assertEquals(Output.Kind.LATE, accounts.get(0).kind());
      assertEquals(late, accounts.get(0).event());
      // The front is 1 ms ahead of the watermark: it was 5 min and 1 ms ahead of the event.
      assertEquals(LATENESS + 1, accounts.get(0).number());
    }
  }

  @Test
  void aWindowGoesOutBeforeTheWatermarkThatClosesIt() throws Exception {
    try (Harness profile = harness()) {
      profile.open();
      add(profile, event("key", TEN, "r-1", 1));
      profile.processWatermark(TEN + HOUR + LATENESS - 1);
      assertTrue(windows(profile).isEmpty(), "closed too early");
      profile.processWatermark(TEN + HOUR + LATENESS);
      assertEquals(TEN + HOUR + LATENESS, onlyWindow(profile).close());
      List<Object> output = new ArrayList<>(profile.getOutput());
      assertTrue(output.get(output.size() - 2) instanceof StreamRecord<?>, "" + output);
    }
  }

  @Test
  void aPaneGoesOutBeforeTheWatermarkOfItsMinute() throws Exception {
    try (Harness profile = harness()) {
      profile.open();
      add(profile, event("key", TEN, "r-1", 1));
      profile.processWatermark(TEN + 10 * HOUR);
      int before = panes(profile).size();
      // Of a network that the credential never used, in the middle of a minute.
      long time = TEN + 11 * HOUR + 30_000;
      add(profile, event("key", time - 10_000, "r-2", 2));
      add(profile, event("key", time, "r-3", 3, "198.51.100.1"));
      add(profile, event("key", time + 40_000, "r-4", 4));
      profile.processWatermark(time + LATENESS + 30_000 - 1);
      assertEquals(before, panes(profile).size(), "before its minute is over");
      profile.processWatermark(time + LATENESS + 30_000);
      List<Window> panes = panes(profile);
      assertEquals(before + 1, panes.size());
      Window pane = panes.get(before);
      assertEquals(time + LATENESS + 30_000, pane.close());
      assertEquals(2, pane.events());
      assertEquals(time + 30_000, pane.time());
      profile.processWatermark(Long.MAX_VALUE);
      assertEquals(3, windows(profile).get(1).events(), "the pane is a copy");
      assertEquals(before + 1, panes(profile).size(), "one value decides once");
    }
  }

  @Test
  void aCredentialThatFellSilentIsForgotten() throws Exception {
    try (Harness profile = harness()) {
      profile.open();
      for (int i = 0; i < 50; i++) {
        add(profile, event("key-" + i % 5, TEN + 3L * i * MINUTE, "r-" + i, i));
      }
      // A profile for each of five credentials.
      assertEquals(5, profile.numKeyedStateEntries());
      assertEquals(5, profile.numEventTimeTimers());
      profile.processWatermark(TEN + 5 * HOUR);
      assertEquals(5, profile.numKeyedStateEntries());
      assertEquals(5, profile.numEventTimeTimers());
      profile.processWatermark(TEN + 5 * HOUR + CredentialProfile.KEPT);
      assertEquals(0, profile.numKeyedStateEntries());
      assertEquals(0, profile.numEventTimeTimers());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 150, 299})
  void aSnapshotAnywhereChangesNothing(int at) throws Exception {
    List<AccessEvent> events = stream(300);
    List<String> expected = new ArrayList<>();
    try (Harness profile = harness()) {
      profile.open();
      feed(profile, events, 0, events.size());
      profile.processWatermark(Long.MAX_VALUE);
      collect(profile, expected);
    }
    assertTrue(expected.size() > 20, "nothing to compare: " + expected.size());
    List<String> actual = new ArrayList<>();
    OperatorSubtaskState state;
    try (Harness profile = harness()) {
      profile.open();
      feed(profile, events, 0, at);
      state = profile.snapshot(1, 1);
      collect(profile, actual);
    }
    try (Harness profile = harness()) {
      profile.initializeState(state);
      profile.open();
      feed(profile, events, at, events.size());
      profile.processWatermark(Long.MAX_VALUE);
      collect(profile, actual);
      assertEquals(0, profile.numKeyedStateEntries());
    }
    assertEquals(expected.stream().sorted().toList(), actual.stream().sorted().toList());
  }

  /** No event came behind the watermark: the clock closed that time. */
  @Test
  void howLateAnEventIsIsToldBeforeTheFirstWatermarkAfterARestart() throws Exception {
    OperatorSubtaskState state;
    try (Harness profile = harness()) {
      profile.open();
      profile.processWatermark(TEN + 20 * MINUTE);
      state = profile.snapshot(1, 1);
    }
    try (Harness profile = harness()) {
      profile.initializeState(state);
      profile.open();
      add(profile, event("key", TEN + 15 * MINUTE, "r-1", 1));
      assertEquals(Output.Kind.LATE, accounts(profile).get(0).kind());
      assertEquals(LATENESS + 1, accounts(profile).get(0).number());
    }
  }

  /** Events of some credentials, not in order, some twice and some too late. */
  private static List<AccessEvent> stream(int n) {
    SplittableRandom random = new SplittableRandom(3);
    List<AccessEvent> out = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      if (i > 0 && random.nextInt(10) == 0) {
        out.add(out.get(random.nextInt(Math.max(0, i - 5), i)));
        continue;
      }
      long back = random.nextInt(20) == 0 ? HOUR : random.nextLong(LATENESS);
      out.add(event("key-" + random.nextInt(7), TEN + i * MINUTE - back, "r-" + i, i));
    }
    return out;
  }

  /** The watermark follows the stream, as the front of a file would. */
  private static void feed(Harness profile, List<AccessEvent> events, int from, int to)
      throws Exception {
    for (int i = from; i < to; i++) {
      add(profile, events.get(i));
      profile.processWatermark(TEN + i * MINUTE - LATENESS);
    }
  }

  private static void collect(Harness profile, List<String> to) throws Exception {
    for (Profiled value : profile.extractOutputValues()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      value.write(new DataOutputStream(bytes));
      to.add(HexFormat.of().formatHex(bytes.toByteArray()));
    }
    for (Output output : accounts(profile)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      output.write(new DataOutputStream(bytes));
      to.add(HexFormat.of().formatHex(bytes.toByteArray()));
    }
  }

  private static void add(Harness profile, AccessEvent event) throws Exception {
    profile.processElement(event, event.releaseTime());
  }

  private static Window onlyWindow(Harness profile) {
    List<Window> all = windows(profile);
    assertEquals(1, all.size());
    return all.get(0);
  }

  private static List<Window> windows(Harness profile) {
    return profile.extractOutputValues().stream()
        .flatMap(p -> Stream.ofNullable(p.window()))
        .toList();
  }

  private static List<Window> panes(Harness profile) {
    return profile.extractOutputValues().stream()
        .flatMap(p -> Stream.ofNullable(p.pane()))
        .toList();
  }

  private static List<Output> accounts(Harness profile) {
    Queue<StreamRecord<Output>> side = profile.getSideOutput(Pipeline.ACCOUNTS);
    return side == null ? List.of() : side.stream().map(StreamRecord::getValue).toList();
  }

  private static AccessEvent event(String key, long time, String request, long line) {
    return event(key, time, request, line, "192.0.2." + time / MINUTE % 200);
  }

  private static AccessEvent event(
      String key, long time, String request, long line, String address) {
    return new AccessEvent.Builder()
        .set(Field.EVENT_TIME, time)
        .set(Field.LOG_SOURCE, LogSource.GATEWAY.text())
        .set(Field.REQUEST_ID, request)
        .set(Field.CREDENTIAL_ID, key)
        .set(Field.SOURCE_IP, address)
        .build(0, key, LATENESS, 0, line, 0);
  }

  private static Harness harness() throws Exception {
    return new Harness(/* arrivals= */ false);
  }

  /** Flink's harness around PROFILE; a type that would need Kryo fails in it. */
  private static final class Harness
      extends KeyedOneInputStreamOperatorTestHarness<String, AccessEvent, Profiled> {
    Harness(boolean arrivals) throws Exception {
      super(
          new ProfileOperator(
              new ProfileFunction(
                  Timeline.of(
                      new RuleBook(
                          Roster.EMPTY,
                          Policy.NONE.with(
                              List.of(new Indicator(Indicator.Type.IP, "192.0.2.9"))))),
                  new long[] {LATENESS, 6 * HOUR},
                  arrivals)),
          AccessEvent::key,
          Types.STRING);
      ((SerializerConfigImpl) getExecutionConfig().getSerializerConfig()).setGenericTypes(false);
      setup(Wire.PROFILED.serializer());
    }
  }
}
