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
import org.gatewatch.baseline.Window;
import org.gatewatch.stat.Tails;
import org.gatewatch.stat.WeekProfile;

/**
 * An hour of the week in which the credential is not used: the mass of all hours no likelier
 * ({@link WeekProfile}). UTC; no time zone is assumed. Tested once three windows count, which is 72
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
    return Tails.rounded(habits.hours.surprise(WeekProfile.hourOfWeek(w.start())));
  }

  @Override
  public Clue explain(Baseline own, Window w, Context c) {
    Habits habits = own.habits(w.source());
    int hour = WeekProfile.hourOfWeek(w.start());
    String day = DayOfWeek.of(hour / 24 + 1).getDisplayName(TextStyle.FULL, Locale.ROOT);
    String name = String.format(Locale.ROOT, "%s %02d:00 UTC", day, hour % 24);
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
            + " remembered active hours lie within an hour of that.";
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
    c.peers().learnHour(w.source(), w.start());
  }
}
