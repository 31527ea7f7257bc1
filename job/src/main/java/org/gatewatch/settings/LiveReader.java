package org.gatewatch.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The {@code watch} section, and what a binding says of Kafka. */
final class LiveReader {
  private static final String BROKERS = "host:port, or several with commas between";
  private static final long LEAST_CHECKPOINT = 100;

  private final Section top;
  private final Path folder;

  LiveReader(Section top, Path folder) {
    this.top = top;
    this.folder = folder;
  }

  Live read(List<Topic> topics, List<Outlet> sinks) {
    Section watch = top.section("watch", Keys.WATCH);
    Live otherwise = Live.DEFAULT;
    if (watch == null) {
      return new Live(
          topics,
          null,
          otherwise.backend(),
          otherwise.checkpointEveryMs(),
          otherwise.idleAfterMs(),
          sinks,
          otherwise.metricsPort());
    }
    Live.Backend backend =
        watch.value(
            "state_backend",
            "heap or rocksdb",
            raw ->
                switch (raw) {
                  case "heap" -> Live.Backend.HEAP;
                  case "rocksdb" -> Live.Backend.ROCKSDB;
                  default -> null;
                });
    String state = watch.text("state");
    Long every =
        watch.value(
            "checkpoint_every", "a duration from 100ms, such as 30s", LiveReader::checkpoint);
    Long idle = watch.value("idle_after", Values.DURATION, Values::duration);
    Integer port = watch.value("metrics_port", "a port, or 0 for none", LiveReader::port);
    return new Live(
        topics,
        state == null ? null : folder.resolve(state).toString(),
        Objects.requireNonNullElse(backend, otherwise.backend()),
        Objects.requireNonNullElse(every, otherwise.checkpointEveryMs()),
        Objects.requireNonNullElse(idle, otherwise.idleAfterMs()),
        sinks,
        Objects.requireNonNullElse(port, otherwise.metricsPort()));
  }

  /** The topic of one binding, null without one. */
  static @Nullable Topic topic(Section section, int binding, @Nullable String format) {
    List<String> topics = section.texts("topic");
    if (topics.isEmpty()) {
      for (String key : List.of("brokers", "kafka")) {
        if (section.get(key) != null) {
          section.wrong(key, null, "expected only beside a topic");
        }
      }
      return null;
    }
    String brokers = section.required("brokers", BROKERS, LiveReader::brokers);
    if (section.get("format") == null) {
      section.wrong("format", null, "missing: a topic's format is not told from its content");
    } else if ("csv".equals(format)) {
      section.wrong("format", format, "expected another one: records of a topic have no header");
    }
    return new Topic(binding, topics, Objects.requireNonNullElse(brokers, ""), properties(section));
  }

  private static @Nullable String brokers(String raw) {
    return raw.matches("[^,\\s]+:[0-9]+(,[^,\\s]+:[0-9]+)*") ? raw : null;
  }

  private static Map<String, String> properties(Section section) {
    Map<String, String> out = new TreeMap<>();
    Node found = section.get("kafka");
    if (found == null) {
      return out;
    }
    if (found.kind() != Node.Kind.MAPPING) {
      section.wrong("kafka", found.shown(), "expected a mapping of consumer properties");
      return out;
    }
    Section kafka = section.section("kafka", List.copyOf(found.entries().keySet()));
    for (String key : found.entries().keySet()) {
      Node node = found.entries().get(key);
      if (node != null && Values.isSecretProperty(key, node.text())) {
        section.wrong("kafka", key, Values.NO_SECRET);
        continue;
      }
      String value = Objects.requireNonNull(kafka).text(key);
      if (value != null) {
        out.put(key, value);
      }
    }
    return out;
  }

  private static @Nullable Long checkpoint(String raw) {
    Long ms = Values.duration(raw);
    return ms == null || ms < LEAST_CHECKPOINT ? null : ms;
  }

  private static @Nullable Integer port(String raw) {
    return raw.matches("[0-9]{1,5}") && Integer.parseInt(raw) <= 65_535
        ? Integer.valueOf(raw)
        : null;
  }
}
