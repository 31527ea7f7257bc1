package org.gatewatch.pipeline;

import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.gatewatch.detect.SharedLogins;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Roster;
import org.gatewatch.event.Timeline;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.Rejected;
import org.gatewatch.io.AnonymousKeys;
import org.gatewatch.io.Element;
import org.gatewatch.io.Output;
import org.gatewatch.io.Progress;
import org.gatewatch.report.Ledger;

/**
 * Parts what a live source reads: events go on, everything else to the accounts. It counts the
 * lines, as a source that never ends cannot tell its counts at its end: they are told before each
 * checkpoint, so none is ever in one.
 */
@SuppressWarnings("NullAway.Init") // Flink calls initializeState first
final class LiveRoute extends AbstractStreamOperator<AccessEvent>
    implements OneInputStreamOperator<Element, AccessEvent> {
  private static final long serialVersionUID = 1;

  private final List<Binding> bindings;
  private final Timeline<Roster> rosters;
  private final String run;
  private transient Ledger ledger;
  private transient AnonymousKeys anonymous;
  private transient Progress progress;
  private transient Counter lines;
  private transient Counter unread;

  /**
   * @param rosters know who shares logins
   * @param run name of the run, for its {@link Progress}
   */
  LiveRoute(List<Binding> bindings, Timeline<Roster> rosters, String run) {
    this.rosters = rosters;
    this.run = run;
    this.bindings = List.copyOf(bindings);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    ledger = new Ledger(bindings);
    progress = Progress.of(run);
    lines = getMetricGroup().addGroup(Names.METRICS).counter("lines");
    unread = getMetricGroup().addGroup(Names.METRICS).counter("rejected");
    anonymous = new AnonymousKeys(AnonymousKeys.MOST);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    tell();
  }

  @Override
  public void processElement(StreamRecord<Element> record) {
    Element element = record.getValue();
    AccessEvent event = element.event();
    Rejected rejected = element.rejected();
    if (event != null) {
      ledger.line(event.binding());
      lines.inc();
      progress.record(event.eventTime());
      AccessEvent bounded = anonymous.bounded(event, ledger);
      emit(bounded);
      SharedLogins.copies(bounded, rosters.at(bounded.releaseTime()), this::emit);
    } else if (rejected != null) {
      ledger.line(rejected.binding());
      lines.inc();
      unread.inc();
      progress.record(Long.MIN_VALUE);
      ledger.rejected(rejected.binding(), rejected.reason());
      account(Output.rejected(rejected));
    } else if (element.counts() != null) {
      account(Output.counts(element.counts()));
    } else if (element.found() != null) {
      account(Output.input(element.found()));
    }
  }

  private void emit(AccessEvent event) {
    output.collect(new StreamRecord<>(event, event.releaseTime()));
  }

  @Override
  public void finish() throws Exception {
    tell();
    super.finish();
  }

  private void tell() {
    account(Output.counts(ledger.bytes()));
    ledger = new Ledger(bindings);
  }

  private void account(Output what) {
    output.collect(Pipeline.ACCOUNTS, new StreamRecord<>(what));
  }
}
