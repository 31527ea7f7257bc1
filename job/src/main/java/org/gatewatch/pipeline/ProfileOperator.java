package org.gatewatch.pipeline;

import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.gatewatch.detect.Profiled;
import org.gatewatch.event.AccessEvent;

/**
 * PROFILE in the graph: tells the function of every watermark, also when no event comes behind it.
 * JUDGE acts up to each; what PROFILE saves must not be behind, or it would take in after a restart
 * what JUDGE is done with.
 */
final class ProfileOperator extends KeyedProcessOperator<String, AccessEvent, Profiled> {
  private static final long serialVersionUID = 1;

  ProfileOperator(ProfileFunction profile) {
    super(profile);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    super.processWatermark(mark);
    if (mark.getTimestamp() != Long.MAX_VALUE) {
      ((ProfileFunction) userFunction).advance(mark.getTimestamp());
    }
  }
}
