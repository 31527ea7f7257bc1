package org.gatewatch.pipeline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.gatewatch.cases.Case;
import org.gatewatch.cases.Cases;
import org.gatewatch.cases.Usage;
import org.gatewatch.ingest.Binding;
import org.gatewatch.io.Notice;
import org.gatewatch.io.Output;
import org.gatewatch.judge.Finding;
import org.gatewatch.report.AlertsFile;
import org.gatewatch.report.CaseEnd;
import org.gatewatch.report.CaseJson;
import org.gatewatch.report.Feeds;
import org.gatewatch.report.Ledger;
import org.gatewatch.report.OcsfFinding;
import org.gatewatch.report.Shortened;

/**
 * CASE: hands each finding on as it is raised or revised, and joins findings to cases before each
 * checkpoint in which one has changed. A case goes out again when its line is another than before,
 * and once more, closed, when it is no case any more. Parallelism 1.
 */
@SuppressWarnings("NullAway.Init") // Flink calls initializeState first
final class NoticeOperator extends AbstractStreamOperator<Notice>
    implements OneInputStreamOperator<Output, Notice> {
  private static final long serialVersionUID = 1;
  private static final int VERSION = 2;

  /** The first version told cases without what their end takes: they are told anew. */
  private static final int FIRST = 1;

  private final List<Binding> bindings;
  private final String version;
  private transient ListState<byte[]> state;
  private transient AlertsFile findings;
  private transient TreeMap<String, Usage> usages;
  private transient Ledger ledger;
  private transient Map<String, String> caseOf;
  private transient TreeMap<String, Told> told;
  private transient boolean changed;

  /**
   * A case that was told.
   *
   * @param line hash of its line
   */
  private record Told(int line, CaseEnd end) {}

  /**
   * @param version of the product
   */
  NoticeOperator(List<Binding> bindings, String version) {
    this.bindings = List.copyOf(bindings);
    this.version = version;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "notices", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    findings = new AlertsFile();
    usages = new TreeMap<>();
    ledger = new Ledger(bindings);
    caseOf = new HashMap<>();
    told = new TreeMap<>();
    for (byte[] saved : state.get()) {
      restore(saved);
    }
  }

  @Override
  public void processElement(StreamRecord<Output> record) throws Exception {
    Output element = record.getValue();
    switch (element.kind()) {
      case FINDING -> {
        Finding finding = element.finding();
        findings.add(finding);
        changed = true;
        send(new OcsfFinding(version, caseOf).line(finding));
      }
      case EARLY -> send(new OcsfFinding(version, caseOf).line(element.finding()));
      case USAGE -> {
        usages.put(element.usage().credential(), element.usage());
        changed = true;
      }
      case COUNTS ->
          ledger.merge(
              Ledger.read(new DataInputStream(new ByteArrayInputStream(element.counts()))));
      default -> {}
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    join();
  }

  @Override
  public void finish() throws Exception {
    join();
    super.finish();
  }

  private void join() {
    if (!changed) {
      return;
    }
    changed = false;
    CaseJson json = new CaseJson(version);
    List<Usage> known = List.copyOf(usages.values());
    List<Case> cases = new Cases(known, Feeds.of(ledger, bindings)).of(findings.findings());
    Map<String, String> before = Map.copyOf(caseOf);
    caseOf.clear();
    caseOf.putAll(Cases.byMember(cases));
    OcsfFinding format = new OcsfFinding(version, caseOf);
    for (Finding finding : findings.findings()) {
      if (!Objects.equals(before.get(finding.uid()), caseOf.get(finding.uid()))) {
        send(format.line(finding)); // it belongs to a case now, or to another one
      }
    }
    Map<String, Told> last = Map.copyOf(told);
    told.clear();
    for (Case c : cases) {
      String line = json.line(c);
      Told one = last.get(c.uid());
      Told now = new Told(line.hashCode(), CaseEnd.of(c, one == null ? null : one.end()));
      told.put(c.uid(), now);
      if (one == null || one.line() != now.line()) {
        send(line);
      }
    }
    for (Map.Entry<String, Told> one : new TreeMap<>(last).entrySet()) {
      if (!told.containsKey(one.getKey())) {
        send(end(one.getValue().end(), before));
      }
    }
    if (!findings.retire(cases).isEmpty()) {
      usages.keySet().retainAll(findings.credentials());
      Set<String> still =
          findings.findings().stream().map(Finding::uid).collect(Collectors.toSet());
      caseOf.keySet().retainAll(still);
      told.keySet().retainAll(caseOf.values());
    }
  }

  /**
   * The last word on a case that is no more.
   *
   * @param before the case that each finding belonged to
   */
  private String end(CaseEnd of, Map<String, String> before) {
    List<Finding> members =
        findings.findings().stream().filter(f -> of.uid().equals(before.get(f.uid()))).toList();
    String by =
        members.stream()
            .map(f -> caseOf.get(f.uid()))
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    return of.line(version, by, members.stream().mapToLong(Finding::modified).max().orElse(0));
  }

  private void send(String line) {
    output.collect(new StreamRecord<>(Notice.of(Shortened.line(line))));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(findings.findings().size());
      for (Finding finding : findings.findings()) {
        Output.finding(finding).write(out);
      }
      out.writeInt(usages.size());
      for (Usage usage : usages.values()) {
        usage.write(out);
      }
      ledger.write(out);
      out.writeInt(caseOf.size());
      for (Map.Entry<String, String> member : new TreeMap<>(caseOf).entrySet()) {
        out.writeUTF(member.getKey());
        out.writeUTF(member.getValue());
      }
      out.writeInt(told.size());
      for (Told one : told.values()) {
        out.writeInt(one.line());
        one.end().write(out);
      }
    }
    state.update(List.of(bytes.toByteArray()));
  }

  private void restore(byte[] saved) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved));
    int from = in.readByte();
    if (from != VERSION && from != FIRST) {
      throw new IOException("notices of an unknown version: " + from);
    }
    for (int n = in.readInt(); n > 0; n--) {
      findings.add(Output.read(in).finding());
    }
    for (int n = in.readInt(); n > 0; n--) {
      Usage usage = Usage.read(in);
      usages.put(usage.credential(), usage);
    }
    ledger.merge(Ledger.read(in));
    for (int n = in.readInt(); n > 0; n--) {
      caseOf.put(in.readUTF(), in.readUTF());
    }
    for (int n = from == FIRST ? 0 : in.readInt(); n > 0; n--) {
      Told one = new Told(in.readInt(), CaseEnd.read(in));
      told.put(one.end().uid(), one);
    }
  }
}
