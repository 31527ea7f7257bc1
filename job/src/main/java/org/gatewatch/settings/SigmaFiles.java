package org.gatewatch.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.gatewatch.detect.Rule;
import org.gatewatch.detect.SigmaRule;

/**
 * The Sigma rules that {@code policy.sigma} names, in the order of the files (of a folder by name)
 * and of the documents in them. Rules that a correlation refers to are part of it, unless it says
 * {@code generate: true}. What is not supported is a problem that names it.
 */
final class SigmaFiles {
  private static final long LARGEST = 1 << 20;
  private static final int MOST_FILES = 10_000;

  private final List<Document> documents = new ArrayList<>();
  private final Map<String, SigmaRule> byReference = new HashMap<>();
  private final Set<String> correlations = new HashSet<>();
  private final Set<String> ids = new HashSet<>();

  /**
   * One rule as it stands in a file.
   *
   * @param digest of the whole file
   */
  record Document(Node node, String digest, Problems problems) {
    boolean isCorrelation() {
      return node.entries().containsKey("correlation");
    }
  }

  private SigmaFiles() {}

  /**
   * Reads them from where the policy says.
   *
   * @param sources is told of every file and folder, and of the text of each file
   */
  static List<Rule> read(Section policy, Path folder, Problems problems, Sources sources) {
    List<Path> given =
        policy.values(
            "sigma",
            "the path of a file or folder of Sigma rules",
            raw -> {
              Path path = SettingsLoader.path(folder, raw);
              return path != null && Files.exists(path) ? path : null;
            });
    SigmaFiles out = new SigmaFiles();
    for (Path path : given) {
      List<Path> files = files(path, sources);
      if (files.isEmpty()) {
        policy.wrong("sigma", path.toString(), "expected a folder with .yml or .yaml files");
      } else if (files.size() > MOST_FILES) {
        policy.wrong("sigma", path.toString(), "more than " + MOST_FILES + " files");
      } else {
        files.forEach(file -> out.open(file, problems.in(file.toString()), sources));
      }
    }
    return out.rules();
  }

  /** Reads rules from texts, by the names of their files and in that order. */
  static List<Rule> read(Map<String, String> texts, Problems problems) {
    SigmaFiles out = new SigmaFiles();
    texts.forEach((name, text) -> out.take(text, problems.in(name)));
    return out.rules();
  }

  private static List<Path> files(Path path, Sources sources) {
    sources.opened(path);
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> all = Files.walk(path)) {
      return all.peek(
              file -> {
                if (Files.isDirectory(file)) {
                  sources.opened(file); // what is put into it later is a change
                }
              })
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(".yml") || file.toString().endsWith(".yaml"))
          .sorted()
          .limit(MOST_FILES + 1)
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private void open(Path file, Problems problems, Sources sources) {
    sources.opened(file);
    try {
      if (Files.size(file) > LARGEST) {
        problems.add(0, "", null, "larger than 1 MiB");
        return;
      }
    } catch (IOException e) {
      // The reading below says what is wrong.
    }
    String text = SettingsLoader.text(file, problems);
    if (text != null) {
      sources.sigma(file.toString(), text);
      take(text, problems);
    }
  }

  private void take(String text, Problems problems) {
    List<Node> nodes = NodeReader.documents(text, problems);
    String digest = digest(text);
    for (Node node : nodes) {
      if (node.kind() == Node.Kind.MAPPING) {
        documents.add(new Document(node, digest, problems));
      } else {
        problems.add(node.line(), "", node.shown(), "expected a Sigma rule");
      }
    }
  }

  /** Rules first, so that a correlation may stand before what it counts. */
  private List<Rule> rules() {
    Map<Document, Rule> read = new HashMap<>();
    for (Document document : documents) {
      if (!document.isCorrelation()) {
        SigmaHead head = SigmaHead.read(document.node(), document.problems(), false);
        if (head != null && isNew(document, head)) {
          SigmaRule rule = SigmaDetection.rule(document, head);
          if (rule != null) {
            read.put(document, rule);
            head.references().forEach(name -> byReference.putIfAbsent(name, rule));
          }
        }
      }
    }
    Map<Document, SigmaHead> heads = new HashMap<>();
    for (Document document : documents) {
      SigmaHead head =
          document.isCorrelation()
              ? SigmaHead.read(document.node(), document.problems(), true)
              : null;
      if (head != null && isNew(document, head)) {
        heads.put(document, head);
        correlations.addAll(head.references());
      }
    }
    Set<SigmaRule> counted = new HashSet<>();
    for (Document document : documents) {
      SigmaHead head = heads.get(document);
      if (head != null) {
        Rule rule = new SigmaCorrelation(document, head, byReference, correlations).read(counted);
        if (rule != null) {
          read.put(document, rule);
        }
      }
    }
    List<Rule> out = new ArrayList<>();
    for (Document document : documents) {
      Rule rule = read.get(document);
      if (rule != null && !(rule instanceof SigmaRule base && counted.contains(base))) {
        out.add(rule);
      }
    }
    return out;
  }

  private boolean isNew(Document document, SigmaHead head) {
    if (ids.add(head.id())) {
      return true;
    }
    document
        .problems()
        .add(document.node().line(), "id", head.id(), "another rule has this id; keep one");
    return false;
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
