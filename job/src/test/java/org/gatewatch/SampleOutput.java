package org.gatewatch;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * An output directory without a replay: the findings of the bundled incident, cases over them, and
 * thirty made-up days of their credentials. Every text that a log could have chosen passes through
 * a function.
 */
final class SampleOutput {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path INCIDENT = Path.of("../testdata/incident/alerts.jsonl");
  private static final long FIRST = Instant.parse("2026-05-04T00:00:00Z").toEpochMilli();
  private static final int DAYS = 30;

  private final Path folder;
  private final UnaryOperator<String> chosen;
  private final List<JsonNode> findings = new ArrayList<>();

  /**
   * @param chosen what a text becomes; times are left alone
   */
  SampleOutput(Path folder, UnaryOperator<String> chosen) {
    this.folder = folder;
    this.chosen = chosen;
  }

  /** Writes all but cases; the incident's findings again and again until there are enough. */
  void write(int atLeast) throws IOException {
    List<String> lines = Files.readAllLines(INCIDENT);
    for (int round = 0; findings.size() < atLeast; round++) {
      for (String line : lines) {
        ObjectNode row = (ObjectNode) JSON.readTree(line);
        ObjectNode info = (ObjectNode) row.get("finding_info");
        info.put("uid", info.path("uid").asString() + (round == 0 ? "" : "-" + round));
        findings.add(text(row));
      }
    }
    lines("alerts.jsonl", findings);
    List<String> credentials =
        findings.stream().map(SampleOutput::credential).distinct().sorted().toList();
    days(credentials);
    List<JsonNode> baselines = new ArrayList<>();
    credentials.forEach(c -> baselines.add(text(object(BASELINE).put("credential", c))));
    lines("baselines.jsonl", baselines);
    write("ledger.json", text(object(LEDGER)).toString());
    write("calibration.json", text(object(CALIBRATION)).toString());
    write("manifest.json", text(object(MANIFEST)).toString());
    write(
        "activity.csv",
        "credential,day,gateway_lines,vendor_lines\nkey-1,2026-05-04,11,3\n\"a,b\",2026-05-05,9,0\n");
  }

