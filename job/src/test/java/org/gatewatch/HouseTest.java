package org.gatewatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The order of the house: who may use whom, and what no room may hold. Read from the sources. */
class HouseTest {
  private static final Path MAIN = Path.of("src/main/java/org/gatewatch");
  private static final Path TESTS = Path.of("src/test/java/org/gatewatch");

  private static final String JACKSON = "tools.jackson";
  private static final String COMMONS = "org.apache.commons.";
  private static final String FLINK = "org.apache.flink";
  private static final String LOG = "org.slf4j";

  private static final Set<String> PURE =
      Set.of(
          "event",
          "stat",
          "baseline",
          "ingest",
          "detect",
          "judge",
          "report",
          "settings",
          "cases",
          "evaluate");

  /** What the sources of each room may import beside the JDK, JSpecify and their own room. */
  private static final Map<String, List<String>> MAY_IMPORT =
      with(
          "cases",
          rooms("event", "stat", "baseline", "judge"),
          with(
              "evaluate",
              and(
                  rooms("event", "stat", "ingest", "report"),
                  JACKSON,
                  COMMONS,
                  "com.github.luben",
                  "com.amazon.randomcutforest"),
              Map.of(
                  "event", List.of(),
                  "stat", List.of(COMMONS),
                  "baseline", rooms("event", "stat"),
                  "ingest",
                      and(
                          rooms("event"),
                          JACKSON,
                          COMMONS + "compress",
                          "com.github.luben",
                          "com.maxmind"),
                  "detect", rooms("event", "stat", "baseline"),
                  "judge", rooms("event", "stat", "baseline", "detect"),
                  "report",
                      and(
                          rooms("event", "stat", "baseline", "detect", "judge", "cases", "ingest"),
                          JACKSON),
                  "settings", and(rooms("event", "ingest", "detect", "judge"), JACKSON),
                  "pipeline",
                      and(and(rooms(PURE.toArray(new String[0])), FLINK), "org.gatewatch.io", LOG),
                  "io",
                      and(
                          and(rooms(PURE.toArray(new String[0])), FLINK),
                          JACKSON,
                          "org.apache.kafka",
                          "com.github.luben",
                          "javax.net.",
                          LOG))));

  /** Each breaks the promise that equal input gives equal bytes, on any machine at any time. */
  private static final Map<String, Pattern> NOT_IN_PURE_ROOMS =
      Map.of(
          "the wall clock",
          Pattern.compile(
              "\\b(Instant|LocalDate|LocalDateTime|OffsetDateTime|ZonedDateTime)\\.now\\("
                  + "|\\bcurrentTimeMillis\\(|\\bnanoTime\\(|\\bnew Date\\(\\)"
                  + "|\\bClock\\.system"),
          "unseeded randomness",
          Pattern.compile(
              "\\bMath\\.random\\(|\\bnew (Random|SplittableRandom|SecureRandom)\\(\\)"
                  + "|\\bThreadLocalRandom\\b|\\brandomUUID\\("),
          "the default zone",
          Pattern.compile("\\bZoneId\\.systemDefault\\(|\\bTimeZone\\.getDefault\\("),
          "the default locale",
          Pattern.compile(
              "\\.to(Lower|Upper)Case\\(\\)|\\bString\\.format\\(\\s*\"|\\.formatted\\("
                  + "|\\bLocale\\.getDefault\\(|\\.ofPattern\\([^,()]*\\)"),
          "the default charset",
          Pattern.compile("\\.getBytes\\(\\)|\\bCharset\\.defaultCharset\\("));

  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?([\\w.]+(?:\\.\\*)?);", Pattern.MULTILINE);
  private static final Pattern INLINE = Pattern.compile("\\b(org\\.apache\\.flink)\\.");
  private static final int LONGEST = 350;

  @Test
  void everyRoomImportsOnlyWhatItMay() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : sources(MAIN)) {
      String room = room(file);
      if (room.isEmpty()) {
        continue; // the commands may use all
      }
      List<String> allowed = MAY_IMPORT.get(room);
      if (allowed == null) {
        wrong.add(file + " lies in a room that the house does not have");
        continue;
      }
      Matcher imports = IMPORT.matcher(Files.readString(file));
      while (imports.find()) {
        String name = imports.group(1);
        boolean own = name.startsWith("org.gatewatch." + room + ".");
        boolean jdk = name.startsWith("java.") || name.startsWith("javax.crypto.");
        if (!own
            && !jdk
            && !name.startsWith("org.jspecify.")
            && allowed.stream().noneMatch(name::startsWith)) {
          wrong.add(file + " imports " + name);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void pureRoomsDoNotNameFlinkAtAll() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : sources(MAIN)) {
      if (PURE.contains(room(file)) && INLINE.matcher(Files.readString(file)).find()) {
        wrong.add(file.toString());
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void pureRoomsUseNothingThatDiffersByMachineOrMoment() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : sources(MAIN)) {
      if (!PURE.contains(room(file))) {
        continue;
      }
      String code = withoutComments(Files.readString(file));
      NOT_IN_PURE_ROOMS.forEach(
          (what, pattern) -> {
            Matcher found = pattern.matcher(code);
            if (found.find()) {
              wrong.add(file + " uses " + what + ": " + found.group());
            }
          });
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyPackageSaysWhyItExistsAndIsNullMarked() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : sources(MAIN)) {
      Path info = file.resolveSibling("package-info.java");
      String text = Files.exists(info) ? Files.readString(info) : "";
      if (!text.contains("@NullMarked") || !text.startsWith("/**")) {
        wrong.add(info.toString());
      }
    }
    assertEquals(List.of(), wrong.stream().distinct().toList());
  }

  @Test
  void nothingIsLeftForLaterAndNoFileIsLong() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path folder : List.of(MAIN, TESTS)) {
      for (Path file : sources(folder)) {
        String text = Files.readString(file);
        if (Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b").matcher(text).find()) {
          wrong.add(file + " leaves something for later");
        }
        long lines = text.lines().count();
        if (lines > LONGEST) {
          wrong.add(file + " has " + lines + " lines, more than " + LONGEST);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void theHouseHasRooms() throws IOException {
    assertTrue(sources(MAIN).size() > 10, "run the tests in the folder job");
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    }
  }

  /** The package below the root one, empty for the root. */
  private static String room(Path file) {
    Path parent = MAIN.relativize(file).getParent();
    return parent == null ? "" : parent.toString();
  }

  private static String withoutComments(String code) {
    return code.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$", "");
  }

  /** One more room than {@link Map#of} has places. */
  private static Map<String, List<String>> with(
      String room, List<String> imports, Map<String, List<String>> others) {
    Map<String, List<String>> all = new HashMap<>(others);
    all.put(room, imports);
    return all;
  }

  private static List<String> rooms(String... names) {
    return Stream.of(names).map(name -> "org.gatewatch." + name + ".").toList();
  }

  private static List<String> and(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }
}
