package org.gatewatch.judge;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Where judging keeps what it learns: a row per credential, a row per shared value, and one small
 * object for the rest. Rows are changed in place and then {@code put}; while one moment is judged a
 * row is one object, so that a change made after it is not lost. Iterators may come in any order
 * and support {@code remove}.
 */
public interface Store {
  @Nullable CredentialRow credential(String id);

  void put(CredentialRow row);

  Iterator<CredentialRow> credentials();

  @Nullable NetworkRow network(String key);

  void put(NetworkRow row);

  Iterator<NetworkRow> networks();

  /** The one shared object, always the same; changed in place. */
  Shared shared();
}
