package org.gatewatch.judge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.CredentialProfile;
import org.gatewatch.detect.Profiled;
import org.gatewatch.detect.RuleBook;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Roster;
import org.gatewatch.event.Timeline;

/** PROFILE and JUDGE with what arrives, and what they tell. */
final class ArrivalRun implements CredentialProfile.Out {
  final List<Finding> settled = new ArrayList<>();
  final List<Finding> told = new ArrayList<>();

  /** By uid, as a topic keeps it. */
  final Map<String, Finding> last = new TreeMap<>();

  final MemoryStore store = new MemoryStore();
  private final Map<String, CredentialProfile> profiles = new TreeMap<>();
  private final RuleBook book;
  private final long[] lateness;
  private final List<Profiled> waiting = new ArrayList<>();
  private final boolean early;
  private final Judge judge;
  private final ArrivalLane lane;
  long drained = Long.MIN_VALUE;
  private long end;

  /**
   * @param lateness by log source, ms
   * @param early whether what arrives is told
   */
  ArrivalRun(Roster roster, RuleBook book, long[] lateness, boolean early, Controls controls) {
    this.book = book;
    this.lateness = lateness.clone();
    this.early = early;
    judge =
        new Judge(
            JudgeSettings.defaults(),
            roster,
            controls,
            store,
            f -> {
              settled.add(f);
              last.put(f.uid(), f);
            },
            audit -> {},
            Journal.NONE);
    lane =
        judge.arrivals(
            f -> {
              told.add(f);
              last.put(f.uid(), f);
            });
  }

  void take(AccessEvent event) {
    assertTrue(event.releaseTime() > drained);
    CredentialProfile profile = profiles.computeIfAbsent(event.key(), k -> new CredentialProfile());
    if (profile.add(event, Timeline.of(book), lateness) && early) {
      profile.arrived(event, book, lane::arrived);
    }
  }

  void drain(long upTo) {
    drained = upTo;
    profiles.values().forEach(p -> p.drain(upTo, Timeline.of(book), lateness, this));
    List<Profiled> due = new ArrayList<>(waiting.stream().filter(p -> p.time() <= upTo).toList());
    waiting.removeAll(due);
    due.sort(Profiled.ORDER);
    for (int from = 0, to; from < due.size(); from = to) {
      for (to = from; to < due.size() && due.get(to).time() == due.get(from).time(); ) {
        end = due.get(to++).time();
      }
      Turns.take(judge, due.subList(from, to));
    }
    lane.released(upTo);
  }

  void finish() {
    drain(Long.MAX_VALUE);
    judge.end(end);
  }

  @Override
  public void window(Window window) {
    waiting.add(Profiled.of(window));
  }

  @Override
  public void pane(Window pane) {
    waiting.add(Profiled.of(pane));
  }

  @Override
  public void hit(RuleHit hit) {
    waiting.add(Profiled.of(hit));
  }

  @Override
  public void duplicate(AccessEvent event) {}

  @Override
  public void idReuse(AccessEvent event) {}
}
