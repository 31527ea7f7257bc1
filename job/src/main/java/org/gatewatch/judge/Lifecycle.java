package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Clue;
import org.gatewatch.detect.Context;
import org.gatewatch.detect.Family;
import org.gatewatch.detect.Text;
import org.gatewatch.event.Credential;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.gatewatch.stat.Blend;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an open finding of the behaviour lane: what a pane said is checked when its hour
 * is over, and lowered or withdrawn when it does not hold; a finding without new evidence is closed
 * when its quarantine ends. Every change says why.
 */
final class Lifecycle {
  /** Below this a credential-day is not even listed. */
  static final double LISTED = 3.912023005428146; // -ln 0.02

  /** A family that falls by less than this factor of p is no news: ln 2. */
  private static final double SAME = 0.6931471805599453;

  private final Shared shared;
  private final Scoring scoring;
  private final Roster roster;
  private final Dispositions said;

  Lifecycle(Shared shared, Scoring scoring, Roster roster, Dispositions said) {
    this.shared = shared;
    this.scoring = scoring;
    this.roster = roster;
    this.said = said;
  }

  /** What of an episode stands on an hour that is not over, and what stood there before. */
  static final class Ahead {
    private final long[] windows = new long[Family.COUNT];
    private final float[] before = new float[Family.COUNT];
    private final @Nullable Clue[] clues = new Clue[Family.COUNT];

    private static long key(Window w) {
      return 2 * w.start() + (w.source() == LogSource.VENDOR ? 1 : 0) + 2;
    }

    void write(DataOutput out) throws IOException {
      for (long window : windows) {
        out.writeLong(window);
      }
      Evidence.write(before, clues, out);
    }

    void readFrom(DataInput in) throws IOException {
      for (int f = 0; f < windows.length; f++) {
        windows[f] = in.readLong();
      }
      Evidence.read(in, before, clues);
    }
  }

  /** An episode as it was before new evidence. */
  static final class Mark {
    private final float[] surprises;
    private final @Nullable Clue[] clues;
    private final Severity severity;

    Mark(Episode e) {
      surprises = e.surprises.clone();
      clues = e.clues.clone();
      severity = BehaviourFindings.severity(e.surprise, e.surprises);
    }
  }

  /**
   * An episode was opened.
   *
   * @param w the window or pane that did it, null for a settled day
   */
  void opened(Episode e, CredentialRow row, @Nullable Window w) {
    if (w != null && w.early()) {
      for (int f = 0; f < Family.COUNT; f++) {
        e.ahead.windows[f] = e.surprises[f] > 0 ? Ahead.key(w) : 0;
      }
    }
    tell(e, row, true, Change.OPENED);
  }

  /** An episode took in more. */
  void grown(Episode e, Mark mark, CredentialRow row, @Nullable Window w) {
    List<String> fresh = new ArrayList<>();
    List<String> stronger = new ArrayList<>();
    for (int f = 0; f < Family.COUNT; f++) {
      if (e.surprises[f] <= mark.surprises[f]) {
        continue;
      }
      (mark.surprises[f] > 0 ? stronger : fresh).add(Family.values()[f].id());
      if (w == null || !w.early()) {
        e.ahead.windows[f] = 0;
      } else if (e.ahead.windows[f] != Ahead.key(w)) {
        e.ahead.windows[f] = Ahead.key(w);
        e.ahead.before[f] = mark.surprises[f];
        e.ahead.clues[f] = mark.clues[f];
      }
    }
    String why =
        (fresh.isEmpty() ? "" : "now also " + String.join(", ", fresh))
            + (fresh.isEmpty() || stronger.isEmpty() ? "" : "; ")
            + (stronger.isEmpty() ? "" : "stronger " + String.join(", ", stronger));
    Severity now = BehaviourFindings.severity(e.surprise, e.surprises);
    tell(e, row, true, Change.of(mark.severity, now, why));
  }

