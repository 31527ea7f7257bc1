package org.gatewatch.settings;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gatewatch.event.LogSource;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.FieldMap;
import org.jspecify.annotations.Nullable;

/** The {@code bindings} section. */
final class BindingReader {
  private final Section top;
  private final Path folder;
  private final List<String> formats;
  private final Problems problems;
  private final List<Topic> topics = new ArrayList<>();

  BindingReader(Section top, Path folder, List<String> formats, Problems problems) {
    this.top = top;
    this.folder = folder;
    this.formats = formats;
    this.problems = problems;
  }

  List<Binding> read() {
    List<Binding> out = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section section : top.sections("bindings", Keys.BINDING)) {
      out.add(binding(section, out.size(), names));
    }
    return out;
  }

  /** The topics of the bindings that were read. */
  List<Topic> topics() {
    return topics;
  }

  private Binding binding(Section section, int index, Set<String> names) {
    String name =
        section.required(
            "name",
            "a name of letters, digits, dots, dashes and underscores, at most 64",
            raw -> raw.matches(Settings.NAME) ? raw : null);
    if (name != null && !names.add(name)) {
      section.wrong("name", name, "expected a name that no other binding has");
    }
    String known = String.join(", ", formats);
    String format =
        section.value("format", "one of " + known, raw -> formats.contains(raw) ? raw : null);
    LogSource source = section.value("log_source", "gateway or vendor", BindingReader::logSource);
    String vendor = section.text("vendor");
    Long lateness = section.value("max_lateness", Values.DURATION, Values::duration);
    Topic topic = LiveReader.topic(section, index, format);
    if (topic != null) {
      topics.add(topic);
    }
    Integer year =
        section.value(
            "year",
            "a year from 2000 to 2099",
            raw -> raw.matches("20[0-9]{2}") ? Integer.valueOf(raw) : null);
    LogSource of = source == null ? LogSource.GATEWAY : source;
    return new Binding(
        index,
        name == null ? "" : name,
        section.texts("path").stream().map(this::resolve).toList(),
        format,
        map(section),
        of,
        vendor,
        zone(section.value("time_zone", Values.ZONE, Values::zone)),
        lateness != null
            ? lateness
            : of == LogSource.VENDOR ? Binding.VENDOR_LATENESS : Binding.GATEWAY_LATENESS,
        year == null ? 0 : year);
  }

  private @Nullable FieldMap map(Section section) {
    Section map = section.section("map", Keys.MAP);
    return map == null ? null : new FieldMapReader(map, problems).read();
  }

  private static @Nullable LogSource logSource(String raw) {
    for (LogSource source : LogSource.values()) {
      if (source.text().equals(raw)) {
        return source;
      }
    }
    return null;
  }

  private static ZoneId zone(@Nullable String name) {
    return name == null ? ZoneOffset.UTC : ZoneId.of(name);
  }

  /** Relative to the configuration file; by text, as a glob is no path on every system. */
  private String resolve(String path) {
    String base = folder.toString();
    return base.isEmpty() || path.startsWith("/") ? path : base + "/" + path;
  }
}
