package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gatewatch.event.Keys;
import org.gatewatch.judge.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Puts findings of one intrusion together.
 *
 * <p>Of one credential: alerts at most {@link #APART} apart (of two climbs, from where the sum of
 * evidence behind the later one began), and what the digest holds of the same time. Of two
 * credentials: by the identities that were new behind both within {@link #APART}. Such a value
 * weighs
 *
 * <pre>w(kind) × crowded × [innocent = 0]</pre>
 *
 * with w = 1 for a network, 0.4 for a fingerprint, 0.3 for an agent; crowded = 0.5 for a network of
 * a hosting company, VPN or mobile carrier, else 1; and innocent = the credentials whose own the
 * value is ({@link Holders.Holder}), less those it was new for in a finding and, two at most, those
 * that took it up only after the first of these did; and those that had it for a week by then. A
 * network, one agent and one fingerprint count once each; one address that both findings cite adds
 * 0.5. At 1 the findings are of one hand. So a shared NAT, a cloud's egress and a common agent,
 * which innocent credentials use, join nothing; nor do the same tool alone or one cloud alone. What
 * somebody merely tries with his own network and client makes no credential innocent, so that he
 * can't pass for a NAT by trying many.
 */
final class Joining {
  static final long APART = 7 * Day.LENGTH;
  private static final double ENOUGH = 1;
  private static final int LATECOMERS = 2;
  private static final double CROWDED = 0.5;
  private static final double ADDRESS = 0.5;

  private final List<Suspect> suspects = new ArrayList<>();
  private final int[] parent;
  private final List<Link> links = new ArrayList<>();

  /** Two findings that one value joins. */
  record Link(String kind, String value, Suspect left, Suspect right) {}

  /** Findings that belong together, and why. */
  record Group(List<Suspect> suspects, List<Link> links) {}

  private Joining(List<Finding> findings, Map<String, Usage> usages) {
    findings.stream()
        .sorted(Comparator.comparingLong(Finding::time).thenComparing(Finding::uid))
        .forEach(f -> suspects.add(new Suspect(f, usages.get(f.credential()))));
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
    TreeMap<String, TreeMap<Integer, Track>> fresh = new TreeMap<>();
    TreeMap<String, Kind> kinds = new TreeMap<>();
    for (int i = 0; i < suspects.size(); i++) {
      Suspect s = suspects.get(i);
      for (Track track : s.fresh()) {
        for (Kind kind : Kind.values()) {
          String value = track.value(kind);
          if (value != null && s.isNew(track, kind)) {
            String key = Usage.key(kind, value);
            kinds.put(key, kind);
            fresh.computeIfAbsent(key, k -> new TreeMap<>()).putIfAbsent(i, track);
          }
        }
      }
    }
    TreeMap<Long, TreeMap<Kind, Double>> weights = new TreeMap<>();
    TreeMap<Long, List<String>> reasons = new TreeMap<>();
    fresh.forEach(
        (key, held) -> {
          Kind kind = java.util.Objects.requireNonNull(kinds.get(key));
          String value = key.substring(key.indexOf(':') + 1);
          if (held.size() < 2 || innocent(kind, value, held) > 0) {
            return;
          }
          for (Map.Entry<Integer, Track> a : held.entrySet()) {
            for (Map.Entry<Integer, Track> b : held.tailMap(a.getKey(), false).entrySet()) {
              if (!mayJoin(a.getKey(), b.getKey(), a.getValue(), b.getValue())) {
                continue;
              }
              double w =
                  kind.weight
                      * (kind == Kind.NETWORK && Suspect.isCrowded(a.getValue()) ? CROWDED : 1);
              long pair = ((long) a.getKey() << 32) | b.getKey();
              weights
                  .computeIfAbsent(pair, p -> new TreeMap<>())
                  .merge(kind, w, (x, y) -> Math.max(x, y));
              reasons.computeIfAbsent(pair, p -> new ArrayList<>()).add(key);
            }
          }
        });
    weights.forEach((pair, w) -> decide((int) (pair >> 32), pair.intValue(), w, reasons.get(pair)));
  }

  private void decide(
      int a, int b, NavigableMap<Kind, Double> weights, @Nullable List<String> reasons) {
    NavigableSet<String> same = suspects.get(a).addresses();
    same.retainAll(suspects.get(b).addresses());
    double sum = weights.containsKey(Kind.NETWORK) && !same.isEmpty() ? ADDRESS : 0;
    for (double w : weights.values()) {
      sum += w;
    }
    if (sum < ENOUGH || reasons == null) {
      return;
    }
    for (String key : reasons) {
      int colon = key.indexOf(':');
      join(a, b, key.substring(0, colon), key.substring(colon + 1));
    }
  }

  private boolean mayJoin(int a, int b, Track left, Track right) {
    Finding f = suspects.get(a).finding;
    Finding g = suspects.get(b).finding;
    long apart = Math.max(left.first(), right.first()) - Math.min(left.last(), right.last());
    return !f.credential().equals(g.credential()) && (f.alert() || g.alert()) && apart <= APART;
  }

  /** Credentials that used the value without being suspected for it. */
  private int innocent(Kind kind, String value, NavigableMap<Integer, Track> held) {
    TreeSet<String> guilty = new TreeSet<>();
    long first = Long.MAX_VALUE;
    Holders holders = null;
    for (int i : held.keySet()) {
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
    int before = 0;
    int after = 0;
    for (Holders.Holder h : holders.some()) {
      if (guilty.contains(h.credential()) || Keys.isAnonymous(h.credential())) {
        continue;
      }
      if (h.first() < (h.own() ? first : first - APART)) {
        before++;
      } else if (h.own()) {
        after++;
      }
    }
    return before + Math.max(0, after - LATECOMERS);
  }

  private void join(int a, int b, String kind, String value) {
    links.add(new Link(kind, value, suspects.get(a), suspects.get(b)));
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
    List<Group> out = new ArrayList<>();
    for (List<Suspect> group : members.values()) {
      if (group.stream().anyMatch(s -> s.finding.alert())) {
        out.add(new Group(group, links.stream().filter(l -> group.contains(l.left())).toList()));
      }
    }
    return out;
  }
}
