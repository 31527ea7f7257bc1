package org.gatewatch.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.gatewatch.report.AlertFormats;
import org.gatewatch.settings.Outlet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delivery by a real job to a real server. */
class OutletsTest {
  @TempDir private Path folder;

  private static StreamExecutionEnvironment environment() {
    Configuration flink = new Configuration();
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    return env;
  }

  private static void run(List<Notice> notices, List<Outlet> outlets) throws Exception {
    StreamExecutionEnvironment env = environment();
    Outlets.attach(env.fromData(Notice.TYPE, notices.toArray(new Notice[0])), outlets, "1");
    env.execute();
  }

  private static List<Notice> findings(int n) {
    return IntStream.range(0, n).mapToObj(i -> TestOutlets.finding("u" + i, 1)).toList();
  }

  private static String uid(Receiver.Request request) {
    String revision = revision(request);
    return revision.substring(0, revision.indexOf('-'));
  }

  private static String revision(Receiver.Request request) {
    String key = String.valueOf(request.headers().get("Idempotency-Key"));
    return key.substring(0, key.lastIndexOf('-'));
  }

  @Test
  void aBusyReceiverGetsEverythingInOrder() throws Exception {
    try (Receiver receiver =
        new Receiver((n, r) -> Receiver.Answer.of(n % 4 == 1 ? 429 : n % 4 == 2 ? 503 : 200))) {
      run(findings(6), List.of(TestOutlets.of(Outlet.Type.WEBHOOK, receiver.url(), null)));
      List<String> received = new ArrayList<>();
      List<Receiver.Request> all = receiver.requests();
      for (int n = 0; n < all.size(); n++) {
        if (n % 4 == 0 || n % 4 == 3) {
          received.add(uid(all.get(n)));
        }
      }
      assertEquals(List.of("u0", "u1", "u2", "u3", "u4", "u5"), received);
    }
  }

  @Test
  void aReceiverThatComesUpLaterGetsEverything() throws Exception {
    Receiver gone = new Receiver((n, r) -> Receiver.Answer.of(200));
    int port = gone.port();
    gone.close();
    Outlet outlet = TestOutlets.of(Outlet.Type.WEBHOOK, gone.url(), null);
    StreamExecutionEnvironment env = environment();
    Outlets.attach(
        env.fromData(Notice.TYPE, findings(3).toArray(new Notice[0])), List.of(outlet), "1");
    var job = env.executeAsync();
    try (Receiver receiver = new Receiver(port, (n, r) -> Receiver.Answer.of(200))) {
      job.getJobExecutionResult().get(120, TimeUnit.SECONDS);
      assertEquals(
          List.of("u0", "u1", "u2"), receiver.requests().stream().map(OutletsTest::uid).toList());
    }
  }

  /** While the receiver is busy the messages gather, up to what a request takes. */
  @Test
  void aBurstGoesOutInFewRequestsWithinTheirLimit() throws Exception {
    List<Integer> taken = new CopyOnWriteArrayList<>();
    try (Receiver receiver = new Receiver((n, r) -> bulk(n, r, taken))) {
      run(findings(1203), List.of(TestOutlets.of(Outlet.Type.ELASTICSEARCH, receiver.url(), null)));
      assertEquals(1203, taken.stream().mapToInt(size -> size).sum());
      assertEquals(500, taken.get(0), taken.toString());
      assertTrue(taken.stream().allMatch(size -> size <= 500), taken.toString());
      assertTrue(taken.size() < 60, taken.toString());
    }
  }

  /** Busy until a request is full, for some seconds at most. */
  private static Receiver.Answer bulk(int n, Receiver.Request request, List<Integer> taken) {
    int items = (int) request.body().lines().count() / 2;
    if (taken.isEmpty() && items < 500 && n < 8) {
      return Receiver.Answer.of(503);
    }
    taken.add(items);
    return Receiver.Answer.of(
        200,
        IntStream.range(0, items)
            .mapToObj(i -> "{\"index\":{\"status\":200}}")
            .collect(Collectors.joining(",", "{\"items\":[", "]}")));
  }

