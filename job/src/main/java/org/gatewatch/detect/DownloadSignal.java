package org.gatewatch.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Seen;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.LogSource;
import org.gatewatch.stat.Tails;

/**
 * Downloads of a kind the credential never made: what the export of artefacts begins with. A name
 * (endpoint or operation, refused or not) is a download when one of its words says so. On a ladder
 * of Betas: 1 a new download by a credential that made others, 2 its first ever. In the family of
 * probing, because it is a name never asked for; how much leaves is told by {@link TotalSignal},
 * from where by {@link ValueSignal#REGION}.
 */
final class DownloadSignal implements Signal {
  private static final double[] STRENGTH = {30, 5};
  private static final Set<String> WORDS =
      Set.of(
          "artifact", "artifacts", "checkpoint", "checkpoints", "content", "getobject", "weights");

  @Override
  public String id() {
    return "download";
  }

  @Override
  public Family family() {
    return Family.PROBING;
  }

  /** Whether a name is one of a download or export. */
  static boolean isDownload(String name) {
    for (String word : Restricted.words(name)) {
      if (word.startsWith("download") || word.startsWith("export") || WORDS.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean untested(Baseline own, Window w) {
    return w.source() != LogSource.GATEWAY || own.scope.names.isEmpty();
  }

  private static List<Seen> downloads(Baseline own, Window w) {
    List<Seen> out = List.of();
    for (Seen seen : NewNamesSignal.fresh(own, w)) {
      if (isDownload(seen.value())) {
        if (out.isEmpty()) {
          out = new ArrayList<>();
        }
        out.add(seen);
      }
    }
    return out;
  }

  private static int level(Baseline own, List<Seen> downloads) {
    if (downloads.isEmpty()) {
      return 0;
    }
    for (String name : own.scope.names.values()) {
      if (isDownload(name)) {
        return 1;
      }
    }
    return 2;
  }

  @Override
  public double surprise(Baseline own, Window w, Context c) {
    if (untested(own, w)) {
      return Double.NaN;
    }
    int level = level(own, downloads(own, w));
    return level == 0
        ? 0
        : Tails.rounded(own.scope.downloadSteps.surprise(level, STRENGTH, c.peers().downloads()));
  }

  @Override
  public Terms terms(Baseline own, Window w, Context c) {
    return Formula.ladder(
        level(own, downloads(own, w)), own.scope.downloadSteps, STRENGTH, c.peers().downloads());
  }

  @Override
  public Clue explain(Baseline own, Window w, Context c) {
    List<Seen> downloads = downloads(own, w);
    List<String> names = new ArrayList<>();
    long requests = 0;
    for (Seen seen : downloads) {
      names.add(seen.value());
      requests += seen.count();
    }
    String text =
        "download never made before: "
            + Text.some(names, 2)
            + (level(own, downloads) == 2 ? "; it never downloaded anything; " : "; ")
            + Text.number(own.scope.downloadSteps.hits(0))
            + " of its last "
            + Text.whole(own.scope.downloadSteps.trials(0))
            + " hours brought a new one, "
            + Text.p(c.peers().downloads().mean(0))
            + " of its "
            + c.peers().members()
            + " peers' hours.";
    return new Clue(
        id(),
        "new_download",
        "download",
        Text.some(names, 4),
        "none",
        text,
        NewNamesSignal.ends(downloads),
        requests);
  }

  @Override
  public void learn(Baseline own, Window w, Context c, double weight) {
    if (!untested(own, w)) {
      int level = level(own, downloads(own, w));
      own.scope.downloadSteps.learn(level);
      c.peers().downloads().learn(level, weight);
    }
  }
}
