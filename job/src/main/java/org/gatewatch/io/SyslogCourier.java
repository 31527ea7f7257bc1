package org.gatewatch.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.gatewatch.settings.Outlet;

/**
 * Syslog over TLS (RFC 5425), messages framed by their length. Syslog acknowledges nothing, and
 * what was written to a connection that breaks is lost unseen. So each batch has a connection of
 * its own that is closed in order: we say that nothing follows, and a receiver must answer that
 * (section 4.4), which it does only behind all it has read. Without that answer the batch is sent
 * again: at least once, to receivers that close in order and only when asked to. One that keeps the
 * connection open for {@link #ANSWER_MS} is believed to have read it.
 */
final class SyslogCourier implements Courier {
  private static final int CONNECT_MS = 5_000;
  private static final int ANSWER_MS = 10_000;

  private final String host;
  private final int port;
  private final SSLContext tls;
  private final ExecutorService thread;

  /**
   * @throws IOException when the certificates to trust cannot be read
   */
  SyslogCourier(Outlet outlet) throws IOException {
    this.host = Objects.requireNonNull(outlet.host());
    this.port = outlet.port();
    this.tls = Trust.context(outlet.caFile());
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "to " + outlet.name());
              made.setDaemon(true);
              return made;
            });
  }

  @Override
  public int batch() {
    return 100;
  }

  @Override
  public CompletableFuture<Outcome> send(List<Parcel> parcels) {
    return CompletableFuture.supplyAsync(() -> deliver(parcels), thread);
  }

  private Outcome deliver(List<Parcel> parcels) {
    try (Socket below = new Socket()) {
      below.connect(new InetSocketAddress(host, port), CONNECT_MS);
      below.setSoTimeout(ANSWER_MS);
      SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(below, host, port, false);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the name must be the certificate's
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
      for (Parcel parcel : parcels) {
        out.write(SyslogMessage.framed(parcel.body()));
      }
      out.flush();
      socket.shutdownOutput();
      try {
        while (socket.getInputStream().read() >= 0) {
          // A receiver has nothing to say but that it closes.
        }
        below.getInputStream().read(); // throws when it closed on something unread
      } catch (SocketTimeoutException e) {
        return Outcome.DONE;
      }
      return Outcome.DONE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
