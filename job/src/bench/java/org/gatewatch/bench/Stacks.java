package org.gatewatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sums up collapsed stacks of a profiler: {@code Stacks FILE}. */
public final class Stacks {
  private static final int TOP = 25;

  /** A stack belongs to the first of these that one of its frames names, the innermost first. */
  private static final Map<String, List<String>> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("JIT compiler", List.of("CompileBroker", "C1_", "C2Compiler", "Compiler::"));
    PARTS.put("garbage collector", List.of("GCTask", "PSScavenge", "PSParallel", "VM_ParallelGC"));
    PARTS.put("read and cut", List.of("ingest/Archive", "ingest/Lines", "FileChannelImpl"));
    PARTS.put("redact", List.of("ingest/Redactor"));
    PARTS.put("record hash", List.of("event/RecordHash", "java/security/MessageDigest"));
    PARTS.put("deserialize", List.of("AccessEvent.read", "EventCodec.read", "EventBytes.read"));
    PARTS.put("serialize", List.of("AccessEvent.write", "EventCodec.write", "EventBytes.write"));
    PARTS.put("enrich, key, build", List.of("FileReader.build"));
    PARTS.put("parse", List.of("ingest/FileReader.parse"));
    PARTS.put("rules", List.of("detect/RuleWatch"));
    PARTS.put("window", List.of("baseline/Window.add", "OpenWindow"));
    PARTS.put("order and drain", List.of("CredentialProfile"));
    PARTS.put("judge", List.of("judge/Judge", "JudgeOperator"));
    PARTS.put(
        "timers and state", List.of("onTimer", "InternalTimer", "HeapValueState", "StateTable"));
    PARTS.put("merge", List.of("io/FileMerge", "io/ReplayReader"));
    PARTS.put("Flink, other", List.of("org/apache/flink"));
  }

  private Stacks() {}

  public static void main(String[] args) throws IOException {
    Map<String, Long> self = new TreeMap<>();
    Map<String, Long> inclusive = new TreeMap<>();
    Map<String, Long> parts = new TreeMap<>();
    Map<String, Long> threads = new TreeMap<>();
    long all = 0;
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      int space = line.lastIndexOf(' ');
      long n = Long.parseLong(line.substring(space + 1));
      String[] frames = line.substring(0, space).split(";");
      all += n;
      self.merge(frames[frames.length - 1], n, Long::sum);
      for (String frame : new HashSet<>(List.of(frames).subList(1, frames.length))) {
        inclusive.merge(frame, n, Long::sum);
      }
      threads.merge(frames[0].replaceAll("[ -]?#?\\d.*| tid=.*", ""), n, Long::sum);
      parts.merge(part(line), n, Long::sum);
    }
    print("Threads", threads, all);
    print("Parts", parts, all);
    print("Self time", self, all);
    inclusive.keySet().removeIf(frame -> !frame.startsWith("org/gatewatch"));
    print("Frames of ours, with what they call", inclusive, all);
  }

  private static String part(String stack) {
    for (Map.Entry<String, List<String>> part : PARTS.entrySet()) {
      for (String mark : part.getValue()) {
        if (stack.contains(mark)) {
          return part.getKey();
        }
      }
    }
    return "start and other";
  }

  private static void print(String title, Map<String, Long> of, long all) {
    System.out.printf(Locale.ROOT, "%n## %s%n%n| %% | where |%n|--:|---|%n", title);
    of.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(TOP)
        .forEach(
            e ->
                System.out.printf(
                    Locale.ROOT, "| %.1f | %s |%n", 100.0 * e.getValue() / all, e.getKey()));
  }
}
