package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gatewatch.event.Keys;
import org.gatewatch.judge.Finding;

/**
 * Puts findings of one intrusion together.
 *
 * <p>Of one credential: alerts at most {@link #APART} apart (of two climbs, from where the sum of
 * evidence behind the later one began), and what the digest holds of the same time. Of two
 * credentials: when what was new behind both within {@link #APART} is alike enough, see {@link
 * Likeness}.
 *
 * <p>Whose a value is: innocent are the credentials that had it since the log began, or for a week
 * before the first for which it was new in a finding; and, less two, the others whose own it is
 * ({@link Holders.Holder}): a victim whose owner has the intruder's tool goes unnoticed, be it the
 * first. What somebody merely tries with his own network and client makes no credential innocent,
 * so that he can't pass for a NAT by trying many.
 */
final class Joining {
  static final long APART = 7 * Day.LENGTH;

  /** So many of one intrusion's victims, at most, no finding tells of. */
  private static final int UNNOTICED = 2;

  /** Of findings that share a value, each is compared with so many that follow it. */
  private static final int NEIGHBOURS = 64;

  private final List<Suspect> suspects = new ArrayList<>();
  private final int[] parent;

  /** When the log began, as far as these credentials tell, epoch ms. */
  private final long begin;

  private final List<Link> links = new ArrayList<>();

  /**
   * Two findings that one value joins.
   *
   * @param at number of the left one
   */
  record Link(String kind, String value, int at, Suspect left, Suspect right) {}

  /** Findings that belong together, and why. */
  record Group(List<Suspect> suspects, List<Link> links) {}

  private Joining(List<Finding> findings, Map<String, Usage> usages) {
    findings.stream()
        .sorted(Comparator.comparingLong(Finding::time).thenComparing(Finding::uid))
        .forEach(f -> suspects.add(new Suspect(f, usages.get(f.credential()))));
    begin = usages.values().stream().mapToLong(Usage::first).min().orElse(0);
    parent = new int[suspects.size()];
    for (int i = 0; i < parent.length; i++) {
      parent[i] = i;
    }
  }

  /**
   * Groups that hold at least one alert, by their first finding.
   *
   * @param findings last revisions of findings that stand
   */
  static List<Group> of(List<Finding> findings, Map<String, Usage> usages) {
    Joining joining = new Joining(findings, usages);
    joining.byCredential();
    joining.byIdentity();
    return joining.groups();
  }

  private void byCredential() {
    TreeMap<String, List<Integer>> own = new TreeMap<>();
    for (int i = 0; i < suspects.size(); i++) {
      own.computeIfAbsent(suspects.get(i).finding.credential(), c -> new ArrayList<>()).add(i);
    }
    own.forEach(
        (credential, list) -> {
          for (int a : list) {
            for (int b : list) {
              if (a < b && isNear(suspects.get(a).finding, suspects.get(b).finding)) {
                join(a, b, "credential", credential);
              }
            }
          }
        });
  }

  /** Alerts of one week, or an alert and what lies within its own time. */
  private static boolean isNear(Finding a, Finding b) {
    Suspect left = new Suspect(a, null);
    Suspect right = new Suspect(b, null);
    boolean climb = Climb.isClimb(left) && Climb.isClimb(right);
    long begins =
        climb
            ? Math.max(left.evidenceBegin(), right.evidenceBegin())
            : Math.max(a.firstSeen(), b.firstSeen());
    long apart = begins - Math.min(a.lastSeen(), b.lastSeen());
    long most = a.alert() && b.alert() ? APART : 0;
    return (a.alert() || b.alert()) && apart <= most;
  }

  private void byIdentity() {
    TreeMap<Kind, NavigableMap<String, NavigableMap<Integer, List<Track>>>> fresh = new TreeMap<>();
    TreeSet<String> owned = new TreeSet<>();
    List<List<Track>> tracks = suspects.stream().map(Suspect::fresh).toList();
    for (Kind kind : Kind.values()) {
      NavigableMap<String, NavigableMap<Integer, List<Track>>> values = fresh(kind, tracks);
      fresh.put(kind, values);
      values.forEach(
          (value, held) -> {
            if (innocent(kind, value, held.keySet()) > 0) {
              owned.add(Usage.key(kind, value));
            }
          });
    }
    Likeness likeness = new Likeness((kind, value) -> !owned.contains(Usage.key(kind, value)));
    TreeMap<Long, Likeness.Compared> most = new TreeMap<>();
    fresh.forEach(
        (kind, values) ->
            values.forEach(
                (value, held) -> {
                  if (likeness.mayTell(kind, value)) {
                    compare(held, likeness, most);
                  }
                }));
    most.forEach(
        (pair, compared) -> {
          for (String key : compared.same()) {
            int colon = key.indexOf(':');
            String kind = key.substring(0, colon);
            join((int) (pair >> 32), pair.intValue(), kind, key.substring(colon + 1));
          }
        });
  }

