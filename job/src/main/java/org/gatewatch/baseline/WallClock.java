package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Holiday;
import org.gatewatch.stat.DayCircle;
import org.gatewatch.stat.WeekProfile;
import org.jspecify.annotations.Nullable;

/**
 * The wall clock by which a credential is used: of its declared zone, summer time included; else a
 * whole number of hours from UTC at which its day lies as its peers' days lie on their declared
 * clocks (13:00 without such peers); else UTC. Services are on UTC unless declared, and so is what
 * runs around the clock or in one or two hours only: neither has a working day to tell by.
 *
 * <p>A shift is inferred from 20 windows on and changed when it is two hours off. People differ:
 * the centre of a working day scatters by 1.5 hours among colleagues, and that much is never known.
 */
public final class WallClock {
  /** A shift is right when it is no further off, hours. */
  public static final double RIGHT = 2;

  private static final double LEAST_WINDOWS = 20;
  private static final double LEAST_LENGTH = 0.35;
  private static final double MOST_LENGTH = 0.97;
  private static final double AMONG_COLLEAGUES = 1.5;
  private static final double WINDOWS_A_DAY = 8;
  private static final int TURN = 2;
  private static final int SUNDAY = 144;
  private static final long HOUR = Window.LENGTH;

  // Declared; set again whenever the state is read.
  private @Nullable String zone;
  private @Nullable ZoneRules rules;
  private @Nullable String peerGroup;
  private List<Holiday> holidays = List.of();
  private boolean keepsUtc;

  private int shift;
  private float sure;

  private long knownStart = Long.MIN_VALUE;
  private int knownHour;

  WallClock() {}

  /** Follows what is declared of its credential, null when nothing is. */
  public void follow(@Nullable Credential declared, List<Holiday> daysOff) {
    holidays = daysOff;
    if (declared == null || declared.timeZone() == null) {
      rules = null;
      zone = null;
    } else if (!declared.timeZone().equals(zone)) {
      zone = declared.timeZone();
      rules = ZoneId.of(zone).getRules();
    }
    peerGroup = declared == null ? null : declared.peerGroup();
    keepsUtc = declared != null && declared.kind().equals("service");
    knownStart = Long.MIN_VALUE;
  }

  /** Takes over where another clock stands, declared or not, as if it had been inferred. */
  void startFrom(WallClock other, long time) {
    shift = (int) Math.rint((other.local(time) - time) / (double) HOUR);
    sure = other.rules == null ? other.sure : 1;
  }

  /** Whether the zone is declared. */
  public boolean isDeclared() {
    return rules != null;
  }

  /** Whether the shift from UTC is inferred. */
  public boolean isInferred() {
    return rules == null && sure > 0;
  }

  /** How sure an inferred shift is to be at most {@link #RIGHT} hours off, in [0, 1]. */
  public double sure() {
    return sure;
  }

  /** The clock's name: {@code Europe/Berlin}, {@code UTC-8}, {@code UTC}. */
  public String name() {
    if (zone != null) {
      return zone;
    }
    return shift == 0 ? "UTC" : String.format(Locale.ROOT, "UTC%+d", shift);
  }

  private long local(long time) {
    return time
        + (rules == null
            ? shift * HOUR
            : rules.getOffset(Instant.ofEpochMilli(time)).getTotalSeconds() * 1000L);
  }

  /** The hour of week on this clock, 0 = Monday 00:00; on a holiday the same hour of Sunday. */
  public int hourOfWeek(long time) {
    if (time != knownStart) {
      knownHour = WeekProfile.hourOfWeek(local(time));
      if (isHoliday(time)) {
        knownHour = SUNDAY + knownHour % 24;
      }
      knownStart = time;
    }
    return knownHour;
  }

  /** Whether a time lies on a holiday. */
  public boolean isHoliday(long time) {
    if (holidays.isEmpty()) {
      return false;
    }
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(local(time), 24 * HOUR));
    for (Holiday holiday : holidays) {
      if (holiday.covers(date, zone, peerGroup)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Infers the shift anew.
   *
   * @param counts activity by hour of week on this clock
   * @param windows what it sums to
   * @param peers where the working day of the peers lies on their clocks
   * @return by how many hours everything kept by hour has to be turned, mostly 0
   */
  int infer(float[] counts, double windows, DayCircle peers) {
    if (rules != null || keepsUtc || windows < LEAST_WINDOWS) {
      return 0;
    }
    DayCircle day = DayCircle.of(counts);
    int before = shift;
    if (day.length() < LEAST_LENGTH || day.length() > MOST_LENGTH) {
      shift = 0;
      sure = 0;
    } else {
      int turn = (int) Math.rint(day.hoursTo(peers));
      if (Math.abs(turn) >= TURN) {
        shift = Math.floorMod(shift + turn + 11, 24) - 11;
      }
      double days = Math.max(1, windows / WINDOWS_A_DAY);
      double sampling = day.deviation() * day.deviation() / days;
      sure =
          (float)
              DayCircle.within(RIGHT, Math.sqrt(AMONG_COLLEAGUES * AMONG_COLLEAGUES + sampling));
    }
    knownStart = Long.MIN_VALUE;
    return shift - before;
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(shift);
    out.writeFloat(sure);
  }

  static WallClock read(DataInput in) throws IOException {
    WallClock clock = new WallClock();
    clock.shift = in.readByte();
    clock.sure = in.readFloat();
    return clock;
  }
}