  /** An hour is over: what its panes said of it holds, or not. */
  void over(CredentialRow row, DaySlot slot, Window w, Context c, boolean suspicious) {
    Episode e = row.episode;
    if (e == null || e.closed) {
      return;
    }
    if (suspicious) {
      e.evidenceAt = Math.max(e.evidenceAt, w.close());
    }
    Mark mark = new Mark(e);
    List<String> fallen = new ArrayList<>();
    for (int f = 0; f < Family.COUNT; f++) {
      if (e.ahead.windows[f] == Ahead.key(w)) {
        e.ahead.windows[f] = 0;
        fall(e, slot, f);
        if (e.surprises[f] < mark.surprises[f] - SAME) {
          fallen.add(
              Family.values()[f].id()
                  + " p="
                  + Text.p(StrictMath.exp(-e.surprises[f]))
                  + " instead of "
                  + Text.p(StrictMath.exp(-mark.surprises[f])));
        }
      }
    }
    if (fallen.isEmpty()) {
      return;
    }
    double score = 0;
    for (int f = 0; f < Family.COUNT; f++) {
      score += e.surprises[f] > 0 ? BehaviourFindings.contribution(f, e.surprises[f]) : 0;
    }
    if (score < e.score) {
      e.score = (float) score;
      e.account = scoring.account(slot.stratum, shares(e, slot), e.score);
    }
    e.surprise = (float) Math.min(e.surprise, shared.scores.surprise(0, slot.stratum, score));
    e.revision++;
    e.modified = Math.max(e.modified, w.time());
    String why =
        "at the end of the hour "
            + String.join(", ", fallen)
            + "; peer surge "
            + Text.number(c.requestSurge())
            + "x";
    if (e.surprise < LISTED) {
      row.episode = null;
      tell(e, row, false, new Change(Change.Kind.WITHDRAWN, "withdrawn: " + why));
    } else {
      Severity now = BehaviourFindings.severity(e.surprise, e.surprises);
      tell(e, row, true, Change.of(mark.severity, now, why));
    }
  }

  /** Where what is left of an episode comes from: the day as it is, else what was told before. */
  private List<Share> shares(Episode e, DaySlot slot) {
    List<Share> known = new ArrayList<>(scoring.account(slot).shares());
    if (e.account != null) {
      known.addAll(e.account.shares());
    }
    List<Share> out = new ArrayList<>();
    for (int f = 0; f < Family.COUNT; f++) {
      if (e.surprises[f] <= BehaviourFindings.SILENT) {
        continue;
      }
      Share found = null;
      for (Share share : known) {
        if (found == null
            && share.family().ordinal() == f
            && (float) share.day().surprise() == e.surprises[f]) {
          found = share;
        }
      }
      float v = e.surprises[f];
      out.add(
          found != null
              ? found
              : new Share(Family.values()[f], new Blend(v, 0, 0, 0, 0, v, v), e.clues[f], true));
    }
    return out;
  }

  /** Puts the whole hour's value in the place of its pane's, when it is smaller. */
  private void fall(Episode e, DaySlot slot, int f) {
    float whole = slot.clues[f] == null ? 0 : (float) scoring.family(slot, f);
    boolean older = e.ahead.before[f] > whole;
    float v = older ? e.ahead.before[f] : whole;
    if (v < e.surprises[f]) {
      e.surprises[f] = v;
      Clue clue = older ? e.ahead.clues[f] : slot.clues[f];
      e.clues[f] = v > 0 && clue != null ? clue : e.clues[f];
    }
    e.ahead.before[f] = 0;
    e.ahead.clues[f] = null;
  }

  /**
   * Closes an episode that got no new evidence for as long as its quarantine.
   *
   * @param now release time, ms; never past the end of the log
   */
  void quiet(CredentialRow row, long now) {
    Episode e = row.episode;
    if (e == null || e.closed) {
      return;
    }
    long since = Math.max(e.raisedAt, e.evidenceAt);
    if (now < since + Scoring.QUARANTINE) {
      return;
    }
    e.closed = true;
    e.revision++;
    e.modified = Math.max(e.modified, since + Scoring.QUARANTINE);
    tell(
        e,
        row,
        true,
        new Change(
            Change.Kind.CLOSED,
            "closed: no new evidence for " + Scoring.QUARANTINE / Window.LENGTH + " hours"));
  }

  /** Closes an episode that another one of its credential takes the place of. */
  void followed(Episode e, CredentialRow row, Episode by) {
    if (!e.closed) {
      e.closed = true;
      e.revision++;
      e.modified = Math.max(e.modified, by.time);
      tell(e, row, true, new Change(Change.Kind.CLOSED, "closed: followed by " + by.uid));
    }
  }

  private void tell(Episode e, CredentialRow row, boolean alert, Change change) {
    said.tell(finding(e, row, alert, change));
  }

  /** The finding that an episode makes. */
  Finding finding(Episode e, CredentialRow row, boolean alert, Change change) {
    Credential declared = roster.find(row.id());
    row.told = true;
    Dossier.add(
        e.history,
        new Dossier.Note(e.revision, e.modified, change, e.score, StrictMath.exp(-e.surprise)));
    return BehaviourFindings.finding(
        e, row, declared == null ? Credential.undeclared(row.id()) : declared, alert, change);
  }
}
