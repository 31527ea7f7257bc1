package org.gatewatch.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.gatewatch.detect.CidrSet;
import org.gatewatch.detect.Names;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who used a value, from lines of {@code pivot.jsonl.zst}. An address also finds its network, a
 * block what lies in it, a credential all that it used; in other values {@code *} stands for any
 * text, in any case.
 */
public final class PivotText {
  private static final int WIDTH = 120;
  private static final String CREDENTIAL = "credential";

  private final String wanted;
  private final @Nullable CidrSet block;
  private final Names names;
  private final List<JsonNode> rows = new ArrayList<>();
  private long left;

  /**
   * @param wanted address, block, credential, or any other value
   */
  public PivotText(String wanted) {
    this.wanted = wanted;
    this.block =
        CidrSet.isAddress(wanted) || CidrSet.isBlock(wanted) ? new CidrSet(List.of(wanted)) : null;
    this.names = Names.anyCase(List.of(wanted));
  }

  /** Takes in a line. */
  public void add(JsonNode row) {
    String value = row.path("value").asString("");
    if (value.isEmpty()) {
      left += row.path("requests").asLong(0);
    } else if (isWanted(row.path("kind").asString(""), value)
        || wanted.equals(row.path(CREDENTIAL).asString(""))) {
      rows.add(row);
    }
  }

  private boolean isWanted(String kind, String value) {
    boolean network = kind.equals("network");
    if (block == null || !(network || kind.equals("address"))) {
      return names.contains(value);
    }
    if (network && CidrSet.isAddress(wanted)) {
      return new CidrSet(List.of(value)).contains(wanted);
    }
    return block.contains(value.replaceFirst("/.*", ""));
  }

  /** The lines that tell of it, by first use. */
  public List<JsonNode> found() {
    return rows.stream()
        .sorted(
            Comparator.comparing((JsonNode row) -> row.path("first").asString(""))
                .thenComparing(row -> row.path(CREDENTIAL).asString(""))
                .thenComparing(row -> row.path("kind").asString(""))
                .thenComparing(row -> row.path("value").asString("")))
        .toList();
  }

  /** A table, with line ends. */
  public String text() {
    List<String> out = new ArrayList<>();
    TreeSet<String> who = new TreeSet<>();
    TextTable table = new TextTable(WIDTH, 1);
    table.add(
        List.of("KIND", "VALUE", "CREDENTIAL", "LOG", "FIRST (UTC)", "LAST", "REQUESTS", "TOKENS"));
    for (JsonNode row : found()) {
      who.add(row.path(CREDENTIAL).asString(""));
      table.add(
          List.of(
              cell(row, "kind"),
              cell(row, "value"),
              cell(row, CREDENTIAL),
              cell(row, "log_source"),
              minute(row, "first"),
              minute(row, "last"),
              ClosingTable.number(row.path("requests").asLong(0)),
              ClosingTable.number(row.path("output_tokens").asLong(0))));
    }
    if (rows.isEmpty()) {
      out.add("Nobody used " + PlainText.cell(wanted) + ".");
    } else {
      out.addAll(table.lines());
      out.add("");
      out.add(ClosingTable.count(who.size(), CREDENTIAL) + ". Tokens are output tokens.");
    }
    if (left > 0) {
      out.add(
          "The index is bounded: values of "
              + ClosingTable.count(left, "request")
              + " of this log are counted, not kept.");
    }
    return String.join("\n", out) + "\n";
  }

  private static String cell(JsonNode row, String key) {
    return PlainText.cell(row.path(key).asString(""));
  }

  private static String minute(JsonNode row, String key) {
    String time = cell(row, key);
    return time.length() < 16 ? time : time.substring(0, 16).replace('T', ' ');
  }
}
