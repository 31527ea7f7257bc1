package org.gatewatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Damaged logs are read as far as they go: exit code 0, every line accounted for, a warning. */
class BadInputTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MORNING = Instant.parse("2026-03-01T08:00:00Z").toEpochMilli();

  @TempDir Path folder;

  @Test
  void anEmptyFileIsToldToBeEmpty() throws IOException {
    CommandRun ran = replay(file("empty.log", ""));
    assertEquals(0, ran.code(), ran.err());
    assertTrue(ran.err().startsWith("input: 1 file, empty (gateway)\n"), ran.err());
    assertTrue(ran.out().contains("\ninput: nothing was read\n"), ran.out());
    assertEquals(0, ledger().path("totals").path("lines").asLong());
    assertEquals(0, Files.size(out().resolve("alerts.jsonl")));
    assertFalse(ran.showsAStackTrace());
  }

  @Test
  void aPathThatDoesNotExistIsNotWatched() throws IOException {
    Path config = file("gatewatch.yaml", "bindings:\n  - {name: gateway, path: /no/such/logs/}\n");
    CommandRun ran = CommandRun.of("watch", "--config", config, "--out", folder.resolve("live"));
    assertEquals(2, ran.code(), ran.err());
    assertTrue(
        ran.err().contains("/no/such/logs: does not exist; expected a file, a folder or a glob")
            || ran.err().contains("/no/such/logs/: does not exist; expected a file"),
        ran.err());
    assertFalse(Files.exists(folder.resolve("live")));
  }

  @Test
  void whatIsNoLogInADirectoryIsPassedOverAndTold() throws IOException {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    Files.writeString(logs.resolve("gateway.jsonl"), line(1, MORNING) + line(2, MORNING));
    Files.writeString(logs.resolve("SOURCE.txt"), "where the logs are from");
    CommandRun ran = replay(logs);
    assertEquals(0, ran.code(), ran.err());
    assertTrue(
        ran.errWithout(folder).contains("\npassed over, no log: logs/SOURCE.txt: "), ran.err());
    assertEquals(2, ledger().path("totals").path("lines").asLong());
    assertEquals(
        2, replay(logs.resolve("SOURCE.txt")).code(), "a file that was named must be read");
    Files.delete(logs.resolve("gateway.jsonl"));
    assertEquals(2, replay(logs).code(), "nothing in it is a log");
  }

  @Test
  void damageCostsTheDamagedLinesOnly() throws IOException {
    byte[] whole = gzip(lines(0, 2_000));
    Files.write(folder.resolve("cut.gz"), Arrays.copyOf(whole, whole.length * 2 / 3));
    byte[] binary = new byte[51_200];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) i;
    }
    Files.write(folder.resolve("binary"), binary);
    file(
        "long",
        line(1, MORNING)
            + "{\"event_time\":\""
            + "x".repeat(10_000_000)
            + "\"}\n"
            + line(2, MORNING));
    file(
        "times",
        line(1, 0)
            + line(2, MORNING)
            + line(3, Instant.parse("2200-01-01T00:00:00Z").toEpochMilli())
            + line(4, MORNING + 1000)
            + line(5, MORNING + 2000));
    file("empty", "");
    Path config =
        file(
            "gatewatch.yaml",
            """
            bindings:
              - {name: cut, path: cut.gz}
              - {name: binary, path: binary, format: canonical}
              - {name: long, path: long}
              - {name: times, path: times}
              - {name: empty, path: empty}
            """);
    CommandRun ran = replay("--config", config);
    assertEquals(0, ran.code(), ran.err());
    assertFalse(ran.showsAStackTrace());

    JsonNode cut = binding("cut");
    assertEquals("{\"truncated_archive\":1}", cut.path("rejected").toString());
    long read = cut.path("accepted").asLong();
    assertTrue(read > 1_000 && read < 2_000, "accepted of the cut file: " + read);
    assertTrue(ran.out().contains("\ncut: 1 line rejected ("), ran.out());

    assertEquals(0, binding("binary").path("accepted").asLong());
    assertEquals(
        binding("binary").path("lines").asLong(),
        binding("binary").path("rejected").path("binary").asLong()
            + binding("binary").path("rejected").path("not_json").asLong());
    assertTrue(ran.out().contains("lines rejected (100.00 %): binary "), ran.out());

    assertEquals(2, binding("long").path("accepted").asLong());
    assertEquals("{\"line_too_long\":1}", binding("long").path("rejected").toString());

    // An event that held the front at 1970 or pushed it to 2200 would make all others wait or late.
    assertEquals(3, binding("times").path("accepted").asLong());
    assertEquals("{\"time_out_of_range\":2}", binding("times").path("rejected").toString());
    assertEquals(0, ledger().path("totals").path("late").asLong());

    assertTrue(ran.out().contains("\nempty: nothing was read\n"), ran.out());
    JsonNode totals = ledger().path("totals");
    assertEquals(
        totals.path("rejected").asLong(),
        Files.readAllLines(out().resolve("rejected.jsonl")).size());
    for (String place : new String[] {"cut", "long"}) {
      JsonNode rejected = rejected(place);
      assertTrue(rejected.path("line").asLong() > 0, rejected.toString());
      assertTrue(rejected.path("offset").asLong() > 0, rejected.toString());
      assertTrue(rejected.path("excerpt").asString().length() <= 2_000, "a long excerpt");
    }
  }

  @Test
  void eventsOutOfOrderAreLeftOutAndTheReaderToldWhatToDo() throws IOException {
    Path log = file("log", line(1, MORNING) + line(2, MORNING + 7_200_000) + line(3, MORNING + 1));
    CommandRun ran = replay(log);
    assertEquals(0, ran.code(), ran.err());
    assertEquals(1, ledger().path("totals").path("late").asLong());
    assertTrue(
        ran.out()
            .contains(
                "\ninput: 1 event left out, up to 2 h behind the event before: set max_lateness in"
                    + " the configuration to at least as much; see late.jsonl\n"),
        ran.out());
  }

  @Test
  void aFullDiskIsNamedWithItsFile() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no /dev/full on this system");
    Files.createDirectories(out());
    Files.writeString(out().resolve(OutputDirectory.MARK), "");
    Files.createSymbolicLink(out().resolve("rejected.jsonl"), full);
    CommandRun ran =
        replay("--quiet", file("log", line(1, MORNING) + "no json\n" + line(2, MORNING)));
    assertEquals(1, ran.code());
    assertEquals(
        "gatewatch: cannot write out/rejected.jsonl: No space left on device\n",
        ran.errWithout(folder));
    assertEquals("", ran.out());
    assertFalse(Files.exists(out().resolve("alerts.jsonl")), "findings of a failed run");
  }

  @Test
  void failOnTellsWhetherSuchAFindingExists() throws IOException {
    Path log = file("log", lines(0, 10));
    Object[] canary = {"--quiet", "--indicator", "ip=192.0.2.7", log};
    CommandRun ran = replay(with(canary, "--fail-on", "informational"));
    assertEquals(3, ran.code(), ran.err());
    assertEquals("", ran.out() + ran.err());
    ran = replay("--quiet", "--fail-on", "informational", log);
    assertEquals(0, ran.code(), ran.err());
  }

  @Test
  void gatewayAndVendorGiveTheSameInAnyOrder() throws IOException {
    Path gateway = file("g.jsonl", lines(0, 100));
    Path vendor = file("v.jsonl", lines(100, 200).replace("\"gateway\"", "\"vendor\""));
    Object[] one = {"--indicator", "ip=192.0.2.7", "gateway=" + gateway, "vendor=" + vendor};
    Object[] other = {"vendor=" + vendor, "gateway=" + gateway, "--indicator", "ip=192.0.2.7"};
    CommandRun ran = replay(one);
    assertEquals(0, ran.code(), ran.err());
    assertTrue(
        ran.err()
            .startsWith(
                "gateway: 1 file, canonical (gateway)\nvendor: 1 file, canonical (vendor)\n"),
        ran.err());
    byte[] alerts = Files.readAllBytes(out().resolve("alerts.jsonl"));
    JsonNode ledger = ledger();
    assertTrue(alerts.length > 0);
    assertEquals(0, replay(other).code());
    assertEquals(new String(alerts, UTF_8), Files.readString(out().resolve("alerts.jsonl")));
    assertEquals(ledger, ledger());
  }

  private CommandRun replay(Object... arguments) {
    return CommandRun.of(
        with(new Object[] {"replay", "--parallelism", "1", "--out", out()}, arguments));
  }

  private static Object[] with(Object[] some, Object... more) {
    Object[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  private Path out() {
    return folder.resolve("out");
  }

  private JsonNode ledger() throws IOException {
    return JSON.readTree(Files.readString(out().resolve("ledger.json")));
  }

  private JsonNode binding(String name) throws IOException {
    for (JsonNode binding : ledger().path("bindings")) {
      if (binding.path("name").asString().equals(name)) {
        return binding;
      }
    }
    throw new AssertionError("no binding " + name);
  }

  private JsonNode rejected(String binding) throws IOException {
    return Files.readAllLines(out().resolve("rejected.jsonl")).stream()
        .map(JSON::readTree)
        .filter(line -> line.path("binding").asString().equals(binding))
        .findFirst()
        .orElseThrow();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, UTF_8);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String lines(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> line(i, MORNING + i * 1_000L))
        .collect(Collectors.joining());
  }

  private static String line(int number, long time) {
    return String.format(
        Locale.ROOT,
        "{\"event_time\":%d,\"log_source\":\"gateway\",\"request_id\":\"r-%d\","
            + "\"credential_id\":\"key-1\",\"source_ip\":\"192.0.2.7\",\"status\":200}%n",
        time,
        number);
  }
}
