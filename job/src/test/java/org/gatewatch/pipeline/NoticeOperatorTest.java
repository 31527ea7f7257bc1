package org.gatewatch.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.gatewatch.event.LogSource;
import org.gatewatch.ingest.Binding;
import org.gatewatch.io.Notice;
import org.gatewatch.io.Output;
import org.gatewatch.judge.Disposition;
import org.gatewatch.judge.Finding;
import org.gatewatch.report.AlertFormat;
import org.gatewatch.report.AlertFormats;
import org.gatewatch.report.AlertView;
import org.gatewatch.report.SampleFindings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What receivers are told of cases, on Flink's harness. */
class NoticeOperatorTest {
  private static final long HOUR = 3_600_000;
  private static final long TIME = 1_772_442_847_120L;
  private static final Finding FIRST = alert("f1", TIME);
  private static final Finding LATER = alert("f2", TIME + HOUR);

  private static Finding alert(String uid, long time) {
    Disposition attack =
        new Disposition(Disposition.Status.CONFIRMED, "malicious", uid, "kit", "seen before");
    return SampleFindings.of(uid, 1, 1, time, time).with(1, true, attack);
  }

  @Test
  void aCaseWhoseOnlyFindingIsDecidedToBeHarmlessIsToldAsClosed() throws Exception {
    try (var harness = harness(null)) {
      assertEquals(List.of("case-f1 1"), cases(harness, FIRST));
      assertEquals(List.of(), cases(harness));
      Disposition harmless =
          new Disposition(Disposition.Status.CLOSED, "benign", "f1", "kit", "a trip");
      assertEquals(
          List.of("case-f1 2 ended: nothing that made it a case stands any more"),
          cases(harness, FIRST.with(3, false, harmless)));
      assertEquals(List.of(), cases(harness, FIRST.with(3, false, harmless)), "once");
    }
  }

  @Test
  void aCaseThatBecamePartOfAnEarlierOneIsToldAsClosedAlsoAfterARestart() throws Exception {
    OperatorSubtaskState saved;
    try (var harness = harness(null)) {
      assertEquals(List.of("case-f2 1"), cases(harness, LATER));
      saved = harness.snapshot(1, 1);
    }
    try (var harness = harness(saved)) {
      assertEquals(
          List.of("case-f1 2", "case-f2 2 ended: became part of case-f1"), cases(harness, FIRST));
    }
  }

  @Test
  void everyReceiverTakesTheEndOfACase() throws Exception {
    try (var harness = harness(null)) {
      cases(harness, LATER);
      cases(harness, FIRST);
      List<Notice> all = harness.extractOutputValues();
      AlertView end = AlertView.of(all.get(all.size() - 1).line());
      assertTrue(end.isCase() && end.hasEnded());
      for (AlertFormat format : AlertFormats.ALL) {
        if (format.takes(end)) {
          assertTrue(format.encode(end).contains("case-f2"), format.id());
        }
      }
    }
  }

  private static OneInputStreamOperatorTestHarness<Output, Notice> harness(
      @Nullable OperatorSubtaskState saved) throws Exception {
    Binding gateway =
        new Binding(
            0,
            "gateway",
            List.of(),
            null,
            null,
            LogSource.GATEWAY,
            null,
            ZoneOffset.UTC,
            Binding.GATEWAY_LATENESS,
            0);
    var harness =
        new OneInputStreamOperatorTestHarness<Output, Notice>(
            new NoticeOperator(List.of(gateway), "0.1.0"));
    harness.setup(Notice.TYPE.createSerializer(new SerializerConfigImpl()));
    if (saved != null) {
      harness.initializeState(saved);
    }
    harness.open();
    return harness;
  }

  /** What is told of cases when these findings have come, before the next checkpoint. */
  private static List<String> cases(
      OneInputStreamOperatorTestHarness<Output, Notice> harness, Finding... findings)
      throws Exception {
    int before = harness.extractOutputValues().size();
    for (Finding finding : findings) {
      harness.processElement(new StreamRecord<>(Output.finding(finding)));
    }
    harness.prepareSnapshotPreBarrier(1);
    List<Notice> all = harness.extractOutputValues();
    List<String> out = new ArrayList<>();
    for (Notice notice : all.subList(before, all.size())) {
      if (notice.kind() == Notice.Kind.CASE) {
        AlertView view = AlertView.of(notice.line());
        out.add(
            view.uid() + " " + view.revision() + (view.hasEnded() ? " ended: " + view.why() : ""));
      }
    }
    return out;
  }
}
