package org.gatewatch.io;

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Files that grow, of all bindings without a topic, as one source without an end: one split, read
 * by one reader ({@link FollowReader}).
 */
public final class FollowSource implements Source<Element, FollowSource.Place, OneSplit.Done> {
  private static final long serialVersionUID = 1;

  private final FollowPlan plan;

  public FollowSource(FollowPlan plan) {
    this.plan = plan;
  }

  /** All files, and how far they were read: what a {@link FollowReader} wrote. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Place(byte[] state) implements SourceSplit {
    @Override
    public String splitId() {
      return "all";
    }
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<Element, Place> createReader(SourceReaderContext context) {
    return new FollowReader(plan);
  }

  @Override
  public SplitEnumerator<Place, OneSplit.Done> createEnumerator(
      SplitEnumeratorContext<Place> context) {
    return new OneSplit<>(context, false, () -> new Place(new byte[0]));
  }

  @Override
  public SplitEnumerator<Place, OneSplit.Done> restoreEnumerator(
      SplitEnumeratorContext<Place> context, OneSplit.Done checkpoint) {
    return new OneSplit<>(context, checkpoint.assigned(), () -> new Place(new byte[0]));
  }

  @Override
  public SimpleVersionedSerializer<Place> getSplitSerializer() {
    return new SimpleVersionedSerializer<>() {
      @Override
      public int getVersion() {
        return 1;
      }

      @Override
      public byte[] serialize(Place place) {
        return place.state();
      }

      @Override
      public Place deserialize(int version, byte[] state) {
        return new Place(state);
      }
    };
  }

  @Override
  public SimpleVersionedSerializer<OneSplit.Done> getEnumeratorCheckpointSerializer() {
    return new OneSplit.Serializer();
  }
}