  /** Writes a case over the first credential's alerts, and one over another's. */
  void writeCases() throws IOException {
    List<JsonNode> cases = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      ObjectNode row = object(CASE);
      ObjectNode own = (ObjectNode) row.path("unmapped").path("gatewatch");
      ((ObjectNode) own.path("case")).put("number", number);
      JsonNode one =
          findings.stream().filter(f -> f.path("is_alert").asBoolean()).toList().get(number);
      row = (ObjectNode) text(row);
      own = (ObjectNode) row.path("unmapped").path("gatewatch");
      ((ArrayNode) own.get("members")).add(one.path("finding_info").path("uid").asString());
      ((ObjectNode) own.path("who").path("credentials").get(0))
          .put("credential_id", credential(one));
      cases.add(row);
    }
    lines("cases.jsonl", cases);
  }

  private static String credential(JsonNode finding) {
    return finding.path("unmapped").path("gatewatch").path("credential").asString();
  }

  private void days(List<String> credentials) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      for (String credential : credentials) {
        ObjectNode row = object(DAY);
        row.put("credential", credential);
        row.put("day", LocalDate.ofEpochDay(FIRST / 86_400_000L + day).toString());
        for (int hour = 8; hour < 18; hour++) {
          int n = 3 + (hour * 7 + day) % 5;
          ArrayNode cells = ((ArrayNode) row.get("hours")).addArray();
          cells.add(hour).add(day == 17 ? 9 * n : n).add(day == 17 ? n : 0).add(n * 400);
          cells.add(4.5).add(9.2).add(1800).add(5200);
        }
        rows.add(row);
      }
    }
    try (OutputStream out =
        new ZstdOutputStream(Files.newOutputStream(folder.resolve("windows.jsonl.zst")))) {
      for (JsonNode row : rows) {
        out.write((row + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private ObjectNode object(String json) {
    return (ObjectNode) JSON.readTree(json);
  }

  private void lines(String name, List<JsonNode> rows) throws IOException {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(row).append('\n'));
    write(name, text.toString());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** The row with every text chosen anew, keys of counts too. */
  private JsonNode text(JsonNode node) {
    if (node instanceof StringNode text) {
      String was = text.stringValue();
      return was.matches("\\d{4}-\\d\\d-\\d\\d.*")
          ? node
          : JsonNodeFactory.instance.stringNode(chosen.apply(was));
    }
    if (node instanceof ArrayNode array) {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      array.forEach(one -> all.add(text(one)));
      return all;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode all = JsonNodeFactory.instance.objectNode();
      for (Iterator<Map.Entry<String, JsonNode>> it = object.properties().iterator();
          it.hasNext(); ) {
        Map.Entry<String, JsonNode> entry = it.next();
        String key = entry.getKey();
        all.set(key.startsWith("log's ") ? chosen.apply(key) : key, text(entry.getValue()));
      }
      return all;
    }
    return node;
  }

  private static final String DAY =
      """
      {"credential":"","day":"","group":"platform","stratum":4,"p":{"requests":0.2},"score":1.5,
       "p_day":0.4,"threshold":10.5,"outcome":"quiet","hours":[]}
      """;

  private static final String BASELINE =
      """
      {"credential":"","group":"platform","peers":14,"first_use":"2026-05-04T00:00:00Z",
       "last_day":"2026-06-02","windows":300,"active_days":30,"zone":{"name":"UTC+1","from":"inferred"},
       "gateway":{"windows":300,"networks":["240.81.127.0/24"],"systems":["AS64593"],"countries":["US"],
        "classes":["hosting"],"agents":["heron-python"],"fingerprints":["t13d2628h2_4b6f043e9fec"],
        "principals":["user-1"],"regions":["eu"],"nodes":["n1"],"hours_of_week":[1,2,3,0,0,4]},
       "requests":{"windows":60,"mean":4.5},"tokens_per_request":{"windows":60,"mean":400},
       "names":["/v1/messages","heron-2"]}
      """;

  private static final String LEDGER =
      """
      {"schema":"ledger/1","bindings":[
        {"name":"gateway","log_source":"gateway","format":["canonical"],"files":1,"lines":1010,
         "accepted":1000,"rejected":{"log's reason":7},"duplicates":2,"late":1,"id_reuse":0,
         "first_event_time":"2026-05-04T00:00:17Z","last_event_time":"2026-06-02T23:59:55Z",
         "gaps":[{"from":"2026-05-11T02:00:00Z","to":"2026-05-11T09:00:00Z","hours":7}],
         "unknown_keys":{"log's key":3}}],
       "totals":{"lines":1010,"accepted":1000,"rejected":7,"duplicates":2,"late":1,"id_reuse":0},
       "unmodelled":{"log's operation":4},"suppressions":[{"id":"load test","hidden":3}],
       "fingerprints":{"configuration":"e9e4","code":"a6a9","redaction_key":"b127"}}
      """;

  private static final String CALIBRATION =
      """
      {"schema":"calibration/1","early_days":14,"signals":[{"signal":"network","family":"identity",
        "early":{"certain":700,"bins":[[0.1,40],[0.01,6]]},
        "later":{"certain":900,"bins":[[0.1,60],[0.01,4],[1.0E-4,1]]}}],
       "p_day":{"certain":100,"bins":[[0.1,10],[0.001,1]]}}
      """;

  private static final String MANIFEST =
      """
      {"schema":"manifest/1","product":{"name":"Gatewatch","version":"0.1.0"},"files":[]}
      """;

  private static final String CASE =
      """
      {"class_uid":2005,"severity_id":5,"severity":"Critical","status_id":1,"status":"New",
       "is_suspected_breach":true,"time":1779388477274,"unmapped":{"gatewatch":{
        "case":{"uid":"c-1","number":1,"headline":"A leftover key was used from a new network"},
        "members":[],"joined_by":[{"kind":"network","value":"240.120.5.0/24","findings":[]}],
        "who":{"statement":"One credential from one network.",
         "credentials":[{"credential_id":"","principal":"p","owner":"o","vendor":"larkfield","role":"used",
           "first":1779388477274,"last":1780444203465,"requests":792}],
         "networks":[{"value":"240.120.5.0/24","asn":64632,"as_org":"Org","country":"US","as_type":"hosting",
           "first":1779388477274,"last":1780444203465,"requests":610,"new":true}],
         "agents":[{"value":"okhttp/4.12.0","first":1779388477274,"last":1780444203465,"requests":9,"new":true}],
         "fingerprints":[{"value":"t13d2901h2","first":1779388477274,"last":1780444203465,"requests":7,"new":false}],
         "links":[{"from":"credential:key-0007","to":"network:240.120.5.0/24","requests":560},
           {"from":"credential:key-0007","to":"agent:okhttp/4.12.0","requests":9}]},
        "since":{"statement":"Since 21 May.","first":1779388477274,"last":1780444203465,
          "not_before":1778500000000,"not_after":1779388477274},
        "taken":{"statement":"857 requests.","requests":857,"expected_requests":12.4,"input_tokens":1204331,
          "output_tokens":439658,"expected_tokens":3127,"bytes_out":5120034,
          "models":[{"value":"heron-x","requests":402,"input_tokens":700000,"output_tokens":301000}],
          "endpoints":[{"value":"/v1/messages","requests":700}]},
        "spread":{"statement":"No second credential.","contained":"yes","vendor":"larkfield","credentials":1,
          "vendors":["larkfield"],"log_sources":["gateway"],"because":"all its networks are the vendor's"},
        "actions":[{"order":2,"action":"block","what":"240.120.5.0/24","reason":"used by nobody else"},
          {"order":1,"action":"revoke","what":"key-0007","reason":"still enabled","contact":"soc@larkfield.example"}],
        "unknown":[{"kind":"gap","statement":"Seven hours of 11 May are missing."}]}}}
      """;
}
