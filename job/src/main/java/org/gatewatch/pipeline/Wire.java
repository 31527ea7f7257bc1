package org.gatewatch.pipeline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.gatewatch.baseline.Activity;
import org.gatewatch.baseline.Pivot;
import org.gatewatch.cases.Usage;
import org.gatewatch.cases.UsageBook;
import org.gatewatch.detect.CredentialProfile;
import org.gatewatch.detect.Profiled;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.io.Element;
import org.gatewatch.io.Output;
import org.gatewatch.judge.CredentialRow;
import org.gatewatch.judge.NetworkRow;
import org.gatewatch.judge.Shared;
import org.gatewatch.judge.Tally;
import org.gatewatch.report.Ledger;

/**
 * The types on an edge of the graph or in its state, each with its own binary form: the visible
 * list. None falls to Kryo. Names are written into snapshots and never change.
 *
 * @param <T> the type
 */
final class Wire<T> implements Serializable {
  private static final long serialVersionUID = 1;

  static final Wire<Element> ELEMENT =
      new Wire<>("element", Element.class, true, Element::write, Element::read);
  static final Wire<AccessEvent> EVENT =
      new Wire<>("event", AccessEvent.class, true, AccessEvent::write, AccessEvent::read);
  static final Wire<Profiled> PROFILED =
      new Wire<>("profiled", Profiled.class, false, Profiled::write, Profiled::read);
  static final Wire<Output> OUTPUT =
      new Wire<>("output", Output.class, true, Output::write, Output::read);
  static final Wire<CredentialProfile> PROFILE =
      new Wire<>(
          "profile",
          CredentialProfile.class,
          false,
          CredentialProfile::write,
          CredentialProfile::read);
  static final Wire<Activity> ACTIVITY =
      new Wire<>("activity", Activity.class, false, Activity::write, Activity::read);
  static final Wire<CredentialRow> CREDENTIAL =
      new Wire<>(
          "credential", CredentialRow.class, false, CredentialRow::write, CredentialRow::read);
  static final Wire<NetworkRow> NETWORK =
      new Wire<>("network", NetworkRow.class, false, NetworkRow::write, NetworkRow::read);
  static final Wire<Shared> SHARED =
      new Wire<>("shared", Shared.class, false, Shared::write, Shared::read);

  static final Wire<Ledger> LEDGER =
      new Wire<>("ledger", Ledger.class, false, Ledger::write, Ledger::read);

  static final Wire<Tally> TALLY =
      new Wire<>("tally", Tally.class, false, Tally::write, Tally::read);

  static final Wire<UsageBook> SUSPECTS =
      new Wire<>("suspects", UsageBook.class, false, UsageBook::write, UsageBook::read);

  static final Wire<Usage> USAGE =
      new Wire<>("usage", Usage.class, false, Usage::write, Usage::read);

  static final Wire<Pivot> PIVOT =
      new Wire<>("pivot", Pivot.class, false, Pivot::write, Pivot::read);

  private static final List<Wire<?>> ALL =
      List.of(
          ELEMENT,
          EVENT,
          PROFILED,
          OUTPUT,
          PROFILE,
          ACTIVITY,
          CREDENTIAL,
          NETWORK,
          SHARED,
          LEDGER,
          TALLY,
          SUSPECTS,
          USAGE,
          PIVOT);

  private final String name;
  private final transient Class<T> type;
  private final transient boolean immutable;
  private final transient Writer<T> writer;
  private final transient Reader<T> reader;

  private Wire(String name, Class<T> type, boolean immutable, Writer<T> writer, Reader<T> reader) {
    this.name = name;
    this.type = type;
    this.immutable = immutable;
    this.writer = writer;
    this.reader = reader;
  }

  /** All of them. */
  static List<Wire<?>> all() {
    return ALL;
  }

  /** The entry of that name. */
  static Wire<?> of(String name) throws IOException {
    for (Wire<?> wire : ALL) {
      if (wire.name.equals(name)) {
        return wire;
      }
    }
    throw new IOException("state of an unknown type: " + name);
  }

  String name() {
    return name;
  }

  Class<T> type() {
    return type;
  }

  /** Whether values are never changed, and so may be shared instead of copied. */
  boolean immutable() {
    return immutable;
  }

  void write(T value, DataOutput out) throws IOException {
    writer.write(value, out);
  }

  T read(DataInput in) throws IOException {
    return reader.read(in);
  }

  TypeSerializer<T> serializer() {
    return new WireSerializer<>(this);
  }

  TypeInformation<T> typeInformation() {
    return new WireType<>(this);
  }

  @Override
  public String toString() {
    return name;
  }

  private Object readResolve() throws java.io.ObjectStreamException {
    try {
      return of(name);
    } catch (IOException e) {
      throw new java.io.InvalidObjectException(e.getMessage());
    }
  }

  /** Writes a value. */
  interface Writer<T> {
    void write(T value, DataOutput out) throws IOException;
  }

  /** Reads what the writer wrote. */
  interface Reader<T> {
    T read(DataInput in) throws IOException;
  }
}
