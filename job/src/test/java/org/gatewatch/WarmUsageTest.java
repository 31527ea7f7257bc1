package org.gatewatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeping the state of a replay, and beginning a watch with what is none. */
class WarmUsageTest {
  @TempDir private Path folder;
  private Path config;

  @BeforeEach
  void aLog() throws IOException {
    Files.writeString(
        folder.resolve("log.jsonl"),
        "{\"event_time\":\"2026-03-01T08:00:00Z\",\"credential_id\":\"key-1\"}\n");
    config = config("gateway");
  }

  private Path config(String binding) throws IOException {
    return Files.writeString(
        folder.resolve(binding + ".yaml"),
        "bindings:\n  - {name: " + binding + ", path: log.jsonl, format: canonical}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--to=2026-03-02", "--hindsight", "--indicator=ip=192.0.2.1"})
  void aStateIsKeptOfWhatAWatchWouldHaveReadAndDone(String option) {
    CommandRun ran = replay("warm", "--keep-state", option);
    assertEquals(2, ran.code());
    assertEquals(
        "gatewatch: --keep-state reads to the end, as a watch does: leave out --to, --hindsight and"
            + " --indicator\n",
        ran.err());
    assertFalse(Files.exists(folder.resolve("warm")));
  }

  @Test
  void aWatchIsToldWhatIsNoStateForIt() throws IOException {
    refused(
        "--warm-from: nowhere holds no state: expected the output of replay --keep-state",
        config,
        folder.resolve("nowhere"));
    assertEquals(0, replay("warm").code());
    Path warm = folder.resolve("warm");
    refused(
        "--warm-from: warm holds no state: expected the output of replay --keep-state",
        config,
        warm);
    assertEquals(0, replay("warm", "--keep-state").code());
    assertTrue(Files.exists(warm.resolve("kept/savepoint/_metadata")));
    refused(
        "warm was made with the bindings gateway: expected the same in the same order, new ones"
            + " behind them",
        config("proxy"),
        warm);
    CommandRun same =
        CommandRun.of("watch", "--config", config, "--out", warm, "--warm-from", warm);
    assertEquals(2, same.code());
    assertEquals(
        "gatewatch: --warm-from: warm is --out, too: name another --out for the watch\n",
        same.errWithout(folder));
    Files.writeString(folder.resolve("key"), "0123456789abcdef".repeat(4));
    Path keyed = folder.resolve("keyed.yaml");
    Files.writeString(keyed, Files.readString(config) + "redaction: {key_file: key}\n");
    refused(
        "--warm-from: warm was made under another redaction key: expected the same GATEWATCH_KEY or"
            + " redaction.key_file",
        keyed,
        warm);
    assertEquals(0, replay("warm").code());
    assertFalse(Files.exists(warm.resolve("kept")), "of another run");
  }

  private CommandRun replay(String out, String... options) {
    Object[] arguments = new Object[6 + options.length];
    Object[] first = {"replay", "--quiet", "--config", config, "--out", folder.resolve(out)};
    System.arraycopy(first, 0, arguments, 0, first.length);
    System.arraycopy(options, 0, arguments, first.length, options.length);
    return CommandRun.of(arguments);
  }

  private void refused(String message, Path by, Path warmFrom) {
    CommandRun ran =
        CommandRun.of(
            "watch", "--config", by, "--out", folder.resolve("live"), "--warm-from", warmFrom);
    assertEquals(2, ran.code());
    assertEquals("gatewatch: " + message + "\n", ran.errWithout(folder));
    assertFalse(Files.exists(folder.resolve("live")));
  }
}
