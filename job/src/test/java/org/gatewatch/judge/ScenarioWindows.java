package org.gatewatch.judge;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** Reads a scenario's two logs into windows in the order in which they are judged. */
final class ScenarioWindows {
  private static final long GATEWAY_LATENESS = 5 * 60_000L;
  private static final long VENDOR_LATENESS = 6 * 3_600_000L;
  private static final long READ_BEHIND = 45 * 60_000L;
  private static final JsonFactory JSON = new JsonFactory();

  private ScenarioWindows() {}

  /** The windows of a folder, by (close, source, credential); kept in a file beside it. */
  static List<Window> of(Path folder) throws IOException {
    Path cache = folder.resolveSibling(folder.getFileName() + ".windows");
    List<Window> out = new ArrayList<>();
    if (Files.exists(cache)) {
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(cache), 1 << 20))) {
        while (true) {
          out.add(Window.read(in));
        }
      } catch (EOFException e) {
        return out;
      }
    }
    read(folder.resolve("gateway.jsonl.gz"), LogSource.GATEWAY, GATEWAY_LATENESS, out);
    read(folder.resolve("vendor.jsonl.gz"), LogSource.VENDOR, VENDOR_LATENESS, out);
    out.sort(
        Comparator.comparingLong((Window w) -> w.close())
            .thenComparing(Window::source)
            .thenComparing(Window::credential));
    try (DataOutputStream to =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(cache), 1 << 20))) {
      for (Window w : out) {
        w.write(to);
      }
    }
    return out;
  }

  private static void read(Path file, LogSource source, long lateness, List<Window> out)
      throws IOException {
    TreeMap<Long, List<AccessEvent>> hours = new TreeMap<>();
    AccessEvent.Builder builder = new AccessEvent.Builder();
    Map<String, Field> fields = new HashMap<>();
    for (Field field : Field.values()) {
      fields.put(field.key(), field);
    }
    long line = 0;
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        JsonParser p =
            JSON.createParser(
                tools.jackson.core.ObjectReadContext.empty(), new GZIPInputStream(raw, 1 << 16))) {
      while (p.nextToken() == JsonToken.START_OBJECT) {
        builder.clear();
        for (String name = p.nextName(); name != null; name = p.nextName()) {
          p.nextToken();
          Field field = fields.get(name);
          if (field == null) {
            p.skipChildren();
          } else if (field.isText()) {
            builder.set(field, p.getString());
          } else if (field.kind() == Field.Kind.REAL) {
            builder.setReal(field, p.getDoubleValue());
          } else if (field.kind() == Field.Kind.TIME) {
            builder.set(field, Instant.parse(p.getString()).toEpochMilli());
          } else {
            builder.set(field, p.getLongValue());
          }
        }
        String key = builder.text(Field.CREDENTIAL_ID);
        AccessEvent e = builder.build(0, String.valueOf(key), lateness, 0, ++line, 0);
        hours.computeIfAbsent(Window.startOf(e.eventTime()), h -> new ArrayList<>()).add(e);
        while (hours.firstKey() + Window.LENGTH + READ_BEHIND < e.eventTime()) {
          close(hours.pollFirstEntry(), source, lateness, out);
        }
      }
    }
    while (!hours.isEmpty()) {
      close(hours.pollFirstEntry(), source, lateness, out);
    }
  }

  private static void close(
      Map.Entry<Long, List<AccessEvent>> hour, LogSource source, long lateness, List<Window> out) {
    List<AccessEvent> events = hour.getValue();
    events.sort(
        Comparator.comparingLong(AccessEvent::eventTime)
            .thenComparing(e -> String.valueOf(e.requestId())));
    Map<String, Window> open = new TreeMap<>();
    HashSet<AccessEvent> seen = new HashSet<>();
    for (AccessEvent e : events) {
      if (seen.add(e)) {
        open.computeIfAbsent(e.key(), k -> new Window(k, source, hour.getKey())).add(e);
      }
    }
    for (Window w : open.values()) {
      w.close(w.end() + lateness);
      out.add(w);
    }
  }

  /** The declared facts that matter to judging. */
  static Roster roster(Path folder) throws IOException {
    List<Credential> rows = new ArrayList<>();
    try (BufferedReader in =
        Files.newBufferedReader(folder.resolve("roster.csv"), StandardCharsets.UTF_8)) {
      in.readLine();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] c = line.split(",", -1);
        rows.add(
            new Credential(
                c[0],
                text(c[1]),
                c[2],
                text(c[3]),
                text(c[4]),
                null,
                null,
                null,
                text(c[8]),
                List.of(),
                text(c[10]),
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                List.of()));
      }
    }
    return new Roster(rows, true);
  }

  private static @Nullable String text(String cell) {
    return cell.isEmpty() ? null : cell;
  }
}
