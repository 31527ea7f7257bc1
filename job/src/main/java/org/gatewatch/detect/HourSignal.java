package org.gatewatch.detect;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Habits;
import org.gatewatch.baseline.Hours;
import org.gatewatch.baseline.WallClock;
import org.gatewatch.baseline.Window;
import org.gatewatch.stat.Tails;
import org.gatewatch.stat.WeekProfile;

/**
 * An hour of the week in which the credential is not used: the mass of all hours no likelier
 * ({@link WeekProfile}), on its own {@link WallClock}. Tested once three windows count, which is 72
 * h after the first at the earliest.
 */
final class HourSignal implements Signal {

  @Override
  public String id() {
    return "hour";
  }

  @Override
  public Family family() {
    return Family.TIMING;
  }

  @Override
  public double surprise(Baseline own, Window w, Context c) {
    Habits habits = own.habits(w.source());
    if (habits.hours.learned() < Hours.LEAST) {
      return Double.NaN;
    }
    return Tails.rounded(habits.hours.surprise(own.clock.hourOfWeek(w.start())));
  }

  @Override
  public Terms terms(Baseline own, Window w, Context c) {
    Hours hours = own.habits(w.source()).hours;
    int hour = own.clock.hourOfWeek(w.start());
    return Terms.of(
        Formula.HOUR_MASS,
        List.of("mass", "hour_of_week", "windows"),
        hours.mass(hour),
        hour,
        hours.learned());
  }

  @Override
  public Clue explain(Baseline own, Window w, Context c) {
    Habits habits = own.habits(w.source());
    WallClock clock = own.clock;
    int hour = clock.hourOfWeek(w.start());
    String day = DayOfWeek.of(hour / 24 + 1).getDisplayName(TextStyle.FULL, Locale.ROOT);
    String name = String.format(Locale.ROOT, "%s %02d:00 %s", day, hour % 24, clock.name());
    double near = 0;
    for (int d = -1; d <= 1; d++) {
      near += habits.hours.count(Math.floorMod(hour + d, WeekProfile.HOURS));
    }
    String text =
        "used on "
            + name
            + "; "
            + Text.number(near)
            + " of its "
            + Text.whole(habits.hours.learned())
            + " remembered active hours lie within an hour of that; "
            + (clock.isHoliday(w.start()) ? "a holiday, which counts as a Sunday; " : "")
            + zone(clock)
            + ".";
    return new Clue(
        id(),
        "unusual_hour",
        "hour_of_week",
        name,
        Text.number(near) + " of " + Text.whole(habits.hours.learned()) + " active hours",
        text,
        ends(w),
        w.events());
  }

  private static String zone(WallClock clock) {
    if (clock.isDeclared()) {
      return "its declared zone";
    }
    return clock.isInferred()
        ? "zone inferred from its days, "
            + Math.round(clock.sure() * 100)
            + " % sure to "
            + Text.number(WallClock.RIGHT)
            + " hours"
        : "no zone is declared or can be inferred";
  }

  /** The first and last event of a window. */
  static List<Cited> ends(Window w) {
    List<Cited> cited = new ArrayList<>(2);
    cited.add(w.first().get(0));
    if (w.events() > 1) {
      List<Cited> tail = w.last().isEmpty() ? w.first() : w.last();
      cited.add(tail.get(tail.size() - 1));
    }
    return cited;
  }

  @Override
  public void learn(Baseline own, Window w, Context c, double weight) {
    own.habits(w.source()).learnHour(w.start());
    int hour = own.clock.hourOfWeek(w.start());
    c.peers().learnHour(w.source(), hour);
    if (own.clock.isDeclared()) {
      c.peers().learnWorkingDay(hour % 24, weight);
    }
  }
}
