package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Peers;
import org.gatewatch.baseline.Priors;
import org.gatewatch.baseline.Scope;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.junit.jupiter.api.Test;

class ProbingTest {
  private static final long BEGINNING = 1_772_409_600_000L;
  private static final Restricted RESTRICTED =
      Restricted.of(
          new Policy(
              List.of(new Policy.RestrictedModel("lab-preview", 0)),
              List.of(),
              List.of(),
              List.of(),
              Policy.Canaries.NONE,
              List.of()));
  private static final Vouching NOBODY = (kind, value, credential) -> 0;
  private static final Vouching EVERYBODY = (kind, value, credential) -> 5;

  private final NewNamesSignal names = new NewNamesSignal();
  private final DeniedSignal denied = new DeniedSignal();
  private final NearMissSignal near = new NearMissSignal();
  private final DownloadSignal download = new DownloadSignal();
  private final AttemptsSignal attempts = new AttemptsSignal();
  private final Peers peers = new Peers(Priors.flat());
  private final Baseline own = new Baseline(BEGINNING);
  private final AccessEvent.Builder event = new AccessEvent.Builder();

  private Context context(Vouching vouching) {
    return new Context("group", peers, vouching, 1, 0, RESTRICTED);
  }

  private static Window window(int hour) {
    return new Window("cred", LogSource.GATEWAY, BEGINNING + hour * Window.LENGTH);
  }

  private Window with(Window w, String endpoint, int status) {
    event
        .clear()
        .set(Field.EVENT_TIME, w.start() + w.events())
        .set(Field.ENDPOINT, endpoint)
        .set(Field.STATUS, status);
    w.add(event.build(0, w.credential(), 0, 0, w.events() + 1, 0));
    return w;
  }

  private Window usual(int hour) {
    Window w = window(hour);
    for (int i = 0; i < 20; i++) {
      with(w, "/v1/task-" + i % 4, i == 0 && hour % 10 == 0 ? 404 : 200);
    }
    return w;
  }

  private Window guesses(int hour, int n) {
    Window w = window(hour);
    for (int i = 0; i < n; i++) {
      with(w, "/v1/guess-" + i, i % 10 == 9 ? 200 : i % 2 == 0 ? 403 : 404);
    }
    return w;
  }

  private void learn(int hours) {
    for (int hour = 0; hour < hours; hour++) {
      Window w = usual(hour);
      near.learn(own, w, context(NOBODY), 1);
      download.learn(own, w, context(NOBODY), 1);
      names.learn(own, w, context(NOBODY), 1);
      denied.learn(own, w, context(NOBODY), 1);
      own.count(w);
    }
  }

  @Test
  void usualUseIsSilent() {
    learn(200);
    assertEquals(0, names.surprise(own, usual(201), context(NOBODY)));
    assertEquals(0, denied.surprise(own, usual(201), context(NOBODY)));
    assertTrue(denied.surprise(own, usual(210), context(NOBODY)) < 4);
  }

  @Test
  void guessesAreExtreme() {
    learn(200);
    for (int n : new int[] {8, 25, 250}) {
      Window w = guesses(201, n);
      assertTrue(names.surprise(own, w, context(NOBODY)) > 14, "names of " + n);
      assertTrue(denied.surprise(own, w, context(NOBODY)) > 14, "denied of " + n);
      assertEquals(Math.min(n, 32 + (n + 9) / 10), names.explain(own, w, context(NOBODY)).count());
    }
  }

  // With nothing learned by the peers and 200 windows without a new name the mean is .05 * 20/(n +
  // 20), n = (1 - .9985^199)/(1 - .9985) = 172.16; P(K >= 3) of a negative binomial of size 1/2 by
  // scipy.stats.nbinom.sf(2, .5, .5/(.5 + mu)). The peers' own mean is .05 * 50/249.
  @Test
  void namesAgreeWithTheReference() {
    learn(200);
    double mean = 20 * (0.05 * 50 / 249) / (172.15731 + 20);
    assertEquals(mean, NewNamesSignal.expected(own, context(NOBODY)), 1e-8);
    Window w = usual(201);
    for (String name : new String[] {"/a", "/b", "/c"}) {
      with(w, name, 200);
    }
    assertEquals(19.6804227, names.surprise(own, w, context(NOBODY)), 1e-4);
  }

  @Test
  void namesThatOthersUseCountOnce() {
    learn(200);
    Window one = with(usual(201), "/v1/other", 200);
    double v = names.surprise(own, one, context(EVERYBODY));
    assertTrue(v > 0 && v < 8, "" + v);
    assertEquals(v, names.surprise(own, with(one, "/v1/another", 200), context(EVERYBODY)));
    assertTrue(names.surprise(own, one, context(NOBODY)) > v + 2);
  }

  @Test
  void aNameAcceptedAndRefusedIsOneName() {
    learn(200);
    Window once = with(usual(201), "/v1/other", 404);
    double v = names.surprise(own, once, context(NOBODY));
    assertEquals(v, names.surprise(own, with(once, "/v1/other", 200), context(NOBODY)));
  }

  @Test
  void outagesAndRateLimitsAreNoDenials() {
    learn(200);
    Window w = usual(201);
    for (int i = 0; i < 50; i++) {
      with(w, "/v1/task-1", i % 2 == 0 ? 429 : 503);
    }
    assertEquals(0, denied.surprise(own, w, context(NOBODY)));
  }

  @Test
  void oneNightOfGuessingDoesNotBecomeNormal() {
    learn(200);
    double before = denied.surprise(own, guesses(202, 10), context(NOBODY));
    names.learn(own, guesses(201, 250), context(NOBODY), 1);
    denied.learn(own, guesses(201, 250), context(NOBODY), 1);
    assertTrue(denied.surprise(own, guesses(202, 10), context(NOBODY)) > before * 0.7);
    assertTrue(NewNamesSignal.expected(own, context(NOBODY)) < 0.05);
  }

