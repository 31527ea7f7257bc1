package org.gatewatch.real;

import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Peers;
import org.gatewatch.baseline.Priors;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Context;
import org.gatewatch.detect.RequestsSignal;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;

/** The product's signal of requests per hour on one series of counts, without a judge around it. */
final class VolumeAlone {
  private final RequestsSignal signal = new RequestsSignal();
  private final Context context =
      new Context(
          "alone",
          new Peers(Priors.flat()),
          (kind, value, credential) -> 0,
          1,
          0,
          org.gatewatch.detect.Restricted.NONE);
  private final Baseline own;

  VolumeAlone(long firstHour) {
    own = new Baseline(firstHour);
  }

  /**
   * Judges an hour, then learns it.
   *
   * @param start of the hour, epoch ms
   * @param count above 0: an hour without requests is no window
   * @return the raw surprise {@code -ln p}, NaN while too little is known
   */
  double surprise(long start, int count) {
    Window w = new Window("series", LogSource.GATEWAY, start);
    AccessEvent.Builder b = new AccessEvent.Builder();
    b.set(Field.EVENT_TIME, start).set(Field.STATUS, 200);
    AccessEvent e = b.build(0, "series", 0, 0, 1, 0);
    for (int i = 0; i < count; i++) {
      w.add(e);
    }
    w.close(w.end());
    double surprise = signal.surprise(own, w, context);
    signal.learn(own, w, context, 1);
    own.count(w);
    return surprise;
  }
}
