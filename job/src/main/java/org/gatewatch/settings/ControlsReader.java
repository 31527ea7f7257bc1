package org.gatewatch.settings;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gatewatch.detect.DeclaredHours;
import org.gatewatch.judge.DeclaredEvent;
import org.gatewatch.judge.Suppression;
import org.jspecify.annotations.Nullable;

/** The sections {@code suppressions} and {@code policy.declared_events}. */
final class ControlsReader {
  private static final String TEXT = "a text that is not empty";
  private static final String VOLUME = "a number from 1 to 1000: times the usual requests";

  /** What each kind of event says. */
  private static final Map<DeclaredEvent.Kind, List<String>> OWN =
      Map.of(
          DeclaredEvent.Kind.LAUNCH, List.of("names", "volume"),
          DeclaredEvent.Kind.OFFICE_MOVE, List.of("networks"),
          DeclaredEvent.Kind.ROTA, List.of("hours", "time_zone"));

  private ControlsReader() {}

  /**
   * @param own ids of the user's own rules
   */
  static List<Suppression> suppressions(Section top, List<String> own) {
    List<String> analytics = new ArrayList<>(Suppression.analytics());
    analytics.addAll(own);
    List<Suppression> out = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Section s : top.sections("suppressions", Keys.SUPPRESSION)) {
      String id = s.required("id", TEXT, Values::text);
      if (id != null && !ids.add(id)) {
        s.wrong("id", id, "expected an id of its own: it is given twice");
      }
      String credential = s.text("credential");
      String group = s.text("peer_group");
      String analytic = s.text("analytic");
      if (analytic != null && !analytics.contains(analytic)) {
        s.wrong("analytic", analytic, "nothing of that name; " + Nearest.hint(analytic, analytics));
      }
      String type = s.text("type");
      String network = s.value("network", Values.NETWORK, Values::network);
      String owner = s.required("owner", TEXT, Values::text);
      String reason = s.required("reason", TEXT, Values::text);
      Long expires = s.required("expires_at", Values.INSTANT, Values::instant);
      if (!says(s, List.of("credential", "peer_group", "analytic", "type", "network"))) {
        s.wrong(
            "credential",
            null,
            "missing: expected at least one of credential, peer_group, analytic, type, network");
      } else if (id != null
          && owner != null
          && reason != null
          && expires != null
          && (credential != null
              || group != null
              || analytic != null
              || type != null
              || network != null)) {
        out.add(
            new Suppression(
                id, credential, group, analytic, type, network, owner, reason, expires));
      }
    }
    return out;
  }

  private static boolean says(Section in, List<String> keys) {
    return keys.stream().anyMatch(key -> in.get(key) != null);
  }

  static List<DeclaredEvent> events(Section policy) {
    List<DeclaredEvent> out = new ArrayList<>();
    for (Section e : policy.sections("declared_events", Keys.EVENT)) {
      DeclaredEvent.Kind kind =
          e.required("kind", "launch, office_move or rota", ControlsReader::kind);
      Long from = e.required("from", Values.INSTANT, Values::instant);
      Long to = e.value("to", Values.INSTANT, Values::instant);
      Double volume = e.value("volume", VOLUME, ControlsReader::volume);
      List<String> networks = e.values("networks", Values.NETWORK, Values::network);
      List<String> hours = e.values("hours", DeclaredHours.EXPECTED, ControlsReader::hours);
      String zone = e.value("time_zone", Values.ZONE, Values::zone);
      if (from != null && to != null && to <= from) {
        e.wrong("to", java.time.Instant.ofEpochMilli(to).toString(), "expected a time after from");
      }
      if (kind == null || from == null || !isItsOwn(e, kind)) {
        continue;
      }
      out.add(
          new DeclaredEvent(
              kind,
              from,
              to == null ? Long.MAX_VALUE : to,
              e.texts("credentials"),
              e.texts("peer_groups"),
              e.texts("names"),
              volume == null ? 1 : volume,
              networks,
              hours,
              zone == null ? "UTC" : zone));
    }
    return out;
  }

  /** Tells keys of another kind, and a kind that says nothing. */
  private static boolean isItsOwn(Section e, DeclaredEvent.Kind kind) {
    boolean right = true;
    for (Map.Entry<DeclaredEvent.Kind, List<String>> other :
        new java.util.TreeMap<>(OWN).entrySet()) {
      for (String key : other.getValue()) {
        if (other.getKey() != kind && e.get(key) != null) {
          e.wrong(key, null, "only of kind " + other.getKey().text());
          right = false;
        }
      }
    }
    List<String> own = OWN.getOrDefault(kind, List.of());
    List<String> needed = kind == DeclaredEvent.Kind.ROTA ? List.of("hours") : own;
    if (!says(e, needed)) {
      e.wrong(needed.get(0), null, "missing: expected " + String.join(" or ", needed));
      right = false;
    }
    return right;
  }

  private static DeclaredEvent.@Nullable Kind kind(String raw) {
    for (DeclaredEvent.Kind kind : DeclaredEvent.Kind.values()) {
      if (kind.text().equals(raw)) {
        return kind;
      }
    }
    return null;
  }

  private static @Nullable Double volume(String raw) {
    if (!raw.matches("[0-9]{1,4}(\\.[0-9]{1,6})?")) {
      return null;
    }
    double volume = Double.parseDouble(raw);
    return volume >= 1 && volume <= 1000 ? volume : null;
  }

  private static @Nullable String hours(String raw) {
    try {
      new DeclaredHours(List.of(raw), ZoneOffset.UTC);
      return raw;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
