package org.gatewatch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A headless Chromium with one page, driven by its DevTools protocol over two pipes. Remembers what
 * the page wrote to its console, threw, asked of the network or of the user.
 */
final class Chromium implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final long PATIENCE_S = 60;

  /** The pipes are the process's descriptors 3 and 4; ours are 0 and 1. */
  private static final String PIPES = "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1";

  private final Path profile;
  private final Process process;
  private final OutputStream out;
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> loads = new LinkedBlockingQueue<>();
  private final List<String> complaints = new ArrayList<>();
  private final String session;
  private String file = "";
  private int id;

  Chromium(Path binary) throws IOException {
    profile = Files.createTempDirectory("gatewatch-page");
    process =
        new ProcessBuilder(
                "sh",
                "-c",
                PIPES,
                "sh",
                binary.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--remote-debugging-pipe",
                "--user-data-dir=" + profile,
                "about:blank")
            .start();
    out = process.getOutputStream();
    Thread reader = new Thread(this::read, "devtools");
    reader.setDaemon(true);
    reader.start();
    String target = "";
    for (JsonNode one : call("Target.getTargets", JSON.createObjectNode()).path("targetInfos")) {
      if (one.path("type").asString("").equals("page")) {
        target = one.path("targetId").asString("");
      }
    }
    ObjectNode attach = JSON.createObjectNode().put("targetId", target).put("flatten", true);
    session = call("Target.attachToTarget", attach).path("sessionId").asString("");
    for (String domain : List.of("Runtime", "Log", "Network", "Page")) {
      call(domain + ".enable", JSON.createObjectNode());
    }
  }

  /** Where it is installed, null where it is not. */
  static @Nullable Path installed() {
    String path = System.getenv("PATH");
    for (String name : NAMES) {
      for (String folder : (path == null ? "" : path).split(":")) {
        Path binary = Path.of(folder, name);
        if (Files.isExecutable(binary)) {
          return binary;
        }
      }
    }
    return null;
  }

  /** Opens a file and waits until it is loaded. */
  void open(Path page) {
    file = page.toUri().toString().replaceFirst("^file:/(?!/)", "file:///");
    loads.clear();
    call("Page.navigate", JSON.createObjectNode().put("url", file));
    try {
      Objects.requireNonNull(loads.poll(PATIENCE_S, TimeUnit.SECONDS), "the page did not load");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The value of an expression, or of the promise that it is. */
  JsonNode eval(String expression) {
    ObjectNode of = JSON.createObjectNode().put("expression", expression);
    JsonNode result =
        call("Runtime.evaluate", of.put("awaitPromise", true).put("returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** Goes to another page of the report and waits until it is painted. */
  void go(String hash) {
    eval(
        "new Promise(done => { const paint = () => requestAnimationFrame(() =>"
            + " requestAnimationFrame(done)); if (location.hash === "
            + JSON.writeValueAsString(hash)
            + ") paint(); else { addEventListener('hashchange', paint, {once: true});"
            + " location.hash = "
            + JSON.writeValueAsString(hash)
            + "; } })");
  }

  /** Shows the page as print or screen, and in a colour scheme. */
  void media(String media, String scheme) {
    ObjectNode of = JSON.createObjectNode().put("media", media);
    of.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", scheme);
    call("Emulation.setEmulatedMedia", of);
  }

  /** The page as a PDF. */
  byte[] pdf() {
    JsonNode pdf = call("Page.printToPDF", JSON.createObjectNode().put("printBackground", true));
    return Base64.getDecoder().decode(pdf.path("data").asString(""));
  }

  /** Errors, refusals of the policy, requests beside the file itself, dialogs; none is right. */
  List<String> complaints() {
    synchronized (complaints) {
      return List.copyOf(complaints);
    }
  }

  private JsonNode call(String method, ObjectNode parameters) {
    ObjectNode message = JSON.createObjectNode().put("id", ++id).put("method", method);
    message.set("params", parameters);
    if (!method.startsWith("Target.")) {
      message.put("sessionId", session);
    }
    try {
      out.write((JSON.writeValueAsString(message) + "\0").getBytes(StandardCharsets.UTF_8));
      out.flush();
      JsonNode answer = answers.poll(PATIENCE_S, TimeUnit.SECONDS);
      if (answer == null || answer.path("id").asInt() != id || answer.has("error")) {
        throw new AssertionError(method + ": " + answer);
      }
      return answer.path("result");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(method, e);
    }
  }

  private void read() {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    try (InputStream in = process.getInputStream()) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          if (buffer[i] != 0) {
            message.write(buffer[i]);
          } else {
            take(JSON.readTree(message.toByteArray()));
            message.reset();
          }
        }
      }
    } catch (IOException closed) {
      // The browser has gone; whoever waits for it runs out of patience.
    }
  }

  private void take(JsonNode message) {
    if (message.has("id")) {
      answers.add(message);
      return;
    }
    JsonNode of = message.path("params");
    String complaint =
        switch (message.path("method").asString("")) {
          case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded" ->
              of.toString();
          case "Page.javascriptDialogOpening" -> "dialog: " + of;
          case "Network.requestWillBeSent" -> {
            String url = of.path("request").path("url").asString("");
            yield url.replaceFirst("#.*", "").equals(file) ? "" : "request: " + url;
          }
          case "Page.loadEventFired" -> {
            loads.add("");
            yield "";
          }
          default -> "";
        };
    if (!complaint.isEmpty()) {
      synchronized (complaints) {
        complaints.add(complaint);
      }
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
    }
  }
}
