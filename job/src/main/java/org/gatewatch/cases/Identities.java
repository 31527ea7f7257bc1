package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gatewatch.baseline.Cited;
import org.gatewatch.cases.Case.Between;
import org.gatewatch.cases.Case.Seen;
import org.gatewatch.cases.Case.Used;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/** Who was behind a case: credentials, identities, and which of them met. */
final class Identities {
  private static final int MOST = 50;

  private final List<Part> parts;

  Identities(List<Part> parts) {
    this.parts = parts;
  }

  private static final class Row {
    @Nullable Cited sample;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    final long[] bySource = new long[LogSource.values().length];
    boolean isNew;

    /** Both logs hold the same requests: the fuller count stands. */
    long requests() {
      return Math.max(bySource[0], bySource[1]);
    }
  }

  Case.Who who() {
    List<Used> credentials = new ArrayList<>();
    for (Part p : parts) {
      String role = credentials.isEmpty() ? "first" : p.isAlerted() ? "further" : "touched";
      credentials.add(new Used(p.declared, role, p.first, p.last, p.requests));
    }
    List<Between> links = new ArrayList<>();
    List<Seen> networks = seen(Kind.NETWORK, links);
    List<Seen> agents = seen(Kind.AGENT, links);
    List<Seen> fingerprints = seen(Kind.FINGERPRINT, links);
    return new Case.Who(
        statement(credentials, networks, agents),
        credentials,
        networks,
        agents,
        fingerprints,
        links);
  }

  private List<Seen> seen(Kind kind, List<Between> links) {
    TreeMap<String, Row> rows = new TreeMap<>();
    for (Part part : parts) {
      TreeMap<String, Row> own = new TreeMap<>();
      for (Track track : part.tracks) {
        String value = track.value(kind);
        if (value == null) {
          continue;
        }
        boolean isNew = part.isNew(track, kind);
        take(rows.computeIfAbsent(value, v -> new Row()), track, part, isNew);
        take(own.computeIfAbsent(value, v -> new Row()), track, part, isNew);
      }
      own.forEach(
          (value, row) ->
              links.add(
                  new Between(
                      "credential:" + part.credential, kind.text() + ":" + value, row.requests())));
    }
    List<Seen> out = new ArrayList<>();
    rows.forEach((value, row) -> out.add(row(kind, value, row)));
    out.sort(
        Comparator.comparing((Seen s) -> !s.isNew())
            .thenComparing(Seen::requests, Comparator.reverseOrder())
            .thenComparing(Seen::value));
    return List.copyOf(out.subList(0, Math.min(MOST, out.size())));
  }

  private static void take(Row row, Track track, Part part, boolean isNew) {
    row.sample = row.sample == null ? track.sample : row.sample;
    for (Day day : track.days) {
      if (day.last >= part.notBefore) {
        row.first = Math.min(row.first, day.first);
        row.last = Math.max(row.last, day.last);
        row.bySource[track.source.ordinal()] += day.requests;
      }
    }
    row.isNew |= isNew;
  }

  private static Seen row(Kind kind, String value, Row row) {
    Cited place = kind == Kind.NETWORK ? row.sample : null;
    return new Seen(
        value,
        place == null ? -1 : place.asn(),
        place == null ? null : place.asOrg(),
        place == null ? null : place.country(),
        place == null ? null : place.asType(),
        row.first,
        row.last,
        row.requests(),
        row.isNew);
  }

  private String statement(List<Used> credentials, List<Seen> networks, List<Seen> agents) {
    StringBuilder out = new StringBuilder();
    boolean nobodys = parts.stream().allMatch(p -> Keys.isAnonymous(p.credential));
    out.append(
        nobodys
            ? "No known credential was named: "
            : credentials.size() == 1 ? "Credential " : "Credentials ");
    out.append(Words.list(credentials.stream().map(Identities::named).toList()));
    List<Seen> fresh = networks.stream().filter(Seen::isNew).toList();
    if (fresh.isEmpty()) {
      out.append(", from no network that was new for it");
    } else {
      TreeSet<String> countries = new TreeSet<>();
      fresh.forEach(s -> countries.add(s.country() == null ? "unknown" : s.country()));
      out.append(", used from ")
          .append(Words.count(fresh.size(), "network"))
          .append(" that had never been seen with it (")
          .append(Words.list(fresh.stream().map(Seen::value).toList()))
          .append("; countries: ")
          .append(Words.list(countries))
          .append(')');
    }
    List<String> clients = agents.stream().filter(Seen::isNew).map(Seen::value).toList();
    if (!clients.isEmpty()) {
      out.append(", with ").append(Words.list(clients));
    }
    out.append('.');
    parts.forEach(p -> out.append(Together.statement(p)));
    if (Doubt.isWeak(parts)) {
      out.append(
          " One statistical finding says so and no rule: "
              + (nobodys
                  ? "it may be a client of your own with a wrong key."
                  : "it may have been used by somebody else, or by its owner."));
    }
    return out.toString();
  }

  private static String named(Used used) {
    String owner = used.declared().owner();
    return used.declared().id() + (owner == null ? "" : " (" + owner + ")");
  }
}