  @Test
  void pathsWithIdsAreLearnedAsNew() {
    for (int hour = 0; hour < 100; hour++) {
      Window w = window(hour);
      for (int i = 0; i < 6; i++) {
        with(w, "/v1/files/" + hour + "-" + i, 200);
      }
      names.learn(own, w, context(NOBODY), 1);
    }
    Window next = window(101);
    for (int i = 0; i < 6; i++) {
      with(next, "/v1/files/next-" + i, 200);
    }
    assertTrue(names.surprise(own, next, context(NOBODY)) < 2);
  }

  @Test
  void longNamesThatDifferAtTheEndAreTwo() {
    String path =
        "/v1/projects/restricted-evaluation/locations/europe-west4/publishers/lab/models/";
    assertEquals(64, Scope.key(path).length());
    assertTrue(!Scope.key(path + "one").equals(Scope.key(path + "two")));
  }

  // Nobody ever came near in 199 windows: everyone's rates are .05/249 (one name; the least is .1
  // hits) and .2, .33; own n = 172.157. P(two names) = 30 (.1/249)/(n + 30) * .2.
  @Test
  void guessesOfARestrictedNameSurpriseMoreTheMoreThereAre() {
    learn(200);
    Window w = with(usual(201), "lab-preview-internal", 404);
    double one = near.surprise(own, w, context(NOBODY));
    assertEquals(-Math.log(30 * (0.1 / 249) / (172.15731 + 30)), one, 1e-4);
    double two = near.surprise(own, with(w, "lab-preveiw", 403), context(NOBODY));
    assertEquals(one - Math.log(0.2), two, 1e-4);
    with(w, "preview/lab/2", 404);
    assertEquals(two, near.surprise(own, w, context(NOBODY)));
    with(w, "lab-preview-next", 404);
    assertTrue(near.surprise(own, w, context(NOBODY)) > two + 1);
    assertEquals(4, near.explain(own, w, context(NOBODY)).count());
  }

  @Test
  void onlyGuessesComeNear() {
    learn(200);
    assertEquals(0, near.surprise(own, guesses(201, 30), context(NOBODY)));
    Window launch = with(usual(201), "lab-preview", 403);
    assertEquals(0, near.surprise(own, launch, context(NOBODY)), "the name itself");
    Window shared = with(usual(201), "lab-preview-eval", 200);
    assertEquals(0, near.surprise(own, shared, context(EVERYBODY)), "what others use");
    Context open = new Context("group", peers, NOBODY, 1, 0, Restricted.NONE);
    assertTrue(Double.isNaN(near.surprise(own, shared, open)), "no policy, nothing to infer");
  }

  @Test
  void theFirstDownloadSurprisesMoreThanOneMore() {
    learn(200);
    Window export = with(usual(201), "/v1/files/7/content", 200);
    double first = download.surprise(own, export, context(NOBODY));
    assertTrue(first > 7, "" + first);
    download.learn(own, export, context(NOBODY), 1);
    names.learn(own, export, context(NOBODY), 1);
    assertEquals(0, download.surprise(own, export, context(NOBODY)), "known by now");
    Window more = with(usual(202), "/v1/exports", 200);
    double second = download.surprise(own, more, context(NOBODY));
    assertTrue(second > 0 && second < first - 1, first + " then " + second);
    assertEquals(0, download.surprise(own, usual(203), context(NOBODY)));
  }

  @Test
  void downloadsAreToldByTheirWords() {
    for (String name :
        new String[] {"download", "DownloadWeights", "s3/GetObject", "/a/Export_7"}) {
      assertTrue(DownloadSignal.isDownload(name), name);
    }
    for (String name : new String[] {"inference", "/v1/generateContent", "/v1/contents"}) {
      assertTrue(!DownloadSignal.isDownload(name), name);
    }
  }

  private Window tried(int ids, int each) {
    Window w = new Window("anonymous:203.0.113.0/24", LogSource.GATEWAY, BEGINNING);
    for (int i = 0; i < ids * each; i++) {
      event.clear().set(Field.EVENT_TIME, w.start() + i).set(Field.STATUS, 401);
      if (each > 0) {
        event.set(Field.CREDENTIAL_ID, "guess-" + i % ids);
      }
      w.add(event.build(0, w.credential(), 0, 0, i + 1, 0));
    }
    return w;
  }

  // scipy.stats.nbinom.sf(k - 2, .5, .5): mean .5 and size .5 before anything is known.
  @Test
  void manyUnknownCredentialsFromOnePrefixSurprise() {
    assertEquals(0, attempts.surprise(own, tried(1, 500), context(NOBODY)), "one stale key");
    assertEquals(1.2279471773, attempts.surprise(own, tried(2, 1), context(NOBODY)), 1e-6);
    assertEquals(14.89805447, attempts.surprise(own, tried(20, 3), context(NOBODY)), 1e-5);
    assertTrue(attempts.surprise(own, tried(400, 2), context(NOBODY)) > 25);
    assertTrue(Double.isNaN(attempts.surprise(own, usual(0), context(NOBODY))), "known ones");
  }

  @Test
  void aPrefixThatAlwaysTriesManyIsLearned() {
    Window crowd = tried(12, 3);
    double before = attempts.surprise(own, crowd, context(NOBODY));
    for (int hour = 0; hour < 200; hour++) {
      attempts.learn(own, crowd, context(NOBODY), 1);
    }
    assertTrue(before > 9, "" + before);
    assertTrue(attempts.surprise(own, crowd, context(NOBODY)) < 2);
  }
}
