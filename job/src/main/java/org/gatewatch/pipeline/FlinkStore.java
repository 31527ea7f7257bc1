package org.gatewatch.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.cases.Usage;
import org.gatewatch.cases.Usages;
import org.gatewatch.event.Roster;
import org.gatewatch.judge.CredentialRow;
import org.gatewatch.judge.NetworkRow;
import org.gatewatch.judge.Shared;
import org.gatewatch.judge.Store;
import org.jspecify.annotations.Nullable;

/**
 * What the judge learns, as keyed state: one entry per credential and per shared value, so that a
 * checkpoint copies what changed and a row can lie on disk. The judge asks for many keys while it
 * acts on one window, so the current key is set for each.
 *
 * <p>While one moment is judged a row is one object, however often it is asked for and wherever the
 * state lies; {@link #letGo} then writes what was read or put, once.
 */
final class FlinkStore implements Store, Usages {
  private final KeyedStateBackend<String> backend;
  private final Rows<CredentialRow> credentials;
  private final Rows<NetworkRow> networks;
  private final Rows<Usage> usages;
  private final Shared shared;
  private Roster roster;

  /**
   * @param states makes a state of a descriptor
   * @param shared as restored, or new
   * @param roster what a clock is declared by, which is no part of a row's state
   */
  FlinkStore(KeyedStateBackend<String> backend, States states, Shared shared, Roster roster) {
    this.backend = backend;
    this.credentials =
        new Rows<>(states, new ValueStateDescriptor<>("credential", Wire.CREDENTIAL.serializer()));
    this.networks =
        new Rows<>(states, new ValueStateDescriptor<>("network", Wire.NETWORK.serializer()));
    this.usages = new Rows<>(states, new ValueStateDescriptor<>("usage", Wire.USAGE.serializer()));
    this.shared = shared;
    this.roster = roster;
  }

  /** Another roster is in force; call it between two moments. */
  void follow(Roster declared) {
    roster = declared;
  }

  /** Where states come from. */
  interface States {
    <T> ValueState<T> of(ValueStateDescriptor<T> descriptor);
  }

  @Override
  public @Nullable CredentialRow credential(String id) {
    CredentialRow row = credentials.get(id);
    return row == null ? null : followed(row);
  }

  @Override
  public void put(CredentialRow row) {
    credentials.held.put(row.id(), row);
  }

  @Override
  public Iterator<CredentialRow> credentials() {
    Iterator<CredentialRow> each = credentials.all();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return each.hasNext();
      }

      @Override
      public CredentialRow next() {
        return followed(each.next());
      }

      @Override
      public void remove() {
        each.remove();
      }
    };
  }

  @Override
  public @Nullable NetworkRow network(String key) {
    return networks.get(key);
  }

  @Override
  public void put(NetworkRow row) {
    networks.held.put(row.key(), row);
  }

  @Override
  public Iterator<NetworkRow> networks() {
    return networks.all();
  }

  @Override
  public @Nullable Usage usage(String credential) {
    return usages.get(credential);
  }

  @Override
  public void put(Usage usage) {
    usages.held.put(usage.credential(), usage);
  }

  @Override
  public Iterator<Usage> usages() {
    return usages.all();
  }

  @Override
  public Shared shared() {
    return shared;
  }

  /** The moment is judged: what was read or put is written. */
  void letGo() {
    credentials.write();
    credentials.held.clear();
    networks.write();
    networks.held.clear();
    usages.write();
    usages.held.clear();
  }

  /** A row as it was saved does not know yet what is declared of it. */
  private CredentialRow followed(CredentialRow row) {
    Baseline baseline = row.baseline();
    if (baseline != null) {
      baseline.clock.follow(roster.find(row.id()), roster.holidays());
    }
    return row;
  }

  /**
   * Where a row lies.
   *
   * @param group of keys, whatever the backend and its parallelism
   */
  private record Place(int group, String key) {
    /** That of a disk, so that a million rows are read from one end to the other. */
    static final Comparator<Place> ON_DISK =
        Comparator.comparingInt(Place::group)
            .thenComparingInt(p -> p.key.length())
            .thenComparing(Place::key);

    static Place of(String key) {
      return new Place(KeyGroupRangeAssignment.assignToKeyGroup(key, Names.MAX_PARALLELISM), key);
    }
  }

  /** The rows of one kind, by key. */
  private final class Rows<T> {
    private final String name;
    private final ValueState<T> state;
    private final Map<String, T> held = new HashMap<>();

    Rows(States states, ValueStateDescriptor<T> descriptor) {
      name = descriptor.getName();
      state = states.of(descriptor);
    }

    @Nullable T get(String key) {
      T row = held.get(key);
      if (row == null) {
        row = read(key);
        if (row != null) {
          held.put(key, row);
        }
      }
      return row;
    }

    private @Nullable T read(String key) {
      backend.setCurrentKey(key);
      try {
        return state.value();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void write() {
      held.forEach(
          (key, row) -> {
            backend.setCurrentKey(key);
            try {
              state.update(row);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }

    /** All rows, those of this moment too; they are not held unless they are put. */
    Iterator<T> all() {
      write();
      List<Place> places = new ArrayList<>();
      try (Stream<String> found = backend.getKeys(name, VoidNamespace.INSTANCE)) {
        found.forEach(key -> places.add(Place.of(key)));
      }
      places.sort(Place.ON_DISK);
      Iterator<Place> each = places.iterator();
      return new Iterator<>() {
        private String key = "";

        @Override
        public boolean hasNext() {
          return each.hasNext();
        }

        @Override
        public T next() {
          key = each.next().key();
          T row = held.get(key);
          return row != null ? row : Objects.requireNonNull(read(key));
        }

        @Override
        public void remove() {
          held.remove(key);
          backend.setCurrentKey(key);
          state.clear();
        }
      };
    }
  }
}
