package org.gatewatch.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gatewatch.detect.Rule;
import org.gatewatch.detect.RuleLabel;
import org.gatewatch.detect.SigmaCount;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.ingest.Formats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a rule matches, by the cases that the Sigma specification tells in words: rules
 * specification 2.0.0 (R), modifiers appendix 2.1.0 (M). Refused constructs: {@code
 * testdata/settings/wrong/sigma.yaml}.
 */
class SigmaRulesTest {
  private static final String HEAD =
      "title: T\nid: t\nlogsource: {category: webserver}\ndetection:\n";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}: {1} of {2}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        // R "General": case-insensitive strings
        "R General ~ model: HERON-2 ~ model=heron-2 ~ true",
        "R General ~ model: heron ~ model=heron-2 ~ false",
        "R General ~ user: Ada ~ principal=ADA ~ true",
        // R "String Wildcard": ? is one character, * any number
        "R String Wildcard ~ endpoint: 'prog?.exe' ~ endpoint=progA.exe ~ true",
        "R String Wildcard ~ endpoint: 'prog?.exe' ~ endpoint=prog.exe ~ false",
        "R String Wildcard ~ endpoint: 'antivirus_V*.exe' ~ endpoint=antivirus_V21.2.1.exe ~ true",
        "R String Wildcard ~ endpoint: 'antivirus_V*.exe' ~ endpoint=antivirus_V.exe ~ true",
        "R String Wildcard ~ sc-status: '4??' ~ status=403 ~ true",
        "R String Wildcard ~ sc-status: '4??' ~ status=200 ~ false",
        // R "Escaping"
        "R Escaping ~ host: 'a\\b' ~ host=a\\b ~ true",
        "R Escaping ~ host: 'a\\\\b' ~ host=a\\b ~ true",
        "R Escaping ~ host: 'a\\*' ~ host=a* ~ true",
        "R Escaping ~ host: 'a\\*' ~ host=ab ~ false",
        "R Escaping ~ host: 'a\\?' ~ host=ab ~ false",
        "R Escaping ~ host: 'a\\\\*' ~ host=a\\bc ~ true",
        "R Escaping ~ host: 'a\\\\*' ~ host=a* ~ false",
        "R Escaping ~ host: 'a\\\\\\*' ~ host=a\\* ~ true",
        "R Escaping ~ host: 'a\\\\\\*' ~ host=a\\b ~ false",
        "R Escaping ~ host: 'a\\\\\\\\' ~ host=a\\\\ ~ true",
        // R "Maps": AND of the fields, OR of a list of values; integers
        "R Maps ~ {host: h, status: [403, 404]} ~ host=h;status=404 ~ true",
        "R Maps ~ {host: h, status: [403, 404]} ~ host=g;status=404 ~ false",
        "R Maps ~ {host: h, status: [403, 404]} ~ host=h;status=401 ~ false",
        // R "Lists": maps are linked with OR
        "R Lists ~ [{host: h}, {status: 404}] ~ host=g;status=404 ~ true",
        "R Lists ~ [{host: h}, {status: 404}] ~ host=g;status=403 ~ false",
        // R "Special Field Values" and "Field Existence"
        "R Special Field Values ~ vendor: null ~ host=h ~ true",
        "R Special Field Values ~ vendor: null ~ vendor=v ~ false",
        "R Special Field Values ~ vendor: [null, v] ~ vendor=v ~ true",
        "R Field Existence ~ 'vendor|exists': true ~ vendor=v ~ true",
        "R Field Existence ~ 'vendor|exists': false ~ vendor=v ~ false",
        "R Field Existence ~ 'status|exists': false ~ vendor=v ~ true",
        // M "Generic Modifiers"
        "M all ~ 'endpoint|contains|all': [a, b] ~ endpoint=xbya ~ true",
        "M all ~ 'endpoint|contains|all': [a, b] ~ endpoint=xa ~ false",
        "M startswith ~ 'host|startswith': adm ~ host=ADMIN ~ true",
        "M startswith ~ 'host|startswith': adm ~ host=an admin ~ false",
        "M endswith ~ 'host|endswith': '\\cmd.exe' ~ host=c:\\cmd.exe ~ true",
        "M endswith ~ 'host|endswith': cmd ~ host=cmd.exe ~ false",
        "M contains ~ 'host|contains': 'b?d' ~ host=abcde ~ true",
        "M contains ~ 'host|contains': '*' ~ host=h ~ true",
        "M cased ~ 'host|cased': Admin ~ host=admin ~ false",
        "M cased ~ 'host|contains|cased': Adm ~ host=An Admin ~ true",
        // M "Regular Expression": with case, anywhere; i, m, s
        "M re ~ 'host|re': 'a[0-9]{2,3}$' ~ host=xa12 ~ true",
        "M re ~ 'host|re': 'A[0-9]' ~ host=a1 ~ false",
        "M re ~ 'host|re|i': 'A[0-9]' ~ host=a1 ~ true",
        "M re ~ 'host|re': '^(a|b)c+$' ~ host=bccc ~ true",
        "M re ~ 'host|re': '^(a|b)c+$' ~ host=bccd ~ false",
        // M "Numeric Modifiers"; an absent number is in no order
        "M lt ~ 'status|lt': 400 ~ status=399 ~ true",
        "M lte ~ 'status|lte': 400 ~ status=400 ~ true",
        "M gt ~ 'output_tokens|gt': 1000 ~ output_tokens=1000 ~ false",
        "M gte ~ 'output_tokens|gte': 1e3 ~ output_tokens=1000 ~ refused",
        "M gte ~ 'output_tokens|gte': 1000 ~ output_tokens=1000 ~ true",
        "M lt ~ 'status|lt': 400 ~ host=h ~ false",
        // M "IP Modifiers"
        "M cidr ~ 'c-ip|cidr': 192.0.2.0/24 ~ source_ip=192.0.2.77 ~ true",
        "M cidr ~ 'c-ip|cidr': [10.0.0.0/8, '2001:db8::/32'] ~ source_ip=2001:db8::1 ~ true",
        "M cidr ~ 'c-ip|cidr': 192.0.2.0/24 ~ source_ip=192.0.3.1 ~ false",
        "M cidr ~ 'ip_chain|cidr': 192.0.2.0/24 ~ ip_chain=10.0.0.1 192.0.2.1 ~ true",
        "flags ~ mfa: false ~ mfa=0 ~ true",
        "list ~ ip_chain: 10.0.0.1 ~ ip_chain=10.0.0.1 192.0.2.1 ~ true",
      })
  void selectionsMatchAsTheSpecificationSays(
      String section, String selection, String event, String expected) throws Exception {
    String body =
        selection.startsWith("[") || selection.startsWith("{")
            ? "  s: " + selection + "\n"
            : "  s:\n    " + selection + "\n";
    String rule = HEAD + body + "  condition: s\n";
    if (expected.equals("refused")) {
      assertThrows(SettingsException.class, () -> rules(rule));
      return;
    }
    boolean matches = rules(rule).get(0).check(event(event), null) != null;
    assertEquals(Boolean.parseBoolean(expected), matches, section);
  }

  /** R "Condition". The selections a, b, a_1 and _c hold where the field has a 1. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a and b | 10 | false",
        "a or b | 01 | true",
        "not a | 01 | true",
        "not not a | 10 | true",
        // "least to most binding": or, and, not
        "a or b and not a | 10 | true",
        "(a or b) and not a | 10 | false",
        "not a or b | 11 | true",
        "not (a or b) | 00 | true",
        "1 of them | 00 | false",
        "any of them | 01 | true",
        "all of them | 11 | true",
        // an identifier that begins with an underscore is not among them
        "1 of them | 0 | false",
        "_c | 0 | true",
        "1 of b* | 01 | true",
        "all of a* | 10 | false",
        "1 of a* and not 1 of b* | 10 | true",
        "A or b | 00 | refused",
        "1 of c* | 00 | refused",
        "a b | 00 | refused",
        "a and | 00 | refused",
        "a) | 00 | refused"
      })
  void conditionsBindAsTheSpecificationSays(String condition, String model, String expected)
      throws Exception {
    String rule =
        HEAD
            + "  a: {model: '1*'}\n  b: {model: '?1'}\n  a_1: {model: '11'}\n"
            + "  _c: {model: '?'}\n  condition: "
            + condition
            + "\n";
    if (expected.equals("refused")) {
      assertThrows(SettingsException.class, () -> rules(rule));
      return;
    }
    boolean matches = rules(rule).get(0).check(event("model=" + model), null) != null;
    assertEquals(Boolean.parseBoolean(expected), matches);
  }

  @Test
  void aRuleSaysWhatItIs() throws Exception {
    Rule rule =
        rules(
                """
                title: A title
                description: Look here.
                level: critical
                author: kit
                tags: [attack.t1078.004, attack.T1526, attack.discovery, cve.2026.1]
                falsepositives: [a test, another]
                status: stable
                date: 2026-05-01
                logsource: {product: gatewatch}
                detection: {s: {model: a}, condition: s}
                """)
            .get(0);
    assertEquals("sigma:a-title", rule.id());
    assertEquals(
        new RuleLabel(
            "A title",
            5,
            "Look here. Known to be harmless: a test, another.",
            List.of("T1078.004", "T1526")),
        rule.label());
    assertEquals(
        "used 2026-05-01T00:00Z; matches the Sigma rule \"A title\": model a",
        rule.check(event("model=a"), null));
  }

  /** C "Related rules", "Generate" (correlation rules specification 2.0.0). */
  @Test
  void correlatedRulesSpeakForThemselvesOnlyWhenAsked() throws Exception {
    String base = HEAD + "  s: {model: a}\n  condition: s\n---\n";
    String correlation =
        """
        title: C
        id: c
        correlation:
          type: event_count
          rules: [t]
          group-by: [credential_id]
          timespan: 90m
          condition: {gt: 9}
        """;
    List<Rule> rules = rules(base + correlation);
    assertEquals(1, rules.size());
    SigmaCount count = (SigmaCount) rules.get(0);
    assertEquals(10, count.least());
    assertEquals(5_400_000, count.timespan());
    assertEquals(
        List.of("sigma:t", "sigma:c"),
        rules(base + correlation + "  generate: true\n").stream().map(Rule::id).toList());
    assertEquals(
        List.of("sigma:c"), rules(correlation + "---\n" + base).stream().map(Rule::id).toList());
  }

  @Timeout(20)
  @Test
  void hostileTextsCostNoTimeAndAreCutInWords() throws Exception {
    String stars = "*a".repeat(400) + "*b";
    String hostile = "a".repeat(AccessEvent.MAX_TEXT);
    Rule rule = rules(HEAD + "  s:\n    endpoint: '" + stars + "'\n  condition: not s\n").get(0);
    String said = rule.check(event("endpoint=" + hostile), null);
    assertTrue(Objects.requireNonNull(said).length() < 250, said);
    Rule odd = rules(HEAD + "  s: {host: 'ſtraße*'}\n  condition: s\n").get(0);
    assertTrue(odd.check(event("host=STRAßE\u202E\uD800"), null) != null);
  }

  /** What decides is the text of the file: the fingerprint of the settings tells them apart. */
  @Test
  void anotherTextIsAnotherConfiguration() throws Exception {
    String one = load(HEAD + "  s: {model: a}\n  condition: s\n").fingerprint();
    String same = load(HEAD + "  s: {model: a}\n  condition: s\n").fingerprint();
    String other = load(HEAD + "  s: {model: b}\n  condition: s\n").fingerprint();
    assertEquals(one, same);
    assertTrue(!one.equals(other));
  }

  private List<Rule> rules(String text) throws Exception {
    return load(text).policy().sigma();
  }

  private Settings load(String text) throws Exception {
    Files.writeString(folder.resolve("rule.yml"), text);
    Path config = folder.resolve("config.yaml");
    Files.writeString(config, "policy: {sigma: rule.yml}\n");
    return new SettingsLoader(Formats.ids(), Map.of()).load(config, null);
  }

  private static AccessEvent event(String pairs) {
    AccessEvent.Builder out = new AccessEvent.Builder();
    out.set(Field.EVENT_TIME, 1_777_593_600_000L);
    for (String pair : pairs.split(";")) {
      int equals = pair.indexOf('=');
      Field field = Objects.requireNonNull(Field.of(pair.substring(0, equals)), pair);
      String value = pair.substring(equals + 1);
      if (field.isText()) {
        out.set(field, value);
      } else {
        out.set(field, Long.parseLong(value));
      }
    }
    return out.build(0, "cred-1", 0, 0, 1, 0);
  }
}
