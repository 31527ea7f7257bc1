package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store on the heap, saved and restored as a whole. */
public final class MemoryStore implements Store {
  private final HashMap<String, CredentialRow> credentials = new HashMap<>();
  private final HashMap<String, NetworkRow> networks = new HashMap<>();
  private final Shared shared;

  public MemoryStore() {
    this(new Shared());
  }

  /**
   * @param shared what judging knows of everyone so far
   */
  public MemoryStore(Shared shared) {
    this.shared = shared;
  }

  @Override
  public @Nullable CredentialRow credential(String id) {
    return credentials.get(id);
  }

  @Override
  public void put(CredentialRow row) {
    credentials.put(row.id(), row);
  }

  @Override
  public Iterator<CredentialRow> credentials() {
    return credentials.values().iterator();
  }

  @Override
  public @Nullable NetworkRow network(String key) {
    return networks.get(key);
  }

  @Override
  public void put(NetworkRow row) {
    networks.put(row.key(), row);
  }

  @Override
  public Iterator<NetworkRow> networks() {
    return networks.values().iterator();
  }

  @Override
  public Shared shared() {
    return shared;
  }

  /** Writes everything, rows by key. */
  public void write(DataOutput out) throws IOException {
    shared.write(out);
    out.writeInt(credentials.size());
    for (CredentialRow row : new TreeMap<>(credentials).values()) {
      row.write(out);
    }
    out.writeInt(networks.size());
    for (NetworkRow row : new TreeMap<>(networks).values()) {
      row.write(out);
    }
  }

  public static MemoryStore read(DataInput in) throws IOException {
    MemoryStore store = new MemoryStore(Shared.read(in));
    int rows = in.readInt();
    for (int i = 0; i < rows; i++) {
      store.put(CredentialRow.read(in));
    }
    rows = in.readInt();
    for (int i = 0; i < rows; i++) {
      store.put(NetworkRow.read(in));
    }
    return store;
  }
}
