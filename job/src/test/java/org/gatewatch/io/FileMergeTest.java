package org.gatewatch.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.CredentialProfile;
import org.gatewatch.detect.Policy;
import org.gatewatch.detect.RuleBook;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.gatewatch.event.Timeline;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.RecordReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileMergeTest {
  private static final long DAY = 86_400_000L;
  private static final long START = 20_000 * DAY;
  private static final int SEED = 11;

  /** Files of a test, with the events of each. */
  private static final class Logs {
    private final List<InputFile> files = new ArrayList<>();
    private final Map<Integer, List<AccessEvent>> events = new HashMap<>();

    void add(List<AccessEvent> of) {
      AccessEvent first = of.get(0);
      files.add(
          new InputFile(files.size(), first.binding(), "f" + files.size(), first.eventTime(), 1));
      events.put(files.size() - 1, of);
    }

    /** In another order of the list; {@code seed} 0 = as they were added. */
    FileMerge merged(int seed, int threads) {
      List<InputFile> order = new ArrayList<>(files);
      if (seed != 0) {
        Collections.shuffle(order, new Random(seed));
      }
      return new FileMerge(
          order,
          file -> LineEvents.reader(Objects.requireNonNull(events.get(file.index()))),
          threads);
    }
  }

  /** Fifty days, each a file that begins with the last minutes of the day before. */
  private static Logs daily() {
    Logs logs = new Logs();
    for (int day = 0; day < 50; day++) {
      List<AccessEvent> of = new ArrayList<>();
      for (int i = -3; i < 700; i++) {
        of.add(
            LineEvents.of(
                LogSource.GATEWAY, "key", START + day * DAY + i * 120_000L + day % 7, day, i + 4));
      }
      logs.add(of);
    }
    return logs;
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "2, 4", "3, 2"})
  void filesAreOpenedWhenTheFrontReachesThem(int seed, int threads) {
    try (FileMerge merge = daily().merged(seed, threads)) {
      assertEquals(50 * 703, texts(merge).size());
      assertTrue(merge.mostOpen() <= 2, "open at the same time: " + merge.mostOpen());
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 4", "3, 2"})
  void theSequenceDependsOnTheFilesAlone(int seed, int threads) {
    List<String> expected;
    try (FileMerge merge = uneven().merged(0, 1)) {
      expected = texts(merge);
    }
    try (FileMerge merge = uneven().merged(seed, threads)) {
      assertEquals(expected, texts(merge));
    }
  }

  private static List<String> texts(FileMerge merge) {
    List<String> out = new ArrayList<>();
    for (RecordReader.Read read = next(merge); read != null; read = next(merge)) {
      AccessEvent event = Objects.requireNonNull(read.event());
      out.add(event.file() + ":" + event.line() + "@" + merge.watermark());
    }
    return out;
  }

  private static RecordReader.@Nullable Read next(FileMerge merge) {
    return merge.next((file, unknown) -> {});
  }

  // A gateway's log of ten daily files, one line in ten seconds, and a vendor's of two files, a
  // tenth of the lines, each up to six hours late. Half of all lines are of one credential.
  private static final int DAYS = 10;
  private static final long GATEWAY_EVERY = 10_000;
  private static final long VENDOR_EVERY = 100_000;

  private static Logs uneven() {
    SplittableRandom random = new SplittableRandom(SEED);
    Logs logs = new Logs();
    for (int day = 0; day < DAYS; day++) {
      List<AccessEvent> of = new ArrayList<>();
      for (long t = day * DAY; t < (day + 1) * DAY; t += GATEWAY_EVERY) {
        String key = t / GATEWAY_EVERY % 2 == 0 ? "hot" : "key-" + random.nextInt(40);
        of.add(LineEvents.of(LogSource.GATEWAY, key, START + t, day, of.size() + 1));
      }
      logs.add(of);
    }
    record Arrival(long at, long time) {}
    List<Arrival> arrivals = new ArrayList<>();
    for (long t = 0; t < DAYS * DAY; t += VENDOR_EVERY) {
      arrivals.add(new Arrival(t + random.nextLong(Binding.VENDOR_LATENESS), t));
    }
    arrivals.sort(Comparator.comparingLong(Arrival::at));
    int half = arrivals.size() / 2;
    for (List<Arrival> part :
        List.of(arrivals.subList(0, half), arrivals.subList(half, arrivals.size()))) {
      int file = logs.files.size();
      List<AccessEvent> of = new ArrayList<>();
      for (Arrival a : part) {
        String key = a.time / VENDOR_EVERY % 2 == 0 ? "hot" : "key-" + random.nextInt(40);
        of.add(LineEvents.of(LogSource.VENDOR, key, START + a.time, file, of.size() + 1));
      }
      logs.add(of);
    }
    return logs;
  }

  /** What PROFILE holds while it is fed by a merge, and what it makes of it. */
  private static final class Fed implements CredentialProfile.Out {
    private final Map<String, CredentialProfile> profiles = new HashMap<>();
    private final Timeline<RuleBook> rules = Timeline.of(new RuleBook(Roster.EMPTY, Policy.NONE));
    private final long[] lateness = {Binding.GATEWAY_LATENESS, Binding.VENDOR_LATENESS};
    private long drained = Long.MIN_VALUE;
    private long drainedBefore = Long.MIN_VALUE;
    private long windowed;
    private int buffered;
    private int most;
    private int hottest;
    private int late;

    void take(AccessEvent event, long watermark) {
      if (event.releaseTime() <= drained) {
        late++;
        return;
      }
      CredentialProfile profile =
          profiles.computeIfAbsent(event.key(), key -> new CredentialProfile());
      profile.add(event, rules, lateness);
      buffered++;
      most = Math.max(most, buffered);
      if (event.key().equals("hot")) {
        hottest = Math.max(hottest, profile.buffered());
      }
      long step = Math.floorDiv(watermark, CredentialProfile.STEP) * CredentialProfile.STEP;
      if (watermark != Long.MIN_VALUE && step > drained) {
        drain(step);
      }
    }

    void drain(long upTo) {
      drainedBefore = drained;
      drained = upTo;
      buffered = 0;
      for (CredentialProfile profile : profiles.values()) {
        while (!profile.isEmpty() && profile.wake() <= upTo) {
          profile.drain(profile.wake(), rules, lateness, this);
        }
        buffered += profile.buffered();
      }
    }

    @Override
    public void window(Window window) {
      windowed += window.events();
    }

    @Override
    public void pane(Window pane) {
      assertTrue(pane.close() > drainedBefore, "a pane came too late");
    }

    @Override
    public void hit(RuleHit hit) {}

    @Override
    public void duplicate(AccessEvent event) {
      throw new AssertionError("no event comes twice: " + event);
    }

    @Override
    public void idReuse(AccessEvent event) {}
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "2, 4"})
  void aSmallFeedBesideALargeOneIsNotWaitedForInTheBuffer(int seed, int threads) {
    Fed fed = new Fed();
    int events = 0;
    try (FileMerge merge = uneven().merged(seed, threads)) {
      for (RecordReader.Read read = next(merge); read != null; read = next(merge)) {
        fed.take(Objects.requireNonNull(read.event()), merge.watermark());
        events++;
      }
      assertTrue(merge.mostOpen() <= 3, "open at the same time: " + merge.mostOpen());
    }
    fed.drain(Long.MAX_VALUE);
    assertEquals(DAYS * (DAY / GATEWAY_EVERY + DAY / VENDOR_EVERY), events);
    assertEquals(events, fed.windowed);
    assertEquals(0, fed.late);
    // A line waits for its lateness, for the next full minute, and for the slowest front, which is
    // the vendor's: it moves whenever a line comes that is later than all before it. A few lines of
    // each credential may rest until their hour is over.
    long front = widestStep();
    assertTrue(front < 2 * 3_600_000L, "the vendor's front stood for " + front + " ms");
    long waited = front + 2 * CredentialProfile.STEP;
    long bound =
        (Binding.GATEWAY_LATENESS + waited) / GATEWAY_EVERY
            + (Binding.VENDOR_LATENESS + waited) / VENDOR_EVERY
            + (long) CredentialProfile.FEW * fed.profiles.size();
    assertTrue(fed.most <= bound, fed.most + " events in all buffers, more than " + bound);
    assertTrue(fed.hottest <= bound / 2 + 2, fed.hottest + " events of one credential");
    assertTrue(bound < events / 40, "the bound is no bound: " + bound);
  }

  /** The widest step of the vendor's front in {@link #uneven}, ms. */
  private static long widestStep() {
    Logs logs = uneven();
    long front = logs.files.get(DAYS).firstTime();
    long widest = 0;
    for (int file = DAYS; file < logs.files.size(); file++) {
      for (AccessEvent event : Objects.requireNonNull(logs.events.get(file))) {
        if (event.eventTime() > front) {
          widest = Math.max(widest, event.eventTime() - front);
          front = event.eventTime();
        }
      }
    }
    return widest;
  }

  @Test
  void nothingIsReadOfNoFiles() {
    try (FileMerge merge = new Logs().merged(0, 1)) {
      assertEquals(null, next(merge));
      assertEquals(0, merge.mostOpen());
    }
  }
}
