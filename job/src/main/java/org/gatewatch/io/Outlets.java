package org.gatewatch.io;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.gatewatch.settings.Outlet;

/** The receivers of findings beside the files: each type is one file and one line here. */
public final class Outlets {
  private Outlets() {}

  /**
   * Sends the notices to all receivers. Each has its own operators, at parallelism 1 so that
   * revisions keep their order, and its own state, by its name.
   *
   * @param watch tells this watch from others that write to the same topic under the same names
   */
  public static void attach(DataStream<Notice> notices, List<Outlet> sinks, String watch) {
    for (Outlet outlet : sinks) {
      String uid = "outlet-" + outlet.name();
      DataStream<Parcel> parcels =
          notices
              .keyBy(Notice::uid)
              .process(new Wanted(outlet))
              .returns(Parcel.TYPE)
              .setParallelism(1)
              .uid(uid + "-wanted")
              .name("for " + outlet.name());
      if (outlet.type() == Outlet.Type.KAFKA) {
        KafkaOutlet.attach(
            parcels,
            uid,
            watch,
            new KafkaOutlet.Settings(
                Objects.requireNonNull(outlet.brokers()),
                Objects.requireNonNull(outlet.topic()),
                outlet.properties()));
      } else {
        parcels
            .sinkTo(new OutletSink(outlet))
            .setParallelism(1)
            .uid(uid)
            .name("to " + outlet.name());
      }
    }
  }

  /** Who brings messages to it. */
  static Courier courier(Outlet outlet) throws IOException {
    return switch (outlet.type()) {
      case WEBHOOK -> new HttpCourier(outlet, new WebhookTarget());
      case SPLUNK_HEC -> new HttpCourier(outlet, new SplunkTarget());
      case ELASTICSEARCH -> new HttpCourier(outlet, new ElasticsearchTarget());
      case PAGERDUTY -> new HttpCourier(outlet, new PagerDutyTarget());
      case SLACK, TEAMS -> new HttpCourier(outlet, new ChatTarget());
      case SYSLOG -> new SyslogCourier(outlet);
      case KAFKA -> throw new IllegalStateException("kafka has a sink of its own");
    };
  }
}
