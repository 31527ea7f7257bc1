package org.gatewatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A vendor that hands over its Okta System Log: six keys over three weeks, each used in the hours
 * after its owner's login in the morning. Two rest from the ninth day on and are used again ten
 * days later, one of them without a login. One person has two keys and logs in once for both.
 */
class OktaFeedTest {
  private static final Instant BEGIN = Instant.parse("2026-03-02T00:00:00Z");
  private static final int DAYS = 21;
  private static final int RESTS = 9;
  private static final int AGAIN = 19;

  @TempDir Path folder;
  private final List<String> gateway = new ArrayList<>();
  private final List<String> logins = new ArrayList<>();

  private static String time(int day, int hour, int minute) {
    return BEGIN.plusSeconds(((day * 24L + hour) * 60 + minute) * 60).toString();
  }

  private void use(int key, int day) {
    for (int hour = 8; hour < 16; hour++) {
      for (int i = 0; i < 5; i++) {
        gateway.add(
            "{\"event_time\":\"%s\",\"credential_id\":\"key-%d\",\"request_id\":\"r%d\",\"status\":200,\"source_ip\":\"192.0.2.%d\",\"endpoint\":\"/v1/messages\",\"model\":\"m\"}"
                .formatted(time(day, hour, 7 * i + key), key, gateway.size(), 10 + key));
      }
    }
  }

  private void login(String name, int day) {
    logins.add(
        "{\"uuid\":\"u%d\",\"published\":\"%s\",\"eventType\":\"user.session.start\",\"actor\":{\"id\":\"00u\",\"type\":\"User\",\"alternateId\":\"%s\"},\"client\":{\"ipAddress\":\"198.51.100.7\",\"userAgent\":{\"rawUserAgent\":\"Mozilla/5.0\"}},\"outcome\":{\"result\":\"SUCCESS\"},\"transaction\":{\"id\":\"t%d\"}}"
            .formatted(logins.size(), time(day, 7, 50), name, logins.size()));
  }

  private List<String> replayed() throws IOException {
    for (int day = 0; day < DAYS; day++) {
      for (int key = 1; key <= 6; key++) {
        boolean rests = key <= 2 && day >= RESTS && day != AGAIN;
        if (!rests) {
          use(key, day);
        }
        boolean without = key == 2 && day == AGAIN;
        if (!rests && !without && key != 6) {
          login("p" + key + "@acme.example", day);
        }
      }
    }
    gateway.sort(null); // by event time, which begins each line
    Files.writeString(folder.resolve("gateway.jsonl"), String.join("\n", gateway) + "\n");
    Files.writeString(folder.resolve("okta.jsonl"), String.join("\n", logins) + "\n");
    StringBuilder roster = new StringBuilder("credential_id,owner,vendor,aliases\n");
    for (int key = 1; key <= 6; key++) {
      int person = Math.min(5, key);
      roster.append("key-%d,p%d,acme,p%d@acme.example\n".formatted(key, person, person));
    }
    Files.writeString(folder.resolve("roster.csv"), roster);
    Path config =
        Files.writeString(
            folder.resolve("gatewatch.yaml"),
            """
            bindings:
              - {name: gateway, path: gateway.jsonl, log_source: gateway}
              - {name: okta, path: okta.jsonl, format: okta, log_source: vendor, vendor: acme}
            roster: {file: roster.csv, complete: true}
            """);
    CommandRun ran =
        CommandRun.of(
            "replay", "--quiet", "--no-report", "--config", config, "--out", folder.resolve("out"));
    assertEquals(0, ran.code(), ran.err());
    return Files.readAllLines(folder.resolve("out").resolve("alerts.jsonl"));
  }

  @Test
  void onlyTheUseWithoutALoginIsTold() throws IOException {
    List<String> ruled =
        replayed().stream().filter(l -> l.contains("\"outside-vendor-path\"")).toList();
    assertEquals(1, ruled.size(), () -> String.join("\n", ruled));
    String told = ruled.get(0);
    assertTrue(told.contains("\"credential\":\"key-2\""), told);
    assertTrue(told.contains("without a login of the owner at acme"), told);
    String cases = Files.readString(folder.resolve("out").resolve("cases.jsonl"));
    assertTrue(cases.contains("key-2"), cases);
    // One login of p5's covers both of its keys; it is one line of the log, and counted once.
    String ledger = Files.readString(folder.resolve("out").resolve("ledger.json"));
    assertTrue(
        ledger.replaceAll("\\s", "").contains("\"accepted\":" + logins.size() + ","), ledger);
  }
}
