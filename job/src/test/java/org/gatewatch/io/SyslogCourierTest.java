package org.gatewatch.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.gatewatch.report.AlertView;
import org.gatewatch.settings.Outlet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real receiver of syslog over TLS, with a key made here. */
class SyslogCourierTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path folder;
  private static Path store = Path.of("");
  private static Path certificate = Path.of("");

  @BeforeAll
  static void aKey() throws Exception {
    store = folder.resolve("key.p12");
    certificate = folder.resolve("ca.pem");
    keytool(
        "-genkeypair -alias k -keyalg EC -storetype PKCS12 -storepass changeit -dname CN=localhost"
            + " -ext san=dns:localhost,ip:127.0.0.1 -validity 3650 -keystore "
            + store);
    keytool(
        "-exportcert -rfc -alias k -storepass changeit -keystore "
            + store
            + " -file "
            + certificate);
  }

  private static void keytool(String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  /** Accepts connections; of each all bytes, until the sender says that nothing follows. */
  private static final class Collector implements AutoCloseable {
    final LinkedBlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    final ServerSocket server;
    private final SSLContext tls;
    private final int breaks;

    /**
     * @param breaks so many connections are broken off after a few bytes
     */
    Collector(int breaks) throws Exception {
      this.breaks = breaks;
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD);
      }
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD);
      tls = SSLContext.getInstance("TLS");
      tls.init(managers.getKeyManagers(), null, null);
      server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      Thread thread = new Thread(this::accept, "collector");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      for (int n = 0; !server.isClosed(); n++) {
        try (Socket below = server.accept();
            SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(below, null, 0, false)) {
          socket.setUseClientMode(false);
          ByteArrayOutputStream all = new ByteArrayOutputStream();
          byte[] some = new byte[256];
          InputStream in = socket.getInputStream();
          for (int read = in.read(some); read >= 0; read = in.read(some)) {
            all.write(some, 0, read);
            if (n < breaks) {
              below.setSoLinger(true, 0);
              below.close(); // as a machine that dies: TLS says nothing
              throw new IOException("broken off");
            }
          }
          received.add(all.toByteArray());
        } catch (IOException e) {
          // the next connection
        }
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private static Outlet outlet(Collector to, String host) {
    return TestOutlets.syslog(host, to.server.getLocalPort(), "cef", certificate.toString());
  }

  private static List<Parcel> messages(int n) {
    List<Parcel> out = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      AlertView view = AlertView.of(TestOutlets.finding("u" + i, 1).line());
      out.add(new Parcel("u" + i, 1, SyslogMessage.of(view, "CEF:0|ä|" + i + " x".repeat(i * 50))));
    }
    return out;
  }

  /** RFC 5425, 4.3: the length in bytes, a blank, the message. */
  private static List<String> frames(byte[] bytes) {
    List<String> out = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int length = 0;
      while (bytes[at] != ' ') {
        length = 10 * length + bytes[at++] - '0';
      }
      out.add(new String(bytes, at + 1, length, StandardCharsets.UTF_8));
      at += 1 + length;
    }
    return out;
  }

  @Test
  void messagesArriveFramedByTheirLength() throws Exception {
    try (Collector collector = new Collector(0);
        Courier courier = Outlets.courier(outlet(collector, "localhost"))) {
      List<Parcel> sent = messages(40);
      assertEquals(Courier.Outcome.DONE, courier.send(sent).get(60, TimeUnit.SECONDS));
      byte[] bytes = collector.received.poll(60, TimeUnit.SECONDS);
      List<String> frames = frames(bytes == null ? new byte[0] : bytes);
      assertEquals(sent.stream().map(Parcel::body).toList(), frames);
      String pattern = "<83>1 2026-05-21T18:34:37\\.274Z \\S+ gatewatch - finding - CEF:0\\|.*";
      assertTrue(frames.get(0).matches(pattern), frames.get(0));
    }
  }

  @Test
  void whatABrokenConnectionMayHaveLostIsSentAgain() throws Exception {
    try (Collector collector = new Collector(1);
        Courier courier = Outlets.courier(outlet(collector, "localhost"))) {
      List<Parcel> sent = messages(40);
      assertThrows(
          java.util.concurrent.ExecutionException.class,
          () -> courier.send(sent).get(60, TimeUnit.SECONDS));
      assertEquals(Courier.Outcome.DONE, courier.send(sent).get(60, TimeUnit.SECONDS));
      byte[] bytes = collector.received.poll(60, TimeUnit.SECONDS);
      assertEquals(40, frames(bytes == null ? new byte[0] : bytes).size());
    }
  }

  @Test
  void aReceiverOfAnotherNameOrAnUnknownOneGetsNothing() throws Exception {
    try (Collector collector = new Collector(0)) {
      Outlet trusted = outlet(collector, "127.0.0.1");
      Outlet unknown =
          new Outlet(
              "test",
              Outlet.Type.SYSLOG,
              null,
              null,
              null,
              "localhost",
              collector.server.getLocalPort(),
              "cef",
              trusted.least(),
              false,
              true,
              null,
              null,
              null,
              null,
              java.util.Map.of());
      try (Courier courier = Outlets.courier(unknown)) {
        assertThrows(CompletionException.class, () -> courier.send(messages(1)).join());
      }
      try (Courier courier = Outlets.courier(trusted)) {
        assertEquals(Courier.Outcome.DONE, courier.send(messages(1)).get(60, TimeUnit.SECONDS));
      }
      try (Courier courier = Outlets.courier(outlet(collector, "127.0.0.2"))) {
        assertThrows(CompletionException.class, () -> courier.send(messages(1)).join());
      }
      byte[] only = collector.received.poll(60, TimeUnit.SECONDS);
      assertEquals(1, frames(only == null ? new byte[0] : only).size());
    }
  }
}
