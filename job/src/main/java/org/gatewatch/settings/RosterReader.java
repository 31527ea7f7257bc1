package org.gatewatch.settings;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gatewatch.detect.DeclaredHours;
import org.gatewatch.detect.Text;
import org.gatewatch.event.Credential;
import org.jspecify.annotations.Nullable;

/**
 * The roster: CSV (RFC 4180, UTF-8) with a header, a credential a row. Only {@code credential_id}
 * must be there; lists are separated by spaces; times carry their offset.
 */
final class RosterReader {
  /** The columns, those that every inventory has first. */
  static final List<String> COLUMNS =
      List.of(
          "credential_id",
          "owner",
          "kind",
          "vendor",
          "peer_group",
          "issued_at",
          "expires_at",
          "revoked_at",
          "replaces",
          "allowed_models",
          "time_zone",
          "aliases",
          "contact",
          "grace_until",
          "networks",
          "countries",
          "hours");

  private static final List<String> KINDS = List.of("human", "service", "contractor", "unknown");
  private static final int LONGEST = 2048;

  private final Problems problems;
  private final Sources sources;
  private final Map<String, Integer> columns = new HashMap<>();
  private List<String> values = List.of();
  private int line;

  private RosterReader(Problems problems, Sources sources) {
    this.problems = problems;
    this.sources = sources;
  }

  /** All rows that are right; what is wrong is among the problems. */
  static List<Credential> read(String text, Problems problems) {
    return read(text, problems, Sources.UNTOLD);
  }

  /** As above; the sources are told of each row. */
  static List<Credential> read(String text, Problems problems, Sources sources) {
    return new RosterReader(problems, sources).rows(new Csv(text));
  }

  private List<Credential> rows(Csv csv) {
    Csv.Row header = csv.next();
    if (header == null || !header(header)) {
      if (header == null) {
        problems.add(1, "", null, "expected a header: " + String.join(",", COLUMNS));
      }
      return List.of();
    }
    List<Credential> out = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    for (Csv.Row row = csv.next(); row != null; row = csv.next()) {
      if (row.fault() != null) {
        problems.add(row.line(), "", null, row.fault());
      } else if (row.values().size() != header.values().size()) {
        problems.add(
            row.line(),
            "",
            null,
            "expected " + header.values().size() + " columns: " + row.values().size());
      } else {
        line = row.line();
        values = row.values();
        Credential credential = credential();
        if (credential.id().isEmpty()) {
          continue;
        }
        Integer first = lines.putIfAbsent(credential.id(), line);
        if (first != null) {
          wrong("credential_id", credential.id(), "already on line " + first);
        } else {
          out.add(credential);
          sources.row(credential.id(), this::cell);
        }
      }
    }
    aliases(out, lines);
    return out;
  }

  private boolean header(Csv.Row row) {
    for (int i = 0; i < row.values().size(); i++) {
      String name = row.values().get(i).strip();
      if (!COLUMNS.contains(name)) {
        problems.add(row.line(), "header", name, "unknown column; " + Nearest.hint(name, COLUMNS));
      } else if (columns.putIfAbsent(name, i) != null) {
        problems.add(row.line(), "header", name, "given twice; keep one");
      }
    }
    if (!columns.containsKey("credential_id")) {
      problems.add(row.line(), "header", null, "missing: credential_id");
      return false;
    }
    return true;
  }

  /**
   * An alias may stand for several credentials of one owner only, who logs in under it, and may not
   * be the id of another.
   */
  private void aliases(List<Credential> rows, Map<String, Integer> lines) {
    Map<String, Credential> owners = new HashMap<>();
    for (Credential row : rows) {
      line = lines.getOrDefault(row.id(), 0);
      for (String alias : row.aliases()) {
        if (lines.containsKey(alias)) {
          wrong("aliases", alias, "is the credential_id of line " + lines.get(alias));
        }
        Credential first = owners.putIfAbsent(alias, row);
        if (first != null && (row.owner() == null || !row.owner().equals(first.owner()))) {
          wrong(
              "aliases",
              alias,
              "already an alias on line "
                  + lines.getOrDefault(first.id(), 0)
                  + ", of another owner or of none");
        }
      }
    }
  }

  private Credential credential() {
    String id = cell("credential_id");
    if (id == null || id.length() > LONGEST) {
      wrong("credential_id", id, "expected an id of 1 to " + LONGEST + " characters");
    }
    Long issued = time("issued_at");
    Long expires = time("expires_at");
    Long revoked = time("revoked_at");
    String kind = cell("kind");
    if (kind != null && !KINDS.contains(kind)) {
      wrong("kind", kind, "expected one of " + String.join(", ", KINDS));
    }
    return new Credential(
        id == null ? "" : id,
        text("owner"),
        kind == null ? "unknown" : kind,
        text("vendor"),
        text("peer_group"),
        issued,
        expires,
        revoked,
        text("replaces"),
        list("allowed_models"),
        checked("time_zone", cell("time_zone"), Values.ZONE, Values::zone),
        list("aliases"),
        text("contact"),
        time("grace_until"),
        checked("networks", Values.NETWORK, Values::network),
        checked("countries", Values.COUNTRY, Values::country),
        checked("hours", DeclaredHours.EXPECTED, RosterReader::hours));
  }

  private static @Nullable String hours(String raw) {
    try {
      new DeclaredHours(List.of(raw), ZoneOffset.UTC);
      return raw;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The value of that column; null when empty or not there. */
  private @Nullable String cell(String column) {
    Integer at = columns.get(column);
    String value = at == null ? "" : values.get(at).strip();
    return value.isEmpty() ? null : value;
  }

  /** A value that state will hold. */
  private @Nullable String text(String column) {
    String value = cell(column);
    if (value != null && value.length() > LONGEST) {
      wrong(column, Text.cut(value, 40), "expected up to " + LONGEST + " characters");
      return null;
    }
    return value;
  }

  private List<String> list(String column) {
    String value = cell(column);
    return value == null ? List.of() : List.of(value.split("[ \t]+"));
  }

  private @Nullable Long time(String column) {
    return checked(column, cell(column), Values.INSTANT, Values::instant);
  }

  private List<String> checked(String column, String expected, Section.Parser<String> parser) {
    List<String> out = new ArrayList<>();
    for (String value : list(column)) {
      String parsed = checked(column, value, expected, parser);
      if (parsed != null) {
        out.add(parsed);
      }
    }
    return out;
  }

  private <T> @Nullable T checked(
      String column, @Nullable String value, String expected, Section.Parser<T> parser) {
    if (value == null) {
      return null;
    }
    T parsed = parser.parse(value);
    if (parsed == null) {
      wrong(column, value, "expected " + expected);
    }
    return parsed;
  }

  private void wrong(String column, @Nullable String value, String expected) {
    problems.add(line, column, value, expected);
  }
}
