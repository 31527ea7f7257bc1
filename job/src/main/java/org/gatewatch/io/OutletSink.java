package org.gatewatch.io;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.AsyncSinkBase;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriterStateSerializer;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.gatewatch.settings.Outlet;

/** A receiver as a sink of Flink; see {@link OutletWriter} for what it promises. */
final class OutletSink extends AsyncSinkBase<Parcel, Parcel> {
  private static final long serialVersionUID = 1;

  private final Outlet outlet;

  /** The limits here are the writer's to set; the base class wants some. */
  OutletSink(Outlet outlet) {
    super(
        (parcel, context) -> parcel,
        1,
        1,
        OutletWriter.MOST_WAITING,
        OutletWriter.MOST_BYTES,
        1,
        OutletWriter.MOST_BYTES);
    this.outlet = outlet;
  }

  @Override
  public OutletWriter createWriter(WriterInitContext context) throws IOException {
    return new OutletWriter(outlet.name(), Outlets.courier(outlet), context, List.of());
  }

  @Override
  public StatefulSinkWriter<Parcel, BufferedRequestState<Parcel>> restoreWriter(
      WriterInitContext context, Collection<BufferedRequestState<Parcel>> state)
      throws IOException {
    return new OutletWriter(outlet.name(), Outlets.courier(outlet), context, state);
  }

  @Override
  public SimpleVersionedSerializer<BufferedRequestState<Parcel>> getWriterStateSerializer() {
    return new Waiting();
  }

  private static final class Waiting extends AsyncSinkWriterStateSerializer<Parcel> {
    @Override
    protected void serializeRequestToStream(Parcel parcel, DataOutputStream out)
        throws IOException {
      parcel.write(out);
    }

    @Override
    protected Parcel deserializeRequestFromStream(long size, DataInputStream in)
        throws IOException {
      return Parcel.read(in);
    }

    @Override
    public int getVersion() {
      return 1;
    }
  }
}
