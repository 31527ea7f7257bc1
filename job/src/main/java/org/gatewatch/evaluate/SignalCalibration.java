package org.gatewatch.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.stat.PBins;

/**
 * Whether a signal's calibrated p-values are the frequencies they claim to be. All windows count,
 * those of attacks too: only a log without attacks shows calibration alone.
 *
 * @param windows tested
 * @param certain share of them with p = 1
 * @param at2 share with p &lt;= 1e-2
 * @param at3 share with p &lt;= 1e-3
 * @param at4 share with p &lt;= 1e-4
 * @param ks distance from uniform, see {@link PBins#ks}
 */
public record SignalCalibration(
    String signal,
    boolean early,
    long windows,
    double certain,
    double at2,
    double at3,
    double at4,
    double ks) {

  /** Pools the runs; signals in the order of the files, later days first. */
  static List<SignalCalibration> of(List<Run> runs) {
    List<String> names = new ArrayList<>();
    for (Run run : runs) {
      for (SignalCounts counts : run.signals()) {
        if (!names.contains(counts.signal())) {
          names.add(counts.signal());
        }
      }
    }
    List<SignalCalibration> out = new ArrayList<>();
    for (boolean early : new boolean[] {false, true}) {
      for (String name : names) {
        long[] sum = new long[PBins.COUNT];
        for (Run run : runs) {
          for (SignalCounts counts : run.signals()) {
            for (int i = 0; counts.signal().equals(name) && i < sum.length; i++) {
              sum[i] += counts.early() == early ? counts.counts().get(i) : 0;
            }
          }
        }
        long all = PBins.atMost(sum, 1);
        if (all > 0) {
          double n = all;
          out.add(
              new SignalCalibration(
                  name,
                  early,
                  all,
                  sum[0] / n,
                  PBins.atMost(sum, 1e-2) / n,
                  PBins.atMost(sum, 1e-3) / n,
                  PBins.atMost(sum, 1e-4) / n,
                  PBins.ks(sum)));
        }
      }
    }
    return out;
  }
}
