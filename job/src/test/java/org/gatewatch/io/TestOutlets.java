package org.gatewatch.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gatewatch.judge.Severity;
import org.gatewatch.settings.Outlet;
import org.gatewatch.settings.Secret;
import org.jspecify.annotations.Nullable;

/** Receivers as a configuration would describe them, and notices for them. */
final class TestOutlets {
  private TestOutlets() {}

  /** With everything of its type at its default. */
  static Outlet of(Outlet.Type type, @Nullable String url, @Nullable Secret token) {
    boolean secret = type == Outlet.Type.SLACK || type == Outlet.Type.TEAMS;
    return new Outlet(
        "test",
        type,
        url,
        secret ? token : null,
        secret ? null : token,
        null,
        0,
        type.formats().get(0),
        Severity.INFORMATIONAL,
        type.rings(),
        !type.rings(),
        null,
        null,
        null,
        null,
        Map.of());
  }

  static Outlet only(Outlet o, Severity least, boolean alertsOnly, boolean cases) {
    return new Outlet(
        o.name(),
        o.type(),
        o.url(),
        o.secretUrl(),
        o.token(),
        o.host(),
        o.port(),
        o.format(),
        least,
        alertsOnly,
        cases,
        o.index(),
        o.caFile(),
        o.brokers(),
        o.topic(),
        o.properties());
  }

  static Outlet syslog(String host, int port, String format, String caFile) {
    return new Outlet(
        "test",
        Outlet.Type.SYSLOG,
        null,
        null,
        null,
        host,
        port,
        format,
        Severity.INFORMATIONAL,
        false,
        true,
        null,
        caFile,
        null,
        null,
        Map.of());
  }

  static Secret file(Path folder, String name, String secret) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, secret + "\n");
    return new Secret(null, file.toString());
  }

  /** A finding with little more than its uid. */
  static Notice finding(String uid, int revision, int severity, boolean alert, boolean closed) {
    int activity = closed ? 3 : revision == 1 ? 1 : 2;
    return Notice.of(
        "{\"class_uid\":2004,\"activity_id\":"
            + activity
            + ",\"time\":1779388477274,\"severity_id\":"
            + severity
            + ",\"is_alert\":"
            + alert
            + ",\"metadata\":{\"version\":\"1.8.0\",\"product\":{\"name\":\"Gatewatch\"},"
            + "\"sequence\":"
            + revision
            + "},\"finding_info\":{\"uid\":\""
            + uid
            + "\",\"title\":\"Something happened\"},\"unmapped\":{\"gatewatch\":{}}}");
  }

  static Notice finding(String uid, int revision) {
    return finding(uid, revision, 4, true, false);
  }

  static Parcel parcel(String uid) {
    return new Parcel(uid, 1, "{\"uid\":\"" + uid + "\"}");
  }

  static List<Parcel> parcels(String... uids) {
    return java.util.Arrays.stream(uids).map(TestOutlets::parcel).toList();
  }
}
