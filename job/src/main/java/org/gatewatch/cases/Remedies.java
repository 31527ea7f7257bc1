package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gatewatch.cases.Case.Action;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Prefix;
import org.jspecify.annotations.Nullable;

/**
 * What to revoke and change, in order: first what stops it, then what keeps it from coming back.
 */
final class Remedies {
  private static final int MOST_NETWORKS = 10;

  private final List<Part> parts;
  private final List<Feed> feeds;
  private final List<Action> out = new ArrayList<>();

  Remedies(List<Part> parts, List<Feed> feeds) {
    this.parts = parts;
    this.feeds = feeds;
  }

  List<Action> actions() {
    if (Doubt.isWeak(parts)) {
      for (Part p : parts) {
        ask(p, "ask the owner: if this was not theirs, rotate it");
      }
      askVendors();
      return List.copyOf(out);
    }
    for (Part p : parts) {
      if (p.way == Part.Way.VOID) {
        add("revoke", p.credential, "nobody may use it, and it still works", p);
      }
    }
    for (Part p : parts) {
      if (p.way == Part.Way.IDENTITY) {
        add(
            "rotate",
            p.credential,
            "somebody else than its owner used it, "
                + Words.count(p.requests, "request")
                + "; the owner still needs one",
            p);
      }
    }
    block();
    rename();
    for (Part p : parts) {
      if (p.way != Part.Way.VOID && p.way != Part.Way.IDENTITY) {
        ask(p, "only its owner can say whether this was theirs");
      }
    }
    askVendors();
    return List.copyOf(out);
  }

  private void ask(Part p, String reason) {
    boolean nobodys = Keys.isAnonymous(p.credential);
    add("ask", p.credential, nobodys ? "find out whose machines send from there" : reason, p);
  }

  private void askVendors() {
    TreeSet<String> asked = new TreeSet<>();
    for (Part p : parts) {
      String vendor = p.declared.vendor();
      if (vendor != null && asked.add(vendor)) {
        add("ask", vendor, "who held " + p.credential + ", and for its own log of that time", p);
      }
    }
  }

  private void add(String action, String what, String reason, @Nullable Part p) {
    out.add(new Action(action, what, reason, p == null ? null : p.declared.contact()));
  }

  /**
   * New networks that no innocent credential uses; never one that a vendor's proxy stands in. Where
   * strangers come out of one network, as a carrier's or a cloud's, only the addresses cited.
   */
  private void block() {
    TreeSet<String> networks = new TreeSet<>();
    TreeSet<String> addresses = new TreeSet<>();
    for (Part p : parts) {
      for (Track t : p.tracks) {
        String network = t.network;
        boolean reaches = t.source == LogSource.GATEWAY || !feeds.isEmpty();
        if (network == null || !reaches || !p.isNew(t, Kind.NETWORK) || !isOurs(p, network)) {
          continue;
        }
        if (!Suspect.isCrowded(t) || network.contains(":")) {
          networks.add(network);
          continue;
        }
        for (Suspect s : p.suspects) {
          for (String address : s.addresses()) {
            if (network.equals(Prefix.of(address, 24, 64))) {
              addresses.add(address);
            }
          }
        }
      }
    }
    for (String network : networks.stream().limit(MOST_NETWORKS).toList()) {
      add("block", network, "nobody but this case ever used it", null);
    }
    for (String address : addresses.stream().limit(MOST_NETWORKS).toList()) {
      add("block", address, "nobody but this case ever used it, nor its network", null);
    }
  }

  /**
   * Whether nobody but the case's credentials ever used a network; false when not all are known.
   */
  private boolean isOurs(Part p, String network) {
    Holders holders = p.usage == null ? null : p.usage.holders(Kind.NETWORK, network);
    if (holders == null) {
      return false;
    }
    long known =
        holders.some().stream()
            .filter(h -> !Keys.isAnonymous(h.credential()))
            .filter(h -> parts.stream().anyMatch(o -> o.credential.equals(h.credential())))
            .count();
    return known == holders.count();
  }

  /** Names that were guessed among refusals. */
  private void rename() {
    TreeMap<String, long[]> names = new TreeMap<>();
    for (Part p : parts) {
      if (p.has("probing") || p.ruled("canary")) {
        for (var e : p.endpoints.entrySet()) {
          long[] n = e.getValue();
          if (n[0] <= Math.max(5, p.requests / 20)) {
            Part.add(names, e.getKey(), n);
          }
        }
      }
    }
    long refused = names.values().stream().filter(n -> n[3] < n[0]).count();
    if (refused < 4) {
      return;
    }
    List<String> right = Answers.guessedRight(names);
    for (String name : right.stream().limit(MOST_NETWORKS).toList()) {
      add("rename", name, "it was found by guessing, among " + refused + " names refused", null);
    }
  }
}
