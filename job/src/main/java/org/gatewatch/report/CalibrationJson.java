package org.gatewatch.report;

import java.time.LocalDate;
import java.util.List;
import org.gatewatch.baseline.Feed;
import org.gatewatch.baseline.Matches;
import org.gatewatch.detect.Signal;
import org.gatewatch.detect.Signals;
import org.gatewatch.judge.Tally;
import org.gatewatch.stat.PBins;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code calibration.json}: which calibrated p-values there were, and the vendors' logs. */
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
    ArrayNode logs = out.putArray("vendor_logs");
    tally.logs().all().forEach((vendor, feed) -> logs.add(log(vendor, feed)));
    return Json.line(out) + "\n";
  }

  /** What is normal between the gateway's log and a vendor's, and each day's totals. */
  private static ObjectNode log(String vendor, Feed feed) {
    ObjectNode out = Json.object();
    out.put("vendor", vendor);
    if (!Double.isNaN(feed.offset())) {
      ObjectNode offset = out.putObject("clock_offset_ms");
      offset.put("mean", Math.rint(feed.offset()));
      offset.put("least", feed.offsetLeast());
      offset.put("most", feed.offsetMost());
    }
    out.put("gateway_only_share", rounded(feed.missedShare()));
    out.put("vendor_only_share", rounded(feed.strayShare()));
    out.put("relied_on", feed.isRelied());
    if (feed.handsOverLogins()) {
      out.put("session_max_hours", Matches.hours(feed.session()));
    }
    out.put("not_matched", feed.dropped());
    ArrayNode days = out.putArray("days");
    feed.days()
        .forEach(
            (day, d) -> {
              ObjectNode one = days.addObject();
              one.put("day", LocalDate.ofEpochDay(day).toString());
              one.put("both", d.both());
              one.put("gateway_only", d.gatewayOnly());
              one.put("vendor_only", d.vendorOnly());
              one.put("tokens", d.tokens());
              one.put("token_residual", d.tokenResidual());
              one.put("unequal_tokens", d.unequal());
            });
    return out;
  }

  private static double rounded(double share) {
    return Math.rint(share * 1e6) / 1e6;
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
