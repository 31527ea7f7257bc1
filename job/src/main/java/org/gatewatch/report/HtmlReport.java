package org.gatewatch.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * {@code report.html}: one page that needs nothing else and may load nothing else.
 *
 * <p>Everything that comes from a log is in one JSON object, in a block that no browser runs, with
 * every character that could end it escaped; our scripts insert it as text. The content security
 * policy names our two scripts and our style by their hashes, so that whatever should get through
 * is still not run.
 */
public final class HtmlReport {
  /** In the order in which they build on each other. */
  private static final String[] SCRIPTS = {
    "dom.js",
    "data.js",
    "table.js",
    "charts.js",
    "heat.js",
    "graph.js",
    "case.js",
    "pages.js",
    "main.js"
  };

  private HtmlReport() {}

  /** The whole page; the same text for the same data. */
  public static String of(HtmlData data) {
    String charts =
        inside("echarts/echarts.common.min.js", resource("echarts/echarts.common.min.js"));
    StringBuilder own = new StringBuilder("\"use strict\";\n(() => {\n");
    for (String name : SCRIPTS) {
      own.append(resource("html/" + name));
    }
    String script = inside("html/*.js", own.append("})();\n").toString());
    String style = inside("html/report.css", resource("html/report.css"));
    String policy =
        "default-src 'none'; script-src "
            + hash(charts)
            + " "
            + hash(script)
            + "; style-src "
            + hash(style)
            + "; base-uri 'none'; form-action 'none'";
    return resource("html/report.html")
        .replace("{{policy}}", policy)
        .replace("{{style}}", style)
        .replace("{{charts}}", charts)
        .replace("{{script}}", script)
        .replace("{{data}}", escaped(Json.line(data.json())));
  }

  /** JSON that no HTML parser takes for a tag: these characters occur in its strings only. */
  static String escaped(String json) {
    return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
  }

  /** What goes between tags as it is must not end them. */
  private static String inside(String name, String text) {
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    if (lower.contains("</script") || lower.contains("</style") || lower.contains("<!--")) {
      throw new IllegalStateException(name + " would end its own element");
    }
    return text;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not built in: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
