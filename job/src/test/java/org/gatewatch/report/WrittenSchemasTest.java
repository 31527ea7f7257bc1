package org.gatewatch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.gatewatch.event.LogSource;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.Rejected;
import org.gatewatch.judge.Audit;
import org.gatewatch.judge.Controls;
import org.gatewatch.judge.Disposition;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Suppression;
import org.gatewatch.judge.Verdict;
import org.junit.jupiter.api.Test;

/** What is written validates against the schemas that {@code gatewatch schema} prints. */
class WrittenSchemasTest {
  private static final List<Binding> BINDINGS =
      List.of(
          LedgerTest.binding(0, "gateway", LogSource.GATEWAY),
          LedgerTest.binding(1, "acme", LogSource.VENDOR));

  @Test
  void ledgersFollowTheirSchema() throws IOException {
    Schema schema = schema("ledger");
    Ledger.Fingerprints prints = new Ledger.Fingerprints("c0", "0.1.0", "k0");
    assertEquals(List.of(), schema.validate(new Ledger(BINDINGS).json(prints), InputFormat.JSON));
    Ledger ledger = new Ledger(BINDINGS);
    ledger.file(0, "canonical");
    for (int i = 0; i < 5; i++) {
      ledger.line(0);
    }
    ledger.accepted(0, 1, Findings.MORNING, Findings.MORNING);
    ledger.accepted(0, 1, Findings.MORNING + 100_000_000, Findings.MORNING + 100_000_000);
    ledger.rejected(0, "not_json");
    ledger.duplicate(0);
    ledger.late(0, 1000);
    ledger.idReuse(0);
    ledger.unknownKeys(0, Map.of("\u001b", 1L));
    ledger.unmodelled("anonymous_keys", 3);
    assertEquals(List.of(), schema.validate(ledger.json(prints), InputFormat.JSON));
    assertFalse(schema.validate("{\"schema\":\"ledger/1\"}", InputFormat.JSON).isEmpty());
  }

  @Test
  void rejectedLinesFollowTheirSchema() throws IOException {
    Schema schema = schema("rejected");
    RejectedJson format = new RejectedJson(BINDINGS, List.of("a.jsonl")::get);
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      String text = HostileFindings.text(random);
      String excerpt = text.substring(0, Math.min(text.length(), 200));
      Rejected rejected =
          new Rejected(1, 0, seed + 1, seed, "not_json", "expected an object", excerpt);
      assertEquals(List.of(), schema.validate(format.line(rejected), InputFormat.JSON));
    }
    assertFalse(schema.validate("{}", InputFormat.JSON).isEmpty());
  }

  @Test
  void auditLinesAndVerdictsFollowTheirSchemas() throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      String text = "c" + HostileFindings.text(random);
      Audit audit =
          new Audit(
              Findings.MORNING,
              text,
              Audit.Action.values()[random.nextInt(5)],
              text,
              List.of(text),
              List.of(),
              1 + random.nextInt(2),
              1.23456,
              1 + random.nextInt(2) / 4.0);
      assertEquals(List.of(), schema("audit").validate(AuditJson.line(audit), InputFormat.JSON));
      Verdict verdict =
          new Verdict(
              "f",
              text,
              Finding.Lane.BEHAVIOUR,
              "behaviour",
              Verdict.Kind.EXPECTED,
              0,
              seed,
              List.of(new Verdict.Observed("network", text)),
              text,
              text);
      assertEquals(
          List.of(),
          schema("verdicts").validate(VerdictJson.line(verdict, seed, seed), InputFormat.JSON));
    }
  }

  @Test
  void suppressionsInALedgerFollowItsSchema() throws IOException {
    Suppression s =
        new Suppression("a", "c", null, null, null, null, "kit", "test", Findings.MORNING);
    ControlsSummary said =
        new ControlsSummary(
            new Controls(List.of(), List.of(s), List.of()),
            List.of(Findings.leftover().with(2, false, disposition("a"))),
            Findings.MORNING);
    String json = new Ledger(BINDINGS).json(new Ledger.Fingerprints("c0", "0.1.0", "k0"), said);
    assertEquals(List.of(), schema("ledger").validate(json, InputFormat.JSON));
    assertEquals(2, said.lines().size(), said.lines().toString());
  }

  private static Disposition disposition(String id) {
    return new Disposition(
        Disposition.Status.SUPPRESSED, Disposition.SUPPRESSION, id, "kit", "test");
  }

  private static Schema schema(String name) throws IOException {
    String path = "/schemas/" + name + ".schema.json";
    try (InputStream in = WrittenSchemasTest.class.getResourceAsStream(path)) {
      assumeTrue(in != null, () -> "not in this build: " + path);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(in);
    }
  }
}
