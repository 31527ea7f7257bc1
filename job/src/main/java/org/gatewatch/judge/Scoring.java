package org.gatewatch.judge;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Cited;
import org.gatewatch.detect.Clue;
import org.gatewatch.detect.Family;
import org.gatewatch.stat.Blend;
import org.jspecify.annotations.Nullable;

/** From a credential's day so far to its combined score, and to the episode that tells it. */
final class Scoring {
  private static final long DAY = DayClose.DAY;

  /** For how long an alert takes in what follows. */
  static final long EPISODE = DAY;

  /** For how long suspicious windows train nothing and its families are no news. */
  static final long QUARANTINE = 3 * DAY;

  /** For how long a changed level is no news: quarantine, and then time to learn it. */
  private static final long ADOPTION = 7 * DAY;

  private final JudgeSettings settings;
  private final Shared shared;

  Scoring(JudgeSettings settings, Shared shared) {
    this.settings = settings;
    this.shared = shared;
  }

  /** {@code S = sum w_f max(0, -2 ln(p_f/0.05))}. */
  double score(DaySlot slot) {
    double sum = 0;
    for (int f = 0; f < Family.COUNT; f++) {
      if (slot.surprises[f] > 0) {
        sum += BehaviourFindings.contribution(f, family(slot, f));
      }
    }
    return sum;
  }

  /** How the score of a day is made, as of now. */
  Account account(DaySlot slot) {
    List<Share> shares = new ArrayList<>();
    double sum = 0;
    for (int f = 0; f < Family.COUNT; f++) {
      if (slot.surprises[f] > BehaviourFindings.SILENT) {
        Blend day = shared.families.blend(f, slot.stratum, slot.surprises[f]);
        Share share = new Share(Family.values()[f], day, slot.clues[f], false);
        if (share.contribution() > 0) {
          shares.add(share);
          sum += share.contribution();
        }
      }
    }
    return account(slot.stratum, shares, (float) sum);
  }

  /** The account of shares that sum to a score. */
  Account account(int stratum, List<Share> shares, double score) {
    return new Account(Stratum.name(stratum), shares, shared.scores.blend(0, stratum, score));
  }

  /** Surprises of a day by family, calibrated by day. */
  double[] families(DaySlot slot) {
    double[] out = new double[Family.COUNT];
    for (int f = 0; f < out.length; f++) {
      out[f] = family(slot, f);
    }
    return out;
  }

  /** The score that alerts now. */
  double threshold(int stratum) {
    double needed = -StrictMath.log(0.54 * shared.budget.share(settings));
    return shared.scores.level(0, stratum, needed) + 2 * shared.budget.drift();
  }

  /**
   * The score of what a credential's last alert does not speak of yet. For a day nothing new pages;
   * for three days only other families do, for seven where the family is a level that has to be
   * learned first. Then the same value is not news twice for as long as it may still become normal
   * by showing again, and not when it was an attack's: who comes back later is told again.
   *
   * @param attack whether the last alert was confirmed as an attack
   */
  double scoreBeyond(Episode last, DaySlot slot, long now, boolean attack) {
    if (now < last.raisedAt + EPISODE) {
      return 0;
    }
    boolean again = !attack && now < last.raisedAt + QUARANTINE + Guard.ADOPTABLE;
    double sum = 0;
    for (int f = 0; f < Family.COUNT; f++) {
      Clue told = last.clues[f];
      Clue clue = slot.clues[f];
      boolean value = f == Family.IDENTITY.ordinal() || f == Family.AGENT.ordinal();
      boolean known =
          told != null
              && (now < last.raisedAt + (value ? QUARANTINE : ADOPTION)
                  || (again && clue != null && clue.observed().equals(told.observed())));
      if (!known && slot.surprises[f] > 0) {
        sum += BehaviourFindings.contribution(f, family(slot, f));
      }
    }
    return sum;
  }

  /** A family's surprise, calibrated by credential-day. */
  double family(DaySlot slot, int f) {
    return shared.families.surprise(f, slot.stratum, slot.surprises[f]);
  }

  /** The episode of a day, or null when nothing of it was put into words. */
  @Nullable Episode episode(
      CredentialRow row, Baseline own, DaySlot slot, long raisedAt, double threshold) {
    Episode e = new Episode("", raisedAt, slot.scoredAt);
    fill(e, slot);
    Cited opening = BehaviourFindings.opening(e);
    if (opening == null) {
      return null;
    }
    Episode named =
        new Episode(
            Uid.of(Finding.Lane.BEHAVIOUR, row.id(), "behaviour", opening),
            raisedAt,
            slot.scoredAt);
    named.opening = opening;
    fill(named, slot);
    tell(named, slot);
    named.surprise = (float) shared.scores.surprise(0, slot.stratum, slot.score);
    named.threshold = (float) threshold;
    named.modified = slot.scoredAt;
    named.revision = 1;
    named.ownWindows = own.windows();
    return named;
  }

  /** Gives an episode the score of a day, and how it was made. */
  void tell(Episode e, DaySlot slot) {
    e.score = slot.score;
    e.account =
        slot.account == null ? null : account(slot.stratum, slot.account.shares(), slot.score);
  }

  /**
   * Takes the day's stronger families into an episode.
   *
   * @return whether there were any
   */
  boolean fill(Episode e, DaySlot slot) {
    boolean changed = false;
    for (int f = 0; f < Family.COUNT; f++) {
      Clue clue = slot.clues[f];
      float v = (float) family(slot, f);
      if (clue != null && v > BehaviourFindings.SILENT && v > e.surprises[f]) {
        e.surprises[f] = v;
        e.clues[f] = clue;
        changed = true;
      }
    }
    return changed;
  }
}
