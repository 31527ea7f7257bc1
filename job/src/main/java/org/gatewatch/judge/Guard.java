package org.gatewatch.judge;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.LongRun;
import org.gatewatch.baseline.Seen;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Context;
import org.gatewatch.detect.Family;
import org.gatewatch.detect.RequestsSignal;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.detect.Signal;
import org.gatewatch.detect.Signals;
import org.gatewatch.detect.Text;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.jspecify.annotations.Nullable;

/**
 * Guarded learning: what may become normal, by quarantine and by what people said. A verdict acts
 * by its span, so that a replay with it gives what would have been with the verdict at hand. The
 * rest of judging asks; all decisions stand here.
 */
final class Guard {
  /** Rule of the guard against slow poisoning. */
  static final String SLOW_GROWTH = "slow-growth";

  /** Growth over 91 days that is told, whatever the model says. */
  static final double MOST_GROWTH = 3;

  /** For how long after its quarantine a change may still become normal by showing again. */
  static final long ADOPTABLE = 7 * DayClose.DAY;

  private static final int LONGEST_CHAIN = 8;
  private static final List<Signal> SIGNALS = Signals.all();

  private final Dispositions said;
  private final Declarations declared;
  private final Roster roster;
  private final Store store;
  private final Consumer<Audit> audits;

  Guard(
      Dispositions said,
      Declarations declared,
      Roster roster,
      Store store,
      Consumer<Audit> audits) {
    this.said = said;
    this.declared = declared;
    this.roster = roster;
    this.store = store;
    this.audits = audits;
  }

  /** A copy of the baseline of the credential that this one replaces, or null. */
  @Nullable Baseline seeded(CredentialRow row, Window w) {
    Credential one = roster.find(row.id());
    for (int i = 0; i < LONGEST_CHAIN && one != null && one.replaces() != null; i++) {
      String id = roster.resolve(one.replaces());
      CredentialRow replaced = store.credential(id);
      if (replaced != null && replaced.baseline != null && !id.equals(row.id())) {
        audits.accept(Audit.of(w.start(), row.id(), Audit.Action.SEEDED, id));
        return replaced.baseline.copy(w.start());
      }
      one = roster.find(id);
    }
    return null;
  }

  /**
   * What the window is judged against, announced changes included: a network of an office move
   * counts as the credential's own, a launched name as everybody's, and requests up to what a
   * launch brings as the group's surge. It learns in the context without them, so that the new
   * level becomes its own.
   */
  Context announced(CredentialRow row, Baseline own, Window w, Context c) {
    if (declared.isEmpty() || Keys.isAnonymous(row.id())) {
      return c;
    }
    for (Seen seen : w.networks().values()) {
      if (declared.isAnnounced(row, w, seen)) {
        own.habits(w.source()).networks.learn(seen.value(), w.start());
      }
    }
    double volume = declared.volume(row, w.start(), w.end());
    double seen = w.events() / RequestsSignal.expected(own, w.start(), c);
    return new Context(
        c.group(),
        c.peers(),
        declared.vouching(row, w, c.vouching()),
        Math.max(c.requestSurge(), Math.min(volume, seen)),
        c.tokenSurge(),
        c.restricted());
  }

  /** By what factor an announced launch may raise the requests of a UTC day, at least 1. */
  double announcedVolume(CredentialRow row, long day) {
    return declared.isEmpty()
        ? 1
        : Math.max(1, declared.volume(row, day * DayClose.DAY, (day + 1) * DayClose.DAY));
  }

  /** Takes back what is no surprise by a rota. */
  void usual(CredentialRow row, Window w, double[] raw, int at) {
    if (declared.isEmpty() || !declared.isUsualHour(row, w)) {
      return;
    }
    for (int s = 0; s < SIGNALS.size(); s++) {
      if (SIGNALS.get(s).family() == Family.TIMING && !Double.isNaN(raw[at + s])) {
        raw[at + s] = 0;
      }
    }
  }

