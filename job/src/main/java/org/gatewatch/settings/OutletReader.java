package org.gatewatch.settings;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gatewatch.judge.Severity;
import org.jspecify.annotations.Nullable;

/** The {@code sinks} section. Secrets are named there, never written. */
final class OutletReader {
  private static final List<String> COMMON =
      List.of("name", "type", "format", "min_severity", "alerts_only", "cases");

  /** Keys of an entry, of whichever type. */
  static final List<String> KEYS =
      Stream.concat(
              COMMON.stream(),
              Stream.of(Outlet.Type.values()).flatMap(t -> t.own().stream()).distinct())
          .toList();

  private static final String TYPES =
      "one of "
          + Stream.of(Outlet.Type.values())
              .map(Outlet.Type::text)
              .collect(Collectors.joining(", "));
  private static final String URL =
      "an https address without user, query and fragment, such as https://siem.example:8088"
          + " (http only to this machine, or without a token); an address that holds a key is a"
          + " secret: name url_env or url_file";
  private static final String NAME =
      "name of an environment variable: letters, digits and underscores";
  private static final String FILE = "path of a file";

  /** This machine, as an address: a name that begins so may be anybody's. */
  private static final String LOOPBACK = "127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}";

  private static final String SEVERITIES = "informational, low, medium, high or critical";
  private static final String PAGERDUTY = "https://events.pagerduty.com/v2/enqueue";
  private static final int SYSLOG_TLS = 6514;

  private final Section top;
  private final Path folder;
  private final Map<String, String> environment;

  OutletReader(Section top, Path folder, Map<String, String> environment) {
    this.top = top;
    this.folder = folder;
    this.environment = environment;
  }

