package org.gatewatch.settings;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.gatewatch.detect.Indicator;
import org.gatewatch.detect.Policy;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.gatewatch.event.Timeline;
import org.gatewatch.ingest.Binding;
import org.gatewatch.judge.Controls;
import org.gatewatch.judge.Declared;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run is told, checked. Arguments of the command line are laid over the configuration
 * by the {@code with} methods.
 *
 * @param bindings the inputs; {@link Binding#index()} is the place in this list
 * @param declared roster, policy and controls, and from when on which hold
 * @param budget how many false statistical alerts are agreed
 * @param raiseFrom epoch ms: learn silently before; null = raise from the first event
 * @param enrichment files that know networks and countries of addresses, in order
 * @param redactionKey secrets become HMACs under it
 * @param live what only watching needs
 */
public record Settings(
    List<Binding> bindings,
    Timeline<Declared> declared,
    Budget budget,
    @Nullable Long raiseFrom,
    List<String> enrichment,
    RedactionKey redactionKey,
    Live live)
    implements Serializable {

  /** The binding of inputs that name none. */
  public static final String INPUT = "input";

  /** How the name of a binding is written. */
  static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,63}";

  public Settings {
    bindings = List.copyOf(bindings);
    enrichment = List.copyOf(enrichment);
  }

  /** Of a replay, without verdicts, suppressions and declared events. */
  public Settings(
      List<Binding> bindings,
      Roster roster,
      Policy policy,
      Budget budget,
      @Nullable Long raiseFrom,
      List<String> enrichment,
      RedactionKey redactionKey) {
    this(
        bindings,
        Timeline.of(new Declared(roster, policy, Controls.NONE)),
        budget,
        raiseFrom,
        enrichment,
        redactionKey,
        Live.DEFAULT);
  }

  /** The credentials that are declared last. */
  public Roster roster() {
    return declared.last().roster();
  }

  /** What is forbidden or watched for by what is declared last. */
  public Policy policy() {
    return declared.last().policy();
  }

  /** Verdicts, suppressions and declared events as declared last. */
  public Controls controls() {
    return declared.last().controls();
  }

  /** For a replay without configuration: one gateway log, nothing declared. */
  public static Settings defaults() {
    return new Settings(
        List.of(binding(0, INPUT, LogSource.GATEWAY, Binding.GATEWAY_LATENESS)),
        Roster.EMPTY,
        Policy.NONE,
        Budget.DEFAULT,
        null,
        List.of(),
        RedactionKey.PUBLISHED);
  }

  /**
   * Adds inputs of the command line. {@code name=path} goes to the binding of that name; a path
   * alone to the only binding there is, else to the one called {@link #INPUT}. A path that itself
   * begins with a name and {@code =} is written {@code ./name=…}.
   *
   * <p>Where no binding is configured there are {@link #INPUT} and {@code gateway}, both a gateway
   * log, and {@code vendor}, a vendor's; those that get no path disappear.
   *
   * @throws SettingsException naming every input that no binding takes, and the known bindings
   */
  public Settings withInputs(List<String> inputs) throws SettingsException {
    if (inputs.isEmpty()) {
      return this;
    }
    Problems problems = new Problems("INPUT");
    boolean configured = !bindings.isEmpty() && !bindings.equals(defaults().bindings());
    List<Binding> all = new ArrayList<>(configured ? bindings : unconfigured());
    List<String> names = all.stream().map(Binding::name).toList();
    for (String argument : inputs) {
      int equals = argument.indexOf('=');
      boolean named = equals > 0 && argument.substring(0, equals).matches(NAME);
      String path = named ? argument.substring(equals + 1) : argument;
      String name =
          named ? argument.substring(0, equals) : all.size() == 1 ? all.get(0).name() : INPUT;
      int at = names.indexOf(name);
      if (path.isBlank()) {
        problems.add(0, "", argument, "expected a path");
      } else if (at >= 0) {
        Binding to = all.get(at);
        List<String> paths = new ArrayList<>(to.paths());
        paths.add(path);
        all.set(at, with(to, to.index(), paths));
      } else if (named) {
        problems.add(0, "", argument, "unknown binding; " + Nearest.hint(name, names));
      } else {
        problems.add(
            0, "", argument, "expected BINDING=PATH; bindings: " + String.join(", ", names));
      }
    }
    problems.raise();
    return new Settings(
        configured ? all : used(all), declared, budget, raiseFrom, enrichment, redactionKey, live);
  }

  /** What inputs may name where nothing is configured, always in this order. */
  private static List<Binding> unconfigured() {
    return List.of(
        binding(0, INPUT, LogSource.GATEWAY, Binding.GATEWAY_LATENESS),
        binding(1, LogSource.GATEWAY.text(), LogSource.GATEWAY, Binding.GATEWAY_LATENESS),
        binding(2, LogSource.VENDOR.text(), LogSource.VENDOR, Binding.VENDOR_LATENESS));
  }

  private static List<Binding> used(List<Binding> all) {
    List<Binding> out = new ArrayList<>();
    for (Binding binding : all) {
      if (!binding.paths().isEmpty()) {
        out.add(with(binding, out.size(), binding.paths()));
      }
    }
    return out;
  }

  /**
   * Adds indicators of the command line, each {@code TYPE=VALUE}.
   *
   * @throws SettingsException naming all that are not written so
   */
  public Settings withIndicators(List<String> indicators) throws SettingsException {
    Problems problems = new Problems("--indicator");
    List<Indicator> more = new ArrayList<>();
    for (String text : indicators) {
      try {
        more.add(Indicator.parse(text));
      } catch (IllegalArgumentException e) {
        problems.add(0, "", text, String.valueOf(e.getMessage()));
      }
    }
    problems.raise();
    return withDeclared(
        declared.map(d -> new Declared(d.roster(), d.policy().with(more), d.controls())));
  }

  /** With other declarations instead. */
  public Settings withDeclared(Timeline<Declared> other) {
    return new Settings(bindings, other, budget, raiseFrom, enrichment, redactionKey, live);
  }

  /** With that budget instead. */
  public Settings withBudget(Budget other) {
    return new Settings(bindings, declared, other, raiseFrom, enrichment, redactionKey, live);
  }

  /** Learning silently before that time, epoch ms. */
  public Settings withRaiseFrom(long time) {
    return new Settings(bindings, declared, budget, time, enrichment, redactionKey, live);
  }

  /**
   * 16 hexadecimal digits of everything here that can change a finding: not the paths of inputs,
   * not the redaction key, which has a fingerprint of its own.
   */
  public String fingerprint() {
    StringBuilder text = new StringBuilder("settings/1\n");
    for (Binding binding : bindings) {
      text.append(with(binding, binding.index(), List.of())).append('\n');
    }
    Declared first = declared.get(0);
    append(first.roster(), text);
    text.append(first.policy()).append('\n');
    text.append(budget).append('\n');
    text.append(raiseFrom).append('\n');
    text.append(enrichment).append('\n');
    text.append(first.controls()).append('\n');
    for (int i = 1; i < declared.size(); i++) {
      text.append("from ").append(declared.from(i)).append('\n');
      append(declared.get(i).roster(), text);
      text.append(declared.get(i).policy()).append('\n');
      text.append(declared.get(i).controls()).append('\n');
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void append(Roster roster, StringBuilder text) {
    roster.all().values().forEach(row -> text.append(row).append('\n'));
    text.append(roster.complete()).append('\n');
    if (!roster.holidays().isEmpty()) {
      text.append(roster.holidays()).append('\n');
    }
  }

  private static Binding binding(int index, String name, LogSource source, long maxLatenessMs) {
    return new Binding(
        index, name, List.of(), null, null, source, null, ZoneOffset.UTC, maxLatenessMs);
  }

  private static Binding with(Binding b, int index, List<String> paths) {
    return new Binding(
        index,
        b.name(),
        paths,
        b.format(),
        b.map(),
        b.source(),
        b.vendor(),
        b.zone(),
        b.maxLatenessMs(),
        b.year());
  }
}
