package org.gatewatch.cases;

import java.util.Iterator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where the usage of each credential lies. */
public interface Usages {
  /** That of a credential, to be changed in place; null when there is none. */
  @Nullable Usage usage(String credential);

  /** Keeps one. */
  void put(Usage usage);

  /** All, in an order that is the same for the same ids; to be read. */
  Iterator<Usage> usages();

  /** In memory. */
  final class InMemory implements Usages {
    private final TreeMap<String, Usage> rows = new TreeMap<>();

    @Override
    public @Nullable Usage usage(String credential) {
      return rows.get(credential);
    }

    @Override
    public void put(Usage usage) {
      rows.put(usage.credential(), usage);
    }

    @Override
    public Iterator<Usage> usages() {
      return rows.values().iterator();
    }
  }
}