  /**
   * The receiver is down, checkpoints complete all the same, the job fails and is restored: every
   * finding arrives, those that were saved while they waited too.
   */
  @Test
  void nothingIsLostWhenTheJobFailsWhileTheReceiverIsDown() throws Exception {
    Fuse.reset();
    int all = 400;
    try (Receiver receiver =
        new Receiver((n, r) -> Receiver.Answer.of(Fuse.BLOWN.get() > 0 ? 200 : 503))) {
      StreamExecutionEnvironment env = environment();
      env.enableCheckpointing(20);
      var source =
          new DataGeneratorSource<>(
              i -> TestOutlets.finding("u" + i, 1),
              all,
              org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy.perSecond(
                  200),
              Notice.TYPE);
      Outlets.attach(
          env.fromSource(
                  source,
                  org.apache.flink.api.common.eventtime.WatermarkStrategy.noWatermarks(),
                  "findings",
                  Notice.TYPE)
              .map(new Fuse())
              .returns(Notice.TYPE),
          List.of(TestOutlets.of(Outlet.Type.WEBHOOK, receiver.url(), null)),
          "1");
      var job = env.executeAsync();
      job.getJobExecutionResult().get(180, TimeUnit.SECONDS);
      assertEquals(1, Fuse.BLOWN.get(), "it failed once");
      assertEquals(
          IntStream.range(0, all).mapToObj(i -> "u" + i).collect(Collectors.toSet()),
          receiver.requests().stream().map(OutletsTest::uid).collect(Collectors.toSet()));
    }
  }

  /** Fails once, after some elements and two completed checkpoints. */
  private static final class Fuse implements MapFunction<Notice, Notice>, CheckpointListener {
    private static final long serialVersionUID = 1;
    static final AtomicInteger BLOWN = new AtomicInteger();
    static final AtomicInteger DONE = new AtomicInteger();

    private int seen;

    static void reset() {
      BLOWN.set(0);
      DONE.set(0);
    }

    @Override
    public Notice map(Notice notice) {
      if (++seen > 50 && DONE.get() >= 2 && BLOWN.compareAndSet(0, 1)) {
        throw new IllegalStateException("the bomb");
      }
      return notice;
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      if (seen > 20) {
        DONE.incrementAndGet();
      }
    }
  }

  @Test
  void whatWasToldOnceIsToldToItsEnd() throws Exception {
    List<Notice> notices =
        List.of(
            TestOutlets.finding("digest", 1, 2, false, false),
            TestOutlets.finding("pages", 1, 4, true, false),
            TestOutlets.finding("pages", 2, 4, true, false),
            TestOutlets.finding("digest", 2, 2, false, true),
            TestOutlets.finding("pages", 3, 5, true, false),
            TestOutlets.finding("pages", 4, 2, false, false),
            TestOutlets.finding("pages", 5, 2, false, true));
    try (Receiver store = new Receiver((n, r) -> Receiver.Answer.of(200));
        Receiver chat = new Receiver((n, r) -> Receiver.Answer.of(200))) {
      Outlet graveOnly =
          TestOutlets.only(
              TestOutlets.of(Outlet.Type.WEBHOOK, store.url(), null),
              org.gatewatch.judge.Severity.HIGH,
              true,
              false);
      Outlet rings =
          TestOutlets.of(Outlet.Type.PAGERDUTY, chat.url(), TestOutlets.file(folder, "key", "k"));
      run(notices, List.of(graveOnly));
      run(notices, List.of(rings));
      assertEquals(
          List.of("pages-1", "pages-2", "pages-3", "pages-4", "pages-5"),
          store.requests().stream().map(OutletsTest::revision).toList());
      assertEquals(
          List.of("trigger", "trigger", "resolve"),
          chat.requests().stream()
              .map(r -> r.body().replaceAll(".*\"event_action\":\"(\\w+)\".*", "$1"))
              .toList());
    }
  }

  @Test
  void everyTypeSendsFormatsThatThereAre() {
    for (Outlet.Type type : Outlet.Type.values()) {
      for (String format : type.formats()) {
        assertTrue(AlertFormats.ids().contains(format), type + " " + format);
      }
    }
  }

  @Test
  void theTypesOfTheEdgesNeedNoKryo() {
    assertTrue(Notice.TYPE.toString().startsWith("PojoType"), Notice.TYPE.toString());
    assertTrue(Parcel.TYPE.toString().startsWith("PojoType"), Parcel.TYPE.toString());
  }
}
