package org.gatewatch.report;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.ToLongFunction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The shape of {@code ledger.json}: {@code schemas/ledger.schema.json}. */
final class LedgerJson {
  private LedgerJson() {}

  static ObjectNode of(
      Collection<BindingLedger> bindings,
      Map<String, Long> unmodelled,
      Ledger.Fingerprints fingerprints) {
    ObjectNode out = Json.object();
    out.put("schema", "ledger/1");
    ArrayNode list = out.putArray("bindings");
    bindings.forEach(ledger -> list.add(binding(ledger)));
    out.set("totals", totals(bindings));
    out.set("unmodelled", counts(unmodelled));
    ObjectNode prints = out.putObject("fingerprints");
    prints.put("configuration", PlainText.data(fingerprints.configuration()));
    prints.put("code", PlainText.data(fingerprints.code()));
    prints.put("redaction_key", PlainText.data(fingerprints.redactionKey()));
    return out;
  }

  private static ObjectNode binding(BindingLedger ledger) {
    ObjectNode out = Json.object();
    out.put("name", PlainText.data(ledger.name));
    out.put("log_source", ledger.source.text());
    ArrayNode formats = out.putArray("format");
    ledger.formats.forEach(formats::add);
    out.put("files", ledger.files);
    out.put("lines", ledger.lines);
    out.put("accepted", ledger.accepted);
    out.set("rejected", counts(ledger.rejected.listed()));
    out.put("duplicates", ledger.duplicates);
    out.put("late", ledger.late);
    out.put("id_reuse", ledger.idReuse);
    if (ledger.hasTimes()) {
      out.put("first_event_time", time(ledger.firstTime));
      out.put("last_event_time", time(ledger.lastTime));
    }
    ArrayNode gaps = out.putArray("gaps");
    for (BindingLedger.Gap gap : ledger.gaps(Ledger.GAP_HOURS)) {
      gaps.addObject()
          .put("from", time(gap.from()))
          .put("to", time(gap.to()))
          .put("hours", gap.hours());
    }
    out.set("unknown_keys", counts(ledger.unknownKeys.listed()));
    return out;
  }

  private static ObjectNode totals(Collection<BindingLedger> all) {
    ObjectNode out = Json.object();
    out.put("lines", sum(all, b -> b.lines));
    out.put("accepted", sum(all, b -> b.accepted));
    out.put("rejected", sum(all, b -> b.rejected.total()));
    out.put("duplicates", sum(all, b -> b.duplicates));
    out.put("late", sum(all, b -> b.late));
    out.put("id_reuse", sum(all, b -> b.idReuse));
    return out;
  }

  private static long sum(Collection<BindingLedger> all, ToLongFunction<BindingLedger> what) {
    return all.stream().mapToLong(what).sum();
  }

  private static ObjectNode counts(Map<String, Long> counts) {
    ObjectNode out = Json.object();
    counts.forEach((name, n) -> out.put(PlainText.data(name), n.longValue()));
    return out;
  }

  static String time(long epochMs) {
    return Instant.ofEpochMilli(epochMs).toString();
  }
}
