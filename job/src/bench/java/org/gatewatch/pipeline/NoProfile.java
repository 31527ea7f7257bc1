package org.gatewatch.pipeline;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.gatewatch.detect.Profiled;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.io.Element;

/**
 * The floor of the graph: events are routed, serialized and shuffled by credential as always, and
 * dropped where PROFILE would take them. Nothing goes on, the counts neither, so that the ledger of
 * nothing adds up.
 */
public final class NoProfile {
  private static final OutputTag<Element> REST = new OutputTag<>("rest", Pipeline.ELEMENT);

  private NoProfile() {}

  /** Put in between source and graph, it leaves the graph nothing. */
  public static DataStream<Element> drop(DataStream<Element> read) {
    SingleOutputStreamOperator<AccessEvent> events =
        read.process(new Route())
            .returns(Wire.EVENT.typeInformation())
            .setParallelism(read.getParallelism());
    events
        .keyBy(AccessEvent::key, Types.STRING)
        .process(new Drop())
        .returns(Wire.PROFILED.typeInformation())
        .sinkTo(new DiscardingSink<>());
    return events.getSideOutput(REST);
  }

  private static final class Route extends ProcessFunction<Element, AccessEvent> {
    private static final long serialVersionUID = 1;

    @Override
    public void processElement(Element element, Context ctx, Collector<AccessEvent> out) {
      AccessEvent event = element.event();
      if (event != null) {
        out.collect(event);
      }
    }
  }

  private static final class Drop extends KeyedProcessFunction<String, AccessEvent, Profiled> {
    private static final long serialVersionUID = 1;

    @Override
    public void processElement(AccessEvent event, Context ctx, Collector<Profiled> out) {}
  }
}
