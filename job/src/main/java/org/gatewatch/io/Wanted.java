package org.gatewatch.io;

import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.gatewatch.report.AlertFormat;
import org.gatewatch.report.AlertFormats;
import org.gatewatch.report.AlertView;
import org.gatewatch.settings.Outlet;
import org.jspecify.annotations.Nullable;

/**
 * Of the notices those that one receiver is to get, encoded for it. What was told once is told to
 * its end: a finding that falls below {@code min_severity}, or is no alert any more, is still
 * updated and closed where it is known. A receiver that rings is told only when a finding is first
 * sent, becomes graver, and ends.
 *
 * <p>State: one number for each finding that was told and has not ended, at most 90 days.
 */
@SuppressWarnings("NullAway.Init") // Flink calls open first
final class Wanted extends KeyedProcessFunction<String, Notice, Parcel> {
  private static final long serialVersionUID = 1;
  private static final Duration KEPT = Duration.ofDays(90);

  private final Outlet outlet;
  private transient ValueState<Integer> told;
  private transient AlertFormat format;

  Wanted(Outlet outlet) {
    this.outlet = outlet;
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<Integer> descriptor = new ValueStateDescriptor<>("told", Types.INT);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(KEPT).build());
    told = getRuntimeContext().getState(descriptor);
    format = AlertFormats.of(formatId(outlet));
  }

  /** Of Elasticsearch the encoding stands within a bulk request. */
  static String formatId(Outlet outlet) {
    return outlet.type() != Outlet.Type.ELASTICSEARCH
        ? outlet.format()
        : outlet.format().equals("ecs") ? "bulk" : "bulk_ocsf";
  }

  @Override
  public void processElement(Notice notice, Context context, Collector<Parcel> out)
      throws Exception {
    if (notice.kind() == Notice.Kind.CASE && !outlet.cases() && format.takesFindings()) {
      return;
    }
    AlertView view = AlertView.of(notice.line());
    Integer before = told.value();
    if (!format.takes(view) || !isWanted(notice, view.hasEnded(), before)) {
      return;
    }
    if (view.hasEnded()) {
      told.clear();
    } else {
      told.update(Math.max(before == null ? 0 : before, notice.severityId()));
    }
    String body = format.encode(view);
    boolean syslog = outlet.type() == Outlet.Type.SYSLOG;
    out.collect(
        new Parcel(notice.uid(), notice.revision(), syslog ? SyslogMessage.of(view, body) : body));
  }

  private boolean isWanted(Notice notice, boolean ended, @Nullable Integer before) {
    boolean fits =
        notice.severityId() >= outlet.least().id() && (notice.isAlert() || !outlet.alertsOnly());
    if (!outlet.type().rings()) {
      return fits || before != null;
    }
    return ended ? before != null : fits && (before == null || notice.severityId() > before);
  }
}
