package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Peers;
import org.gatewatch.baseline.Priors;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.stat.Tails;
import org.junit.jupiter.api.Test;

class ExportTest {
  private static final long BEGINNING = 1_772_409_600_000L;
  private static final Vouching NOBODY = (kind, value, credential) -> 0;

  private final Peers peers = new Peers(Priors.flat());
  private final Baseline own = new Baseline(BEGINNING);

  private Context context(double requestSurge, double tokenSurge) {
    return new Context("group", peers, NOBODY, requestSurge, tokenSurge, Restricted.NONE);
  }

  private static Window window(int hour, int n, long tokens, String region) {
    Window w = new Window("cred", LogSource.GATEWAY, BEGINNING + hour * Window.LENGTH);
    AccessEvent.Builder b = new AccessEvent.Builder();
    for (int i = 0; i < n; i++) {
      b.clear()
          .set(Field.EVENT_TIME, w.start() + i)
          .set(Field.STATUS, 200)
          .set(Field.REGION, region)
          .set(Field.NODE, region + "-gw")
          .set(Field.BYTES_OUT, 4 * tokens)
          .set(Field.OUTPUT_TOKENS, tokens);
      w.add(b.build(0, "cred", 0, 0, i + 1, 0));
    }
    return w;
  }

  private static Window usual(int hour) {
    return window(hour, 10 + hour % 4, 300 + 20 * (hour % 7), "eu");
  }

  private void learn(int hours) {
    for (int hour = 0; hour < hours; hour++) {
      Window w = usual(hour);
      for (TotalSignal signal : TotalSignal.values()) {
        signal.learn(own, w, context(1, 0), 1);
      }
      ValueSignal.REGION.learn(own, w, context(1, 0), 1);
      ValueSignal.NODE.learn(own, w, context(1, 0), 1);
      new RequestsSignal().learn(own, w, context(1, 0), 1);
      own.count(w);
    }
  }

  @Test
  void usualTotalsAreSilent() {
    learn(300);
    for (TotalSignal signal : TotalSignal.values()) {
      assertTrue(signal.surprise(own, usual(300), context(1, 0)) < 3, signal.id());
      assertEquals(0, signal.surprise(own, window(300, 2, 90, "eu"), context(1, 0)));
    }
  }

  @Test
  void moreNeverSurprisesLess() {
    learn(300);
    for (TotalSignal signal : TotalSignal.values()) {
      double before = 0;
      for (long tokens = 100; tokens < 1_000_000; tokens *= 2) {
        double v = signal.surprise(own, window(300, 12, tokens, "eu"), context(1, 0));
        assertTrue(v >= before, signal.id() + " at " + tokens);
        before = v;
      }
      assertTrue(before > 15, signal.id() + " " + before);
    }
  }

  // From state read back: t = (ln(1 + total) - ln mu - mean)/s with 30 degrees of freedom at most.
  @Test
  void totalsAgreeWithTheFormula() {
    learn(3);
    Window w = window(3, 40, 3000, "eu");
    double mu = RequestsSignal.expected(own, w.start(), context(1, 0));
    double n = own.tokenTotal.windows();
    double mean = (n * own.tokenTotal.mean() + 2 * peers.totalMean(false).mean()) / (n + 2);
    double variance =
        (own.tokenTotal.between() + 10 * peers.totalVariance(false).mean())
            / (own.tokenTotal.betweenWeight() + 10);
    double t =
        (StrictMath.log(120_001) - StrictMath.log(mu) - mean)
            / Math.sqrt(variance * (1 + 1 / (n + 2)));
    double v = TotalSignal.TOKENS.surprise(own, w, context(1, 0));
    assertEquals(-Math.log(Tails.studentT(t, n + 3)), v, 1e-5);
  }

  @Test
  void aSurgeOfThePeersExplainsTotals() {
    learn(300);
    Window w = window(300, 40, 900, "eu");
    double alone = TotalSignal.TOKENS.surprise(own, w, context(1, 0));
    double together = TotalSignal.TOKENS.surprise(own, w, context(3, 0));
    assertTrue(alone > 6, "" + alone);
    assertTrue(together < alone - 2, alone + " then " + together);
    assertEquals(0, TotalSignal.TOKENS.surprise(own, w, context(4, 1.2)));
  }

  @Test
  void oneExportCannotTeachAnotherTotal() {
    learn(300);
    Window export = window(301, 12, 400_000, "eu");
    double before = TotalSignal.BYTES.surprise(own, export, context(1, 0));
    TotalSignal.BYTES.learn(own, export, context(1, 0), 1);
    assertTrue(TotalSignal.BYTES.surprise(own, export, context(1, 0)) > before * 0.85);
  }

  @Test
  void aPlaceNobodyInTheGroupUsesSurprisesMost() {
    learn(300);
    Window w = window(300, 5, 300, "ap");
    Vouching group = (kind, value, who) -> value.startsWith("group/") ? 1 : 0;
    Context known = new Context("group", peers, group, 1, 0, Restricted.NONE);
    for (ValueSignal signal : new ValueSignal[] {ValueSignal.REGION, ValueSignal.NODE}) {
      assertEquals(0, signal.surprise(own, usual(300), known));
      double used = signal.surprise(own, w, known);
      assertTrue(used > 4, "" + used);
      assertTrue(signal.surprise(own, w, context(1, 0)) > used + 0.5);
    }
  }
}
