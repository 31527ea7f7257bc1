package org.gatewatch.report;

import java.util.List;
import org.gatewatch.detect.Signal;
import org.gatewatch.detect.Signals;
import org.gatewatch.judge.Tally;
import org.gatewatch.stat.PBins;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code calibration.json}: which calibrated p-values there were. */
public final class CalibrationJson {
  private CalibrationJson() {}

  /** One line; bins that are empty are left out. */
  public static String json(Tally tally) {
    ObjectNode out = Json.object();
    out.put("schema", "calibration/1");
    out.put("early_days", Tally.EARLY_DAYS);
    ArrayNode signals = out.putArray("signals");
    List<Signal> all = Signals.all();
    for (int s = 0; s < all.size(); s++) {
      ObjectNode signal = signals.addObject();
      signal.put("signal", all.get(s).id());
      signal.put("family", all.get(s).family().id());
      signal.set("early", histogram(tally.windows(true, s)));
      signal.set("later", histogram(tally.windows(false, s)));
    }
    out.set("p_day", histogram(tally.days()));
    return Json.line(out) + "\n";
  }

  private static ObjectNode histogram(long[] counts) {
    ObjectNode out = Json.object();
    out.put("certain", counts[0]);
    ArrayNode bins = out.putArray("bins");
    for (int i = 1; i < counts.length; i++) {
      if (counts[i] > 0) {
        bins.addArray().add(PBins.upper(i)).add(counts[i]);
      }
    }
    return out;
  }
}
