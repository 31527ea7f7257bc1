package org.gatewatch.scenario;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.gatewatch.scenario.Member.Contract;
import org.gatewatch.scenario.Member.Life;
import org.gatewatch.scenario.Member.Span;
import org.gatewatch.scenario.ScenarioGenerator.LogLine;
import org.gatewatch.scenario.ScenarioGenerator.Scenario;
import org.jspecify.annotations.Nullable;

/** Writes a scenario's files. Every text in them is ours, so none needs escaping. */
final class ScenarioWriter {
  private static final String ROSTER_HEADER =
      "credential_id,owner,kind,vendor,peer_group,issued_at,expires_at,revoked_at,replaces,"
          + "allowed_models,time_zone";

  private ScenarioWriter() {}

  static void write(Scenario scenario, Path folder) throws IOException {
    Files.createDirectories(folder);
    zipped(folder.resolve("gateway.jsonl.gz"), scenario.gateway().stream().map(LineText::of));
    for (Vendor vendor : Vendor.values()) {
      List<LogLine> log = scenario.vendors().getOrDefault(vendor, List.of());
      zipped(folder.resolve(vendor.binding + ".jsonl.gz"), log.stream().map(LineText::of));
    }
    lines(folder.resolve("roster.csv"), roster(scenario.world()));
    lines(folder.resolve("attacks.jsonl"), scenario.attacks().stream().map(ScenarioWriter::attack));
    zipped(folder.resolve("labels.jsonl.gz"), labels(scenario));
    lines(folder.resolve("benign.jsonl"), benign(scenario.world()));
    lines(folder.resolve("gatewatch.yaml"), settings());
  }

  private static Stream<String> roster(World world) {
    Stream<String> rows =
        world.members().stream().flatMap(member -> Stream.of(row(member), oldRow(member)));
    return Stream.concat(Stream.of(ROSTER_HEADER), rows.filter(row -> !row.isEmpty()));
  }

  private static String row(Member member) {
    Contract contract = member.contract();
    return row(member, member.id(), contract.issued(), contract.expires(), null, contract.oldKey());
  }

  /** The key it was rotated from: revoked a day after its last use. */
  private static String oldRow(Member member) {
    String old = member.contract().oldKey();
    Long rotated = member.contract().rotated();
    if (old == null || rotated == null) {
      return "";
    }
    long issued = rotated - 400 * ScenarioOptions.DAY_MS;
    return row(member, old, issued, null, rotated + ScenarioOptions.DAY_MS, null);
  }

  private static String row(
      Member member,
      String id,
      long issued,
      @Nullable Long expires,
      @Nullable Long revoked,
      @Nullable String replaces) {
    Vendor vendor = member.vendor();
    boolean zoned = member.kind() == Member.Kind.PERSON;
    return String.join(
        ",",
        id,
        member.owner(),
        member.kind().roster,
        vendor == null ? "" : vendor.text,
        member.group(),
        seconds(issued),
        expires == null ? "" : seconds(expires),
        revoked == null ? "" : seconds(revoked),
        replaces == null ? "" : replaces,
        String.join(" ", member.models()),
        zoned ? member.place().zone() : "");
  }

  private static String seconds(long time) {
    return Instant.ofEpochMilli(time).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String attack(Attack attack) {
    return new LineText()
        .text("attack_id", attack.id())
        .text("type", attack.type().text())
        .text("credential_id", attack.credentialId())
        .text("start", LineText.time(attack.start()))
        .text("end", LineText.time(attack.end()))
        .number("events", attack.requests().size())
        .text("description", attack.description())
        .end();
  }

  private static Stream<String> labels(Scenario scenario) {
    return Stream.concat(
            scenario.gateway().stream(), scenario.vendors().values().stream().flatMap(List::stream))
        .filter(line -> line.request().attack() != null)
        .map(
            line ->
                new LineText()
                    .text("request_id", line.request().id())
                    .text("attack_id", line.request().attack())
                    .text("credential_id", line.request().member().idAt(line.request().start()))
                    .text("log_source", line.vendor() == null ? "gateway" : "vendor")
                    .text("event_time", LineText.time(line.time()))
                    .end());
  }

  /** Changes that are no attack, to explain a false alert. No credential = everyone. */
  private static Stream<String> benign(World world) {
    long launched = ScenarioOptions.LAUNCH_MS;
    Stream<String> common =
        Stream.of(
            change("launch_surge", new Span(launched, launched + 5 * ScenarioOptions.DAY_MS), null),
            change("upstream_outage", World.OUTAGE, null),
            change(
                "office_move",
                new Span(World.OFFICE_MOVE, World.OFFICE_MOVE + ScenarioOptions.DAY_MS),
                null));
    return Stream.concat(common, world.members().stream().flatMap(m -> own(m, world)));
  }

  private static Stream<String> own(Member member, World world) {
    Stream.Builder<String> changes = Stream.builder();
    Life life = member.life();
    long end = world.options().end();
    Span active = life.active();
    if (active.from() > ScenarioOptions.day(0)) {
      Span first = new Span(active.from(), active.from() + 7 * ScenarioOptions.DAY_MS);
      changes.add(change("new_credential", first, member));
    }
    if (active.overlaps(life.vacation())) {
      changes.add(change("vacation", life.vacation(), member));
    }
    if (active.overlaps(life.trip())) {
      changes.add(change("trip", life.trip(), member));
    }
    if (life.roleChange() < end) {
      changes.add(change("role_change", new Span(life.roleChange(), end), member));
    }
    Long rotated = member.contract().rotated();
    if (rotated != null) {
      changes.add(change("key_rotation", new Span(rotated, rotated + 86_400_000), member));
    }
    Quirks.of(world, member).changes().stream()
        .map(quirk -> change(quirk.kind(), quirk.span(), member))
        .forEach(changes::add);
    return changes.build();
  }

  private static String change(String kind, Span span, @Nullable Member member) {
    LineText line =
        new LineText()
            .text("kind", kind)
            .text("start", LineText.time(span.from()))
            .text("end", LineText.time(span.until()));
    return (member == null ? line : line.text("credential_id", member.id())).end();
  }

  private static Stream<String> settings() {
    String launched =
        DateTimeFormatter.ISO_INSTANT.format(Instant.ofEpochMilli(ScenarioOptions.LAUNCH_MS));
    return """
        # The made-up lab of testdata/incident. Paths are relative to this file.
        bindings:
          - name: gateway
            path: gateway.jsonl.gz
            log_source: gateway
            max_lateness: 5m
          - name: vendor-a
            path: vendor-a.jsonl.gz
            log_source: vendor
            vendor: larkfield
            max_lateness: 30m
          - name: vendor-b
            path: vendor-b.jsonl.gz
            log_source: vendor
            vendor: oakmere
            max_lateness: 30m
        roster: {file: roster.csv, complete: true}
        policy:
          restricted_models:
            - {name: %s, launch: "%s"}
          canaries:
            endpoints: [%s]
        budget: 3
        """
        .formatted(Catalogue.RESTRICTED, launched, Catalogue.CANARY)
        .lines();
  }

  private static void lines(Path file, Stream<String> lines) throws IOException {
    Files.writeString(file, lines.map(line -> line + "\n").collect(Collectors.joining()));
  }

  /** GZIPOutputStream writes no time into its header. */
  private static void zipped(Path file, Stream<String> lines) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(
            new GZIPOutputStream(Files.newOutputStream(file)) {
              {
                def.setLevel(Deflater.BEST_COMPRESSION);
              }
            },
            1 << 16)) {
      for (String line : (Iterable<String>) lines::iterator) {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      }
    }
  }
}
