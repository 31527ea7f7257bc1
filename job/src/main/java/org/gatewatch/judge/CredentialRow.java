package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.TreeSet;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.event.Keys;
import org.gatewatch.event.Roster;
import org.jspecify.annotations.Nullable;

/**
 * All that judging knows of one credential. Changed in place. The baseline is 2 to 4 KB and at most
 * 8; an open day or finding adds the events it cites, for as long as it is open.
 */
public final class CredentialRow {
  private static final int VERSION = 2;

  private final String id;
  final String group;
  @Nullable Baseline baseline;

  /** Days not settled yet, oldest first; two at most but for late feeds. */
  final ArrayList<DaySlot> days = new ArrayList<>(2);

  @Nullable Episode episode;
  Cycle cycle = new Cycle();
  final ArrayList<RuleCase> rules = new ArrayList<>(0);

  /** A change on its way to being normal. */
  @Nullable Adoption adoption;

  /** Findings whose verdicts had their effect; at most as many as there are verdicts. */
  final TreeSet<String> noted = new TreeSet<>();

  /** Whether a finding ever spoke of it. */
  boolean told;

  /** Whether any use of it was ever accepted. */
  boolean accepted;

  /** The UTC day on which it last brought a value that was new to everybody, and how many. */
  private long broughtOn;

  private int brought;

  CredentialRow(String id, String group) {
    this.id = id;
    this.group = group;
  }

  public String id() {
    return id;
  }

  /** Counts a value that is new to everybody, unless there were as many on that UTC day. */
  boolean brings(long day, int most) {
    brought = day == broughtOn ? brought : 0;
    broughtOn = day;
    return brought++ < most;
  }

  /**
   * Whether it is nobody's as far as is known: a pseudo-credential, or an id that was never
   * accepted and is in no roster. Anybody can make such ids up, so they count as nobody where
   * credentials are counted, and have a budget of their own.
   */
  boolean isStranger(Roster roster) {
    return Keys.isAnonymous(id) || (!accepted && roster.find(id) == null);
  }

  /** The baseline, or null when only rules have seen the credential. */
  public @Nullable Baseline baseline() {
    return baseline;
  }

  /** The last UTC day on which anything was seen of it. */
  long lastDay() {
    long last = baseline == null ? Long.MIN_VALUE : baseline.lastDay();
    for (RuleCase c : rules) {
      last = Math.max(last, Math.floorDiv(c.last.time(), DayClose.DAY));
    }
    return last;
  }

  DaySlot slot(long day) {
    for (int i = days.size() - 1; i >= 0; i--) {
      if (days.get(i).day == day) {
        return days.get(i);
      }
    }
    DaySlot slot = new DaySlot(day);
    days.add(slot);
    return slot;
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeUTF(id);
    out.writeUTF(group);
    out.writeBoolean(baseline != null);
    if (baseline != null) {
      baseline.write(out);
    }
    out.writeByte(days.size());
    for (DaySlot slot : days) {
      slot.write(out);
    }
    cycle.write(out);
    out.writeBoolean(episode != null);
    if (episode != null) {
      episode.write(out);
    }
    out.writeBoolean(told);
    out.writeBoolean(accepted);
    out.writeLong(broughtOn);
    out.writeInt(brought);
    out.writeShort(rules.size());
    for (RuleCase c : rules) {
      c.write(out);
    }
    out.writeBoolean(adoption != null);
    if (adoption != null) {
      adoption.write(out);
    }
    out.writeInt(noted.size());
    for (String finding : noted) {
      out.writeUTF(finding);
    }
  }

  public static CredentialRow read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("credential row of an unknown version: " + version);
    }
    CredentialRow row = new CredentialRow(in.readUTF(), in.readUTF());
    row.baseline = in.readBoolean() ? Baseline.read(in) : null;
    int n = in.readByte();
    for (int i = 0; i < n; i++) {
      row.days.add(DaySlot.read(in));
    }
    row.cycle = Cycle.read(in);
    row.episode = in.readBoolean() ? Episode.read(in) : null;
    row.told = in.readBoolean();
    row.accepted = in.readBoolean();
    row.broughtOn = in.readLong();
    row.brought = in.readInt();
    n = in.readUnsignedShort();
    for (int i = 0; i < n; i++) {
      row.rules.add(RuleCase.read(in));
    }
    row.adoption = in.readBoolean() ? Adoption.read(in) : null;
    n = in.readInt();
    for (int i = 0; i < n; i++) {
      row.noted.add(in.readUTF());
    }
    return row;
  }
}