  List<Outlet> read() {
    List<Outlet> out = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section section : top.sections("sinks", KEYS)) {
      Outlet outlet = outlet(section, names);
      if (outlet != null) {
        out.add(outlet);
      }
    }
    return out;
  }

  private @Nullable Outlet outlet(Section s, Set<String> names) {
    String name =
        s.required(
            "name",
            "a name of letters, digits, dots, dashes and underscores, at most 64",
            raw -> raw.matches(Settings.NAME) ? raw : null);
    if (name != null && !names.add(name)) {
      s.wrong("name", name, "expected a name that no other sink has");
    }
    Outlet.Type type = s.required("type", TYPES, OutletReader::type);
    if (type == null) {
      return null;
    }
    for (String key : KEYS) {
      if (s.get(key) != null && !COMMON.contains(key) && !type.own().contains(key)) {
        s.wrong(key, null, "not a key of the type " + type.text());
      }
    }
    Secret token = secret(s, "token", type);
    String url = type.own().contains("url") ? s.text("url") : null;
    if (url != null && url(url, token, false) == null) {
      s.wrong("url", null, "expected " + URL); // not shown: it may hold a key
      url = null;
    }
    if (type == Outlet.Type.PAGERDUTY && s.get("url") == null) {
      url = PAGERDUTY;
    }
    Secret secretUrl = secret(s, "url", type);
    need(s, type, token, secretUrl);
    boolean syslog = type == Outlet.Type.SYSLOG;
    boolean kafka = type == Outlet.Type.KAFKA;
    String host = syslog ? s.required("host", "the name of a host", OutletReader::host) : null;
    Integer port = s.value("port", "a port from 1 to 65535", OutletReader::port);
    String formats = "one of " + String.join(", ", type.formats());
    String format = s.value("format", formats, raw -> type.formats().contains(raw) ? raw : null);
    Severity least = s.value("min_severity", SEVERITIES, OutletReader::severity);
    Boolean alertsOnly = s.value("alerts_only", "true or false", Values::flag);
    Boolean cases = s.value("cases", "true or false", Values::flag);
    String index =
        s.value(
            "index",
            "the name of an index: lower case, digits, dashes, underscores and dots",
            raw -> raw.matches("[a-z0-9][a-z0-9_.-]{0,127}") ? raw : null);
    String brokers =
        kafka ? s.required("brokers", "host:port, comma-separated", OutletReader::brokers) : null;
    String topic =
        kafka
            ? s.required(
                "topic",
                "the name of a topic",
                raw -> raw.matches("[A-Za-z0-9._-]{1,249}") ? raw : null)
            : null;
    return new Outlet(
        name == null ? "" : name,
        type,
        url,
        secretUrl,
        token,
        host,
        port == null ? SYSLOG_TLS : port,
        format == null ? type.formats().get(0) : format,
        least == null ? Severity.INFORMATIONAL : least,
        alertsOnly == null ? type.rings() : alertsOnly,
        cases == null ? !type.rings() : cases,
        index,
        s.value("ca_file", "the path of a readable file of PEM certificates", this::file),
        brokers,
        topic,
        properties(s));
  }

  private static void need(
      Section s, Outlet.Type type, @Nullable Secret token, @Nullable Secret url) {
    boolean needsToken = type == Outlet.Type.SPLUNK_HEC || type == Outlet.Type.PAGERDUTY;
    if (needsToken && token == null && s.get("token_env") == null && s.get("token_file") == null) {
      s.wrong("token_env", null, "missing: expected token_env or token_file");
    }
    List<String> urls =
        Stream.of("url", "url_env", "url_file").filter(type.own()::contains).toList();
    long given = urls.stream().filter(key -> s.get(key) != null).count();
    if (type != Outlet.Type.PAGERDUTY && !urls.isEmpty() && given == 0 && url == null) {
      s.wrong(urls.get(0), null, "missing: expected " + String.join(" or ", urls));
    } else if (given > 1) {
      s.wrong(urls.get(0), null, "expected one of " + String.join(", ", urls));
    }
  }

  /** The secret of {@code <what>_env} or {@code <what>_file}, which must be there now. */
  private @Nullable Secret secret(Section s, String what, Outlet.Type type) {
    String variable = what + "_env";
    String file = what + "_file";
    if (!type.own().contains(variable)) {
      return null;
    }
    if (s.get(variable) != null && s.get(file) != null) {
      s.wrong(file, null, "expected only one of " + variable + " and " + file);
    }
    Secret named = null;
    for (String key : List.of(variable, file)) {
      Node node = s.get(key);
      if (node == null || named != null) {
        continue;
      }
      // What stands there is never shown: it may be the secret itself, put in the wrong place.
      boolean text = node.kind() == Node.Kind.SCALAR;
      Path path = text && key.equals(file) ? path(node.text()) : null;
      if (text && key.equals(variable) && node.text().matches("[A-Za-z_][A-Za-z0-9_]*")) {
        named = new Secret(node.text(), null);
      } else if (path != null) {
        named = new Secret(null, path.toString());
      } else {
        s.wrong(key, null, "expected the " + (key.equals(variable) ? NAME : FILE));
        continue;
      }
      String place =
          (named.file() == null ? "the environment variable" : "the file") + " named there";
      try {
        String secret = named.read(environment);
        if (what.equals("url") && url(secret, null, true) == null) {
          s.wrong(key, null, place + " holds no https address");
        }
      } catch (IOException e) {
        String message = String.valueOf(e.getMessage());
        s.wrong(key, null, message.replace(named.place(), place));
      }
    }
    return named;
  }

  private static @Nullable String url(String raw, @Nullable Secret token, boolean secret) {
    URI uri;
    try {
      uri = new URI(raw);
    } catch (URISyntaxException e) {
      return null;
    }
    String host = uri.getHost();
    if (host == null || (!secret && (uri.getQuery() != null || uri.getUserInfo() != null))) {
      return null;
    }
    boolean here = host.equals("localhost") || host.matches(LOOPBACK) || host.equals("[::1]");
    boolean plain = here || (!secret && token == null);
    boolean right = "https".equals(uri.getScheme()) || (plain && "http".equals(uri.getScheme()));
    return right && uri.getFragment() == null ? raw : null;
  }

  private static Map<String, String> properties(Section s) {
    Map<String, String> out = new TreeMap<>();
    s.entries("properties")
        .forEach(
            (key, node) -> {
              if (node.kind() == Node.Kind.SCALAR && Values.isSecretProperty(key, node.text())) {
                s.wrong("properties", key, Values.NO_SECRET);
              } else if (node.kind() == Node.Kind.SCALAR) {
                out.put(key, node.text());
              } else {
                s.wrong("properties", key, "expected a text");
              }
            });
    return out;
  }

  private @Nullable String file(String raw) {
    Path path = path(raw);
    return path != null && Files.isRegularFile(path) && Files.isReadable(path)
        ? path.toString()
        : null;
  }

  private @Nullable Path path(String raw) {
    try {
      return raw.isBlank() ? null : folder.resolve(raw);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static Outlet.@Nullable Type type(String raw) {
    for (Outlet.Type type : Outlet.Type.values()) {
      if (type.text().equals(raw)) {
        return type;
      }
    }
    return null;
  }

  private static @Nullable Severity severity(String raw) {
    for (Severity severity : Severity.values()) {
      if (severity.name().toLowerCase(Locale.ROOT).equals(raw)) {
        return severity;
      }
    }
    return null;
  }

  private static @Nullable String host(String raw) {
    return raw.matches("[A-Za-z0-9.:-]{1,253}") ? raw : null;
  }

  private static @Nullable String brokers(String raw) {
    return raw.matches("[^,\\s]+:[0-9]{1,5}(,[^,\\s]+:[0-9]{1,5})*") ? raw : null;
  }

  private static @Nullable Integer port(String raw) {
    if (!raw.matches("[0-9]{1,5}")) {
      return null;
    }
    int port = Integer.parseInt(raw);
    return port >= 1 && port <= 65_535 ? port : null;
  }
}