  /** By value, the findings behind which it was new, and the tracks that show it. */
  private NavigableMap<String, NavigableMap<Integer, List<Track>>> fresh(
      Kind kind, List<List<Track>> tracks) {
    NavigableMap<String, NavigableMap<Integer, List<Track>>> out = new TreeMap<>();
    for (int i = 0; i < suspects.size(); i++) {
      Suspect s = suspects.get(i);
      for (Track track : tracks.get(i)) {
        String value = track.value(kind);
        if (value != null && s.isNew(track, kind)) {
          out.computeIfAbsent(value, v -> new TreeMap<>())
              .computeIfAbsent(i, k -> new ArrayList<>())
              .add(track);
        }
      }
    }
    return out;
  }

  /** Keeps of every pair that is alike enough what speaks most for it. */
  private void compare(
      NavigableMap<Integer, List<Track>> held,
      Likeness likeness,
      Map<Long, Likeness.Compared> most) {
    List<Map.Entry<Integer, List<Track>>> list = List.copyOf(held.entrySet());
    for (int i = 0; i < list.size(); i++) {
      for (int k = i + 1; k < Math.min(list.size(), i + 1 + NEIGHBOURS); k++) {
        int a = list.get(i).getKey();
        int b = list.get(k).getKey();
        if (!mayJoin(a, b)) {
          continue;
        }
        for (Track left : list.get(i).getValue()) {
          for (Track right : list.get(k).getValue()) {
            Likeness.Compared found =
                likeness.compare(suspects.get(a), left, suspects.get(b), right);
            if (found != null && found.sum() >= Likeness.ENOUGH) {
              most.merge(((long) a << 32) | b, found, (x, y) -> y.sum() > x.sum() ? y : x);
            }
          }
        }
      }
    }
  }

  private boolean mayJoin(int a, int b) {
    Finding f = suspects.get(a).finding;
    Finding g = suspects.get(b).finding;
    return !f.credential().equals(g.credential()) && (f.alert() || g.alert());
  }

  /** Credentials that used the value without being suspected for it. */
  private int innocent(Kind kind, String value, Set<Integer> held) {
    TreeSet<String> guilty = new TreeSet<>();
    long first = Long.MAX_VALUE;
    Holders holders = null;
    for (int i : held) {
      Suspect s = suspects.get(i);
      guilty.add(s.finding.credential());
      Usage usage = s.usage;
      if (usage != null) {
        first = Math.min(first, usage.firstUse(kind, value));
        holders = usage.holders(kind, value);
      }
    }
    if (holders == null || holders.own() > Holders.MOST) {
      return Integer.MAX_VALUE;
    }
    long settled = Math.max(first - APART, begin + Day.LENGTH);
    int before = 0;
    int lately = 0;
    for (Holders.Holder h : holders.some()) {
      if (guilty.contains(h.credential()) || Keys.isAnonymous(h.credential())) {
        continue;
      }
      if (h.first() < settled) {
        before++;
      } else if (h.own()) {
        lately++;
      }
    }
    return before + Math.max(0, lately - UNNOTICED);
  }

  private void join(int a, int b, String kind, String value) {
    links.add(new Link(kind, value, a, suspects.get(a), suspects.get(b)));
    int x = root(a);
    int y = root(b);
    parent[Math.max(x, y)] = Math.min(x, y);
  }

  private int root(int i) {
    int at = i;
    while (parent[at] != at) {
      at = parent[at];
    }
    return at;
  }

  private List<Group> groups() {
    TreeMap<Integer, List<Suspect>> members = new TreeMap<>();
    for (int i = 0; i < parent.length; i++) {
      members.computeIfAbsent(root(i), r -> new ArrayList<>()).add(suspects.get(i));
    }
    TreeMap<Integer, List<Link>> why = new TreeMap<>();
    links.forEach(l -> why.computeIfAbsent(root(l.at()), r -> new ArrayList<>()).add(l));
    List<Group> out = new ArrayList<>();
    members.forEach(
        (root, group) -> {
          if (group.stream().anyMatch(s -> s.finding.alert())) {
            out.add(new Group(group, why.getOrDefault(root, List.of())));
          }
        });
    return out;
  }
}
