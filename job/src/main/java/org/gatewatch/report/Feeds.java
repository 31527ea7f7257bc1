package org.gatewatch.report;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.cases.Feed;
import org.gatewatch.ingest.Binding;

/** What a ledger tells cases about each binding. */
public final class Feeds {
  private Feeds() {}

  /**
   * One for each binding of the ledger.
   *
   * @param bindings for the vendors' names
   */
  public static List<Feed> of(Ledger ledger, List<Binding> bindings) {
    List<Feed> out = new ArrayList<>();
    for (BindingLedger b : ledger.bindings()) {
      String vendor = null;
      for (Binding binding : bindings) {
        vendor = binding.name().equals(b.name) ? binding.vendor() : vendor;
      }
      out.add(
          new Feed(
              b.name,
              b.source,
              vendor,
              b.hasTimes() ? b.firstTime : Long.MAX_VALUE,
              b.hasTimes() ? b.lastTime : Long.MIN_VALUE,
              b.rejected.total(),
              b.late,
              b.gaps(Ledger.GAP_HOURS).stream()
                  .map(gap -> new Feed.Gap(gap.from(), gap.to()))
                  .toList()));
    }
    return out;
  }
}
