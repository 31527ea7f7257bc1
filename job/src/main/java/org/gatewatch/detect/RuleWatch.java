package org.gatewatch.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/**
 * What the rules saw of one credential. The first hit of a rule in an hour of event time is told at
 * once, accepted and refused uses apart; further ones are gathered until the hour closes. Holds
 * nothing while nothing is wrong, and at most two entries for each rule, log source and open hour,
 * and what {@link SigmaTally} holds for each correlation.
 *
 * <p>Not safe for use by two threads.
 */
public final class RuleWatch {
  private static final int VERSION = 3;

  private final ArrayList<Slot> slots = new ArrayList<>(0);

  /** Of correlations that had something to count: at most one for each and log source. */
  private final ArrayList<SigmaTally> tallies = new ArrayList<>(0);

  /** What was told on arrival and is not released yet: at most two for each rule. */
  private final ArrayList<Ahead> ahead = new ArrayList<>(0);

  /**
   * Checks an event as it arrives, before its time: by the rules that need nothing but the event
   * and what is declared. Of a rule one accepted and one refused use is told until they are
   * released; the hits say when that is.
   *
   * @param release when the hits will be acted on, ms
   */
  public void arrived(AccessEvent e, RuleBook book, long release, Consumer<RuleHit> out) {
    Credential declared = book.declared(e);
    List<Rule> rules = book.rules();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      if (rule instanceof SigmaCount || isTold(rule.id(), e.succeeded())) {
        continue;
      }
      String detail = rule.check(e, declared);
      if (detail != null) {
        ahead.add(new Ahead(rule.id(), e.succeeded(), release));
        Cited cited = Cited.of(e);
        long accepted = e.succeeded() ? 1 : 0;
        out.accept(
            new RuleHit(
                rule.id(), e.key(), release, detail, cited, cited, 1, accepted, rule.label()));
      }
    }
  }

  private boolean isTold(String rule, boolean succeeded) {
    for (int i = 0; i < ahead.size(); i++) {
      if (ahead.get(i).succeeded == succeeded && ahead.get(i).rule.equals(rule)) {
        return true;
      }
    }
    return false;
  }

  /** What was told on arrival and is released by now has been told for good. */
  void released(long upTo) {
    ahead.removeIf(told -> told.until <= upTo);
  }

  /** Checks one event by all rules; what is told at once goes to {@code out}, in rule order. */
  public void check(AccessEvent e, RuleBook book, Consumer<RuleHit> out) {
    List<Rule> rules = book.rules();
    if (rules.isEmpty()) {
      return;
    }
    Credential declared = book.declared(e);
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      String detail = rule.check(e, declared);
      if (detail == null) {
        continue;
      }
      if (rule instanceof SigmaCount count) {
        SigmaTally.Reached reached = tally(count, e).take(e, count);
        if (reached.count() > 0) {
          hit(rule, e, count.detail(e), reached.count(), reached.succeeded(), out);
        }
      } else {
        hit(rule, e, detail, 1, e.succeeded() ? 1 : 0, out);
      }
    }
  }

  /**
   * Tells what was gathered in one hour of one log source and forgets that hour. Call it when the
   * hour is complete for that source.
   *
   * @param windowStart start of the hour of event time, epoch ms
   * @param release release time of the hits, epoch ms
   */
  public void flush(long windowStart, LogSource source, long release, Consumer<RuleHit> out) {
    for (Iterator<Slot> it = slots.iterator(); it.hasNext(); ) {
      Slot slot = it.next();
      if (slot.windowStart == windowStart && slot.source == source) {
        it.remove();
        RuleHit gathered = slot.gathered;
        if (gathered != null) {
          out.accept(gathered.at(release));
        }
      }
    }
  }

  /** Whether nothing is held: no hour is open and nothing was counted. */
  public boolean isEmpty() {
    return slots.isEmpty() && tallies.isEmpty() && ahead.isEmpty();
  }

  private SigmaTally tally(SigmaCount rule, AccessEvent e) {
    for (SigmaTally tally : tallies) {
      if (tally.source == e.logSource() && tally.rule.equals(rule.id())) {
        return tally;
      }
    }
    SigmaTally tally = new SigmaTally(rule.id(), e.logSource());
    tallies.add(tally);
    return tally;
  }

  private void hit(
      Rule from, AccessEvent e, String detail, long count, long accepted, Consumer<RuleHit> out) {
    Cited cited = Cited.of(e);
    String rule = from.id();
    boolean succeeded = accepted > 0;
    RuleHit hit =
        new RuleHit(
            rule, e.key(), e.releaseTime(), detail, cited, cited, count, accepted, from.label());
    long start = Math.floorDiv(e.eventTime(), Window.LENGTH) * Window.LENGTH;
    for (Slot slot : slots) {
      if (slot.windowStart == start
          && slot.source == e.logSource()
          && slot.succeeded == succeeded
          && slot.rule.equals(rule)) {
        slot.gathered = slot.gathered == null ? hit : together(slot.gathered, hit);
        return;
      }
    }
    slots.add(new Slot(rule, start, e.logSource(), succeeded));
    out.accept(hit);
  }

  private static RuleHit together(RuleHit a, RuleHit b) {
    return new RuleHit(
        a.rule(),
        a.credential(),
        Math.max(a.release(), b.release()),
        a.detail(),
        b.first().time() < a.first().time() ? b.first() : a.first(),
        b.last().time() >= a.last().time() ? b.last() : a.last(),
        a.count() + b.count(),
        a.succeeded() + b.succeeded(),
        a.label());
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeInt(slots.size());
    for (Slot slot : slots) {
      out.writeUTF(slot.rule);
      out.writeLong(slot.windowStart);
      out.writeBoolean(slot.source == LogSource.VENDOR);
      out.writeBoolean(slot.succeeded);
      out.writeBoolean(slot.gathered != null);
      if (slot.gathered != null) {
        slot.gathered.write(out);
      }
    }
    out.writeInt(tallies.size());
    for (SigmaTally tally : tallies) {
      tally.write(out);
    }
    out.writeInt(ahead.size());
    for (Ahead told : ahead) {
      out.writeUTF(told.rule);
      out.writeBoolean(told.succeeded);
      out.writeLong(told.until);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static RuleWatch read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("rule watch of an unknown version: " + version);
    }
    RuleWatch out = new RuleWatch();
    for (int left = in.readInt(); left > 0; left--) {
      Slot slot =
          new Slot(
              in.readUTF(),
              in.readLong(),
              in.readBoolean() ? LogSource.VENDOR : LogSource.GATEWAY,
              in.readBoolean());
      if (in.readBoolean()) {
        slot.gathered = RuleHit.read(in);
      }
      out.slots.add(slot);
    }
    for (int left = in.readInt(); left > 0; left--) {
      out.tallies.add(SigmaTally.read(in));
    }
    for (int left = in.readInt(); left > 0; left--) {
      out.ahead.add(new Ahead(in.readUTF(), in.readBoolean(), in.readLong()));
    }
    return out;
  }

  /** What was told on arrival; until then, ms, the like is not told again. */
  private record Ahead(String rule, boolean succeeded, long until) {}

  /** One rule in one hour of one log source: told once, gathering since. */
  private static final class Slot {
    private final String rule;
    private final long windowStart;
    private final LogSource source;
    private final boolean succeeded;
    private @Nullable RuleHit gathered;

    private Slot(String rule, long windowStart, LogSource source, boolean succeeded) {
      this.rule = rule;
      this.windowStart = windowStart;
      this.source = source;
      this.succeeded = succeeded;
    }
  }
}
