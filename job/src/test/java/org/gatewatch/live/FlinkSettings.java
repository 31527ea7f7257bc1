package org.gatewatch.live;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration of a small cluster on the loopback. */
final class FlinkSettings {
  private FlinkSettings() {}

  /** The start scripts of a distribution would compute the memory; without them all is said. */
  static Map<String, String> of(Path directory, int slots, int restPort) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("jobmanager.rpc.address", "localhost");
    all.put("jobmanager.rpc.port", Integer.toString(Child.freePort()));
    all.put("jobmanager.bind-host", "127.0.0.1");
    all.put("rest.address", "localhost");
    all.put("rest.port", Integer.toString(restPort));
    all.put("rest.bind-address", "127.0.0.1");
    all.put("taskmanager.host", "localhost");
    all.put("taskmanager.bind-host", "127.0.0.1");
    all.put("taskmanager.numberOfTaskSlots", Integer.toString(slots));
    all.put("taskmanager.cpu.cores", "2");
    all.put("taskmanager.memory.task.heap.size", "400m");
    all.put("taskmanager.memory.task.off-heap.size", "0b");
    all.put("taskmanager.memory.framework.heap.size", "128m");
    all.put("taskmanager.memory.framework.off-heap.size", "64m");
    all.put("taskmanager.memory.managed.size", "64m");
    all.put("taskmanager.memory.network.min", "32m");
    all.put("taskmanager.memory.network.max", "32m");
    all.put("taskmanager.memory.jvm-metaspace.size", "256m");
    all.put("taskmanager.memory.jvm-overhead.min", "192m");
    all.put("taskmanager.memory.jvm-overhead.max", "192m");
    all.put("io.tmp.dirs", directory.resolve("tmp").toString());
    all.put("execution.checkpointing.dir", directory.resolve("checkpoints").toUri().toString());
    all.put(
        "execution.checkpointing.savepoint-dir",
        directory.resolve("savepoints").toUri().toString());
    all.put("execution.checkpointing.interval", "200ms");
    all.put("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    all.put("restart-strategy.type", "fixed-delay");
    all.put("restart-strategy.fixed-delay.attempts", "1000");
    all.put("restart-strategy.fixed-delay.delay", "100ms");
    // The REST interface tells what is so now.
    all.put("web.refresh-interval", "50");
    // A killed process is noticed by the refused connection, within two heartbeats.
    all.put("heartbeat.interval", "500ms");
    // A TaskManager misses a killed JobManager only when this is over.
    all.put("heartbeat.timeout", "8s");
    return all;
  }
}
