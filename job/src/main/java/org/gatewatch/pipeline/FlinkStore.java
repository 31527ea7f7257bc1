package org.gatewatch.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.gatewatch.baseline.Baseline;
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
 */
final class FlinkStore implements Store {
  private static final String CREDENTIALS = "credential";
  private static final String NETWORKS = "network";

  private final KeyedStateBackend<String> backend;
  private final ValueState<CredentialRow> credentials;
  private final ValueState<NetworkRow> networks;
  private final Shared shared;
  private final Roster roster;

  /**
   * @param states makes a state of a descriptor
   * @param shared as restored, or new
   * @param roster what a clock is declared by, which is no part of a row's state
   */
  FlinkStore(KeyedStateBackend<String> backend, States states, Shared shared, Roster roster) {
    this.roster = roster;
    this.backend = backend;
    this.credentials =
        states.of(new ValueStateDescriptor<>(CREDENTIALS, Wire.CREDENTIAL.serializer()));
    this.networks = states.of(new ValueStateDescriptor<>(NETWORKS, Wire.NETWORK.serializer()));
    this.shared = shared;
  }

  /** Where states come from. */
  interface States {
    <T> ValueState<T> of(ValueStateDescriptor<T> descriptor);
  }

  @Override
  public @Nullable CredentialRow credential(String id) {
    return followed(value(credentials, id));
  }

  @Override
  public void put(CredentialRow row) {
    put(credentials, row.id(), row);
  }

  @Override
  public Iterator<CredentialRow> credentials() {
    return all(CREDENTIALS, credentials, this::followed);
  }

  @Override
  public @Nullable NetworkRow network(String key) {
    return value(networks, key);
  }

  @Override
  public void put(NetworkRow row) {
    put(networks, row.key(), row);
  }

  @Override
  public Iterator<NetworkRow> networks() {
    return all(NETWORKS, networks, row -> row);
  }

  @Override
  public Shared shared() {
    return shared;
  }

  /** A row as it was saved does not know yet what is declared of it. */
  private @Nullable CredentialRow followed(@Nullable CredentialRow row) {
    Baseline baseline = row == null ? null : row.baseline();
    if (row != null && baseline != null) {
      baseline.clock.follow(roster.find(row.id()), roster.holidays());
    }
    return row;
  }

  private <T> @Nullable T value(ValueState<T> state, String key) {
    backend.setCurrentKey(key);
    try {
      return state.value();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> void put(ValueState<T> state, String key, T value) {
    backend.setCurrentKey(key);
    try {
      state.update(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> Iterator<T> all(String name, ValueState<T> state, UnaryOperator<@Nullable T> read) {
    List<String> keys = new ArrayList<>();
    try (Stream<String> found = backend.getKeys(name, VoidNamespace.INSTANCE)) {
      found.forEach(keys::add);
    }
    Iterator<String> each = keys.iterator();
    return new Iterator<>() {
      private String key = "";

      @Override
      public boolean hasNext() {
        return each.hasNext();
      }

      @Override
      public T next() {
        key = each.next();
        return Objects.requireNonNull(read.apply(value(state, key)));
      }

      @Override
      public void remove() {
        backend.setCurrentKey(key);
        state.clear();
      }
    };
  }
}
