package org.gatewatch.io;

import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Writes everything into one directory; parallelism 1. */
public final class FolderSink implements Sink<Output>, SupportsWriterState<Output, byte[]> {
  private static final long serialVersionUID = 1;

  /**
   * The file that tells up to which release time a watch has read, RFC 3339: of this very directory
   * and no part of what a replay gives again.
   */
  public static final String READ_UNTIL = "read-until";

  private final OutputPlan plan;

  public FolderSink(OutputPlan plan) {
    this.plan = plan;
  }

  @Override
  public StatefulSinkWriter<Output, byte[]> createWriter(WriterInitContext context)
      throws IOException {
    return new Writer(new OutputFolder(plan, new byte[0]), plan.live());
  }

  @Override
  public StatefulSinkWriter<Output, byte[]> restoreWriter(
      WriterInitContext context, Collection<byte[]> states) throws IOException {
    Iterator<byte[]> one = states.iterator();
    return new Writer(
        new OutputFolder(plan, one.hasNext() ? one.next() : new byte[0]), plan.live());
  }

  @Override
  public SimpleVersionedSerializer<byte[]> getWriterStateSerializer() {
    return new SimpleVersionedSerializer<>() {
      @Override
      public int getVersion() {
        return 1;
      }

      @Override
      public byte[] serialize(byte[] state) {
        return state;
      }

      @Override
      public byte[] deserialize(int version, byte[] state) {
        return state;
      }
    };
  }

  private static final class Writer implements StatefulSinkWriter<Output, byte[]> {
    private final OutputFolder folder;
    private final boolean live;
    private boolean finished;

    Writer(OutputFolder folder, boolean live) {
      this.folder = folder;
      this.live = live;
    }

    @Override
    public void write(Output output, Context context) throws IOException {
      folder.accept(output);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      if (endOfInput) {
        finished = true;
        folder.finish();
      }
    }

    @Override
    public List<byte[]> snapshotState(long checkpoint) throws IOException {
      byte[] state = folder.state();
      if (live && !finished) {
        folder.publish();
      }
      return List.of(state);
    }

    @Override
    public void close() throws IOException {
      folder.close();
    }
  }
}
