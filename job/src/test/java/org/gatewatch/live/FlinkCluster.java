package org.gatewatch.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A real Flink cluster: a JobManager and TaskManagers in processes of their own on the loopback,
 * with checkpoints in a directory. The classes of Gatewatch and of the tests come to it in a job
 * jar only, through Flink's class loader for users, as they do on a user's cluster.
 *
 * <p>There is no high availability: when the JobManager was killed, start another one and submit
 * the job again from {@link #lastCheckpoint()}.
 */
public final class FlinkCluster implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(90);
  private static final int SUBMIT_SECONDS = 90;
  private static final Pattern JOB_ID =
      Pattern.compile("Job has been submitted with JobID ([0-9a-f]{32})");
  private static final Pattern CHECKPOINT = Pattern.compile("chk-(\\d+)");

  private final Path directory;
  private final int restPort = Child.freePort();
  private final Rest rest = new Rest(restPort);
  private final Map<String, Child> taskManagers = new LinkedHashMap<>();
  private @Nullable Child jobManager;
  private int started;

  private FlinkCluster(Path directory) {
    this.directory = directory;
  }

  /**
   * Starts one; returns when all slots are there.
   *
   * @param directory an existing one, for configuration, outputs, checkpoints and savepoints
   * @param slots of each TaskManager
   * @param flink more of the configuration, or other values: {@code
   *     execution.checkpointing.interval} is 200 ms unless it says something else
   */
  public static FlinkCluster start(
      Path directory, int taskManagers, int slots, Map<String, String> flink) {
    FlinkCluster cluster = new FlinkCluster(directory);
    try {
      Files.createDirectories(cluster.checkpoints());
      Files.createDirectories(directory.resolve("conf"));
      Map<String, String> settings = FlinkSettings.of(directory, slots, cluster.restPort);
      settings.putAll(flink);
      Files.writeString(
          directory.resolve("conf/config.yaml"),
          settings.entrySet().stream()
              .map(e -> e.getKey() + ": " + e.getValue() + "\n")
              .collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cluster.startJobManager();
    for (int i = 0; i < taskManagers; i++) {
      cluster.startTaskManager();
    }
    cluster.awaitSlots(taskManagers * slots);
    return cluster;
  }

  /** Starts a JobManager where the last one was; returns when it answers. */
  public void startJobManager() {
    Child child =
        flink(
            "jobmanager",
            "320m",
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
            List.of("--configDir", directory.resolve("conf").toString()));
    jobManager = child;
    Await.until(
        "a JobManager",
        READY,
        () -> {
          if (!child.isAlive()) {
            throw new AssertionError("the JobManager ended\n" + Child.outputs());
          }
          return rest.get("/overview").has("slots-total");
        });
  }

  /**
   * Starts one more TaskManager.
   *
   * @return its name, {@code tm-1} and so on, never one twice
   */
  public String startTaskManager() {
    started++;
    String name = "tm-" + started;
    taskManagers.put(
        name,
        flink(
            name,
            "640m",
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
            List.of(
                "--configDir",
                directory.resolve("conf").toString(),
                "-Dtaskmanager.resource-id=" + name)));
    return name;
  }

  /** SIGKILL. */
  public void killJobManager() {
    if (jobManager != null) {
      jobManager.close();
    }
  }

  /** SIGKILL. */
  public void killTaskManager(String name) {
    Child child = taskManagers.remove(name);
    if (child == null) {
      throw new IllegalArgumentException(name + " is not one of " + taskManagers.keySet());
    }
    child.close();
  }

  /** Of the TaskManagers that run, the longest running first. */
  public List<String> taskManagers() {
    return List.copyOf(taskManagers.keySet());
  }

  /** Waits until at least so many slots are known and free. */
  public void awaitSlots(int free) {
    Await.until(
        free + " free slots",
        READY,
        () -> rest.get("/overview").get("slots-available").asInt() >= free);
  }

  /**
   * Runs a main through Flink's command line, detached, as {@code flink run -d} does.
   *
   * @param from a checkpoint or savepoint to start from
   * @return the id of the job
   */
  public String run(Class<?> main, int parallelism, @Nullable Path from, String... arguments) {
    List<String> options = new ArrayList<>(List.of("-d"));
    if (from != null) {
      options.addAll(List.of("-s", from.toUri().toString()));
    }
    Child child = client(main, parallelism, options, arguments);
    child.await("the submission", SUBMIT_SECONDS);
    Matcher id = JOB_ID.matcher(child.output());
    if (!id.find()) {
      throw new AssertionError("no job was submitted:\n" + child.output());
    }
    child.close();
    return id.group(1);
  }

  /** Runs a main as {@code flink run} does: the client stays as long as it likes. */
  Child stay(Class<?> main, int parallelism, String... arguments) {
    return client(main, parallelism, List.of(), arguments);
  }

  private Child client(Class<?> main, int parallelism, List<String> options, String... arguments) {
    List<String> all = new ArrayList<>(List.of("run", "-p", Integer.toString(parallelism)));
    all.addAll(options);
    all.addAll(List.of("-c", main.getName(), JobJar.in(directory).toString()));
    all.addAll(List.of(arguments));
    return Child.start(
        "submit",
        directory.resolve("submit-" + System.nanoTime() + ".txt"),
        "256m",
        libraries(),
        Map.of("FLINK_CONF_DIR", directory.resolve("conf").toString()),
        "org.apache.flink.client.cli.CliFrontend",
        all);
  }

  /** Ids and states, such as {@code RUNNING}, of all jobs the JobManager knows. */
  public Map<String, String> jobs() {
    Map<String, String> all = new LinkedHashMap<>();
    rest.get("/jobs")
        .get("jobs")
        .forEach(j -> all.put(j.get("id").asString(), j.get("status").asString()));
    return all;
  }

  /** Stops a job with a savepoint. */
  public Path stop(String job) {
    return savepoint("/jobs/" + job + "/stop", "targetDirectory", job);
  }

  /** Ends a job as if its inputs had ended. */
  public void drain(String job) {
    String target = directory.resolve("savepoints").toUri().toString();
    String path = "/jobs/" + job + "/stop";
    completed(rest.post(path, Map.of("targetDirectory", target, "drain", true)), job);
  }

  /** Where the checkpoints are written. */
  public Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  /** The last complete checkpoint, on a cluster that ran one job and its successors only. */
  public Path lastCheckpoint() {
    return lastCheckpoint(checkpoints())
        .orElseThrow(() -> new AssertionError("no checkpoint in " + checkpoints()));
  }

  /**
   * The highest {@code chk-N}, by number, that is complete, in a directory of checkpoints or of one
   * job. A job that starts from a checkpoint counts on from its number, so this is the last one of
   * a job and its successors.
   */
  public static Optional<Path> lastCheckpoint(Path directory) {
    try (Stream<Path> files = Files.walk(directory, 2)) {
      return files
          .filter(p -> CHECKPOINT.matcher(p.getFileName().toString()).matches())
          .filter(p -> Files.exists(p.resolve("_metadata")))
          .max(Comparator.comparingLong(FlinkCluster::number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (String name : taskManagers()) {
      killTaskManager(name);
    }
    killJobManager();
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
  }

  private Child flink(String name, String heap, String main, List<String> arguments) {
    return Child.start(
        name, directory.resolve(name + ".txt"), heap, libraries(), Map.of(), main, arguments);
  }

  /** All but the classes of Gatewatch and of the tests, and Kafka's broker. */
  private static String libraries() {
    return Child.jars(name -> !name.startsWith("kafka") || name.startsWith("kafka-clients"));
  }

  private Path savepoint(String path, String key, String job) {
    String target = directory.resolve("savepoints").toUri().toString();
    return completed(rest.post(path, Map.of(key, target)), job);
  }

  private Path completed(JsonNode asked, String job) {
    String request = asked.get("request-id").asString();
    String[] location = new String[1];
    Await.until(
        "a savepoint",
        READY,
        () -> {
          JsonNode told = rest.get("/jobs/" + job + "/savepoints/" + request);
          if (!"COMPLETED".equals(told.get("status").get("id").asString())) {
            return false;
          }
          location[0] = told.get("operation").path("location").asString("");
          if (location[0].isEmpty()) {
            throw new IllegalStateException(told.toString());
          }
          return true;
        });
    return Path.of(URI.create(location[0]));
  }
}
