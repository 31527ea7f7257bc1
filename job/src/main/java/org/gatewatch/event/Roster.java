package org.gatewatch.event;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All declared credentials. {@code complete} says that no other credential exists: only then is an
 * undeclared one a finding of its own. With the days off of those who hold them.
 */
public final class Roster implements Serializable {
  private static final long serialVersionUID = 1;

  /** Nothing declared. */
  public static final Roster EMPTY = new Roster(List.of(), false);

  private final LinkedHashMap<String, Credential> byId = new LinkedHashMap<>();
  private final LinkedHashMap<String, List<String>> byAlias = new LinkedHashMap<>();
  private final boolean complete;
  private final List<Holiday> holidays;

  public Roster(Collection<Credential> rows, boolean complete) {
    this(rows, complete, List.of());
  }

  /**
   * @param holidays days off of those who hold the credentials
   */
  public Roster(Collection<Credential> rows, boolean complete, List<Holiday> holidays) {
    for (Credential row : rows) {
      byId.put(row.id(), row);
      for (String alias : row.aliases()) {
        byAlias.computeIfAbsent(alias, a -> new ArrayList<>(1)).add(row.id());
      }
    }
    this.complete = complete;
    this.holidays = List.copyOf(holidays);
  }

  /** The declaration of that credential id, or null. */
  public @Nullable Credential find(@Nullable String id) {
    return id == null ? null : byId.get(id);
  }

  /** The first credential id that an alias stands for, or the id itself. */
  public String resolve(String idOrAlias) {
    return byId.containsKey(idOrAlias) ? idOrAlias : sharing(idOrAlias).get(0);
  }

  /** The first credential id that an alias stands for, or null. */
  public @Nullable String aliased(String alias) {
    List<String> ids = byAlias.get(alias);
    return ids == null ? null : ids.get(0);
  }

  /**
   * The credentials that an alias stands for, in the order of the file: several when it is the name
   * under which their one owner logs in; the name itself when it is no alias.
   */
  public List<String> sharing(String alias) {
    return List.copyOf(byAlias.getOrDefault(alias, List.of(alias)));
  }

  public boolean complete() {
    return complete;
  }

  public List<Holiday> holidays() {
    return holidays;
  }

  public int size() {
    return byId.size();
  }

  /** All rows by id, in the order of the file. */
  public Map<String, Credential> all() {
    return java.util.Collections.unmodifiableMap(byId);
  }

  /** Shipped as bytes, and one object again where it arrives. */
  private Object writeReplace() throws java.io.ObjectStreamException {
    return RosterForm.of(this);
  }
}
