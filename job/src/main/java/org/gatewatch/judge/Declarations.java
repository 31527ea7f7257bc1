package org.gatewatch.judge;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.baseline.Seen;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.CidrSet;
import org.gatewatch.detect.DeclaredHours;
import org.gatewatch.detect.Names;
import org.gatewatch.detect.Networks;
import org.gatewatch.detect.Vouching;

/** Announced changes, ready to be asked about single windows. */
final class Declarations {
  /** What a declared name counts as: used by as many as are told apart. */
  private static final int ALL = NetworkRow.MOST;

  private final List<Ready> events = new ArrayList<>();

  /** One event with its lists made into sets. */
  private static final class Ready {
    private final DeclaredEvent event;
    private final Names credentials;
    private final Names names;
    private final CidrSet blocks;
    private final List<Long> systems = new ArrayList<>();
    private final DeclaredHours hours;

    private Ready(DeclaredEvent e) {
      event = e;
      credentials = Names.exactly(e.credentials());
      names = Names.exactly(e.names());
      List<String> addresses = new ArrayList<>();
      for (String network : e.networks()) {
        long asn = Networks.asn(network);
        if (asn >= 0) {
          systems.add(asn);
        } else {
          addresses.add(network);
        }
      }
      blocks = new CidrSet(addresses);
      hours = new DeclaredHours(e.hours(), ZoneId.of(e.timeZone()));
    }

    private boolean concerns(CredentialRow row) {
      return (event.credentials().isEmpty() && event.peerGroups().isEmpty())
          || credentials.contains(row.id())
          || event.peerGroups().contains(row.group);
    }

    private boolean holds(CredentialRow row, long start, long end) {
      return start < event.to() && end > event.from() && concerns(row);
    }

    private boolean contains(Seen seen) {
      String ip = seen.first().sourceIp();
      return systems.contains(seen.first().asn()) || (ip != null && blocks.contains(ip));
    }
  }

  /**
   * @throws IllegalArgumentException when networks, hours or zones are not valid
   */
  Declarations(List<DeclaredEvent> declared) {
    declared.forEach(e -> events.add(new Ready(e)));
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** How many times the usual requests are expected at most between two moments; at least 1. */
  double volume(CredentialRow row, long start, long end) {
    double most = 1;
    for (Ready e : events) {
      if (e.event.volume() > most && e.holds(row, start, end)) {
        most = e.event.volume();
      }
    }
    return most;
  }

  /** Whether the credential may be used in that hour by a rota. */
  boolean isUsualHour(CredentialRow row, Window w) {
    for (Ready e : events) {
      if (!e.event.hours().isEmpty()
          && e.holds(row, w.start(), w.end())
          && e.hours.contains(w.start())) {
        return true;
      }
    }
    return false;
  }

  /** Whether the credential's people were announced in that network. */
  boolean isAnnounced(CredentialRow row, Window w, Seen network) {
    for (Ready e : events) {
      if (!e.event.networks().isEmpty()
          && e.holds(row, w.start(), w.end())
          && e.contains(network)) {
        return true;
      }
    }
    return false;
  }

  /** Those who vouch, with launched names among what everybody uses. */
  Vouching vouching(CredentialRow row, Window w, Vouching others) {
    for (Ready e : events) {
      if (!e.event.names().isEmpty() && e.holds(row, w.start(), w.end())) {
        return (kind, value, credential) ->
            kind.equals("name") && isLaunched(row, w, value)
                ? ALL
                : others.others(kind, value, credential);
      }
    }
    return others;
  }

  private boolean isLaunched(CredentialRow row, Window w, String name) {
    for (Ready e : events) {
      if (e.names.contains(name) && e.holds(row, w.start(), w.end())) {
        return true;
      }
    }
    return false;
  }
}