  /**
   * Whether a window may train.
   *
   * @param quiet whether quarantine allows it
   */
  boolean trains(CredentialRow row, Baseline own, Window w, Context c, boolean quiet) {
    Verdict attack = said.attack(row.id(), w.start(), w.end());
    if (attack != null) {
      note(row, w, attack, Audit.Action.REMOVED);
      return false;
    }
    if (w.matches() != null) {
      return quiet;
    }
    Verdict lifted = lifted(row, w);
    finish(row, w, lifted);
    if (lifted != null) {
      if (lifted.kind() == Verdict.Kind.BENIGN) {
        note(row, w, lifted, Audit.Action.LEARNED);
      } else {
        agree(row, own, w, c, lifted);
      }
      return true;
    }
    Episode e = row.episode;
    if (!quiet && e != null) {
      hold(row, e).add(own, w, c);
      return false;
    }
    Adoption a = row.adoption;
    if (a != null && w.close() >= a.from) {
      Audit told = a.last(row.id(), own, w, c);
      if (told.volume() > 1
          || told.size() > 1
          || !told.networks().isEmpty()
          || !told.agents().isEmpty()) {
        audits.accept(told);
      }
      row.adoption = w.close() < a.until ? a : null;
    }
    return quiet;
  }

  /** Takes over the level of whole days after a quarantine, but not that of an attack. */
  void adoptDays(CredentialRow row, Baseline own, Episode e, long time) {
    if (said.isAttack(row.id(), e)) {
      return;
    }
    double factor = own.days.adopt();
    if (factor >= Adoption.LEAST_FACTOR || factor <= 1 / Adoption.LEAST_FACTOR) {
      audits.accept(Audit.days(time, row.id(), e.uid, factor));
    }
  }

  /** The verdict that ends the quarantine of a window: of its own time, not of what came later. */
  private @Nullable Verdict lifted(CredentialRow row, Window w) {
    for (Verdict v : said.verdicts(row.id())) {
      if (v.kind() != Verdict.Kind.MALICIOUS && v.overlaps(w.start(), w.end())) {
        return v;
      }
    }
    return null;
  }

  private static Adoption hold(CredentialRow row, Episode e) {
    Adoption a = row.adoption;
    if (a == null || !a.cause.equals(e.uid)) {
      long end = e.raisedAt + Scoring.QUARANTINE;
      a = new Adoption(e.uid, end, end + ADOPTABLE);
      row.adoption = a;
    }
    return a;
  }

  /** The window's identities are learned as usual; its level is taken over before it is learned. */
  private void agree(CredentialRow row, Baseline own, Window w, Context c, Verdict v) {
    Adoption a = row.adoption;
    if (a == null || !a.cause.equals(v.finding()) || a.from != Long.MAX_VALUE) {
      a = new Adoption(v.finding(), Long.MAX_VALUE, Long.MAX_VALUE);
      row.adoption = a;
    }
    a.add(own, w, c);
    a.takeOver(own);
    if (w.end() > v.to()) {
      finish(row, w, null);
    }
  }

  /** Tells what was agreed once its span is over. */
  private void finish(CredentialRow row, Window w, @Nullable Verdict goesOn) {
    Adoption a = row.adoption;
    boolean agreed = a != null && a.from == Long.MAX_VALUE;
    if (a != null && agreed && (goesOn == null || !goesOn.finding().equals(a.cause))) {
      audits.accept(a.whole(w.end(), row.id()));
      row.adoption = null;
    }
  }

  /** Tells once of a verdict that it had its effect. */
  private void note(CredentialRow row, Window w, Verdict v, Audit.Action action) {
    if (row.noted.add(v.finding())) {
      audits.accept(Audit.of(w.end(), row.id(), action, v.finding()));
    }
  }

  /**
   * Counts a window for the long run, attacks left out.
   *
   * @return a hit when the last 28 days are more than three times (times what was announced) those
   *     of a quarter before, at most once a week
   */
  @Nullable RuleHit grown(CredentialRow row, Baseline own, Window w) {
    if (w.source() != LogSource.GATEWAY
        || Keys.isAnonymous(row.id())
        || said.isAttack(row.id(), w.start(), w.end())) {
      return null;
    }
    LongRun.Growth g = own.longRun.add(w.start(), w.events(), w.outputTokens());
    if (g == null
        || g.factor()
            <= MOST_GROWTH * declared.volume(row, /* start= */ g.thenEnd(), /* end= */ w.start())) {
      return null;
    }
    Cited first = w.first().get(0);
    List<Cited> tail = w.last().isEmpty() ? w.first() : w.last();
    String detail =
        String.format(
            Locale.ROOT,
            "%s %s on an active day of the last 28 days, %s times the %s of the 28 days that ended"
                + " %d days before",
            Text.whole(g.now()),
            g.what(),
            Text.number(g.factor()),
            Text.whole(g.then()),
            Math.floorDiv(w.start() - g.thenEnd(), DayClose.DAY));
    return new RuleHit(
        SLOW_GROWTH,
        row.id(),
        w.close(),
        detail,
        first,
        tail.get(tail.size() - 1),
        w.events(),
        w.succeeded());
  }
}
