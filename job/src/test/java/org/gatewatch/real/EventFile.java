package org.gatewatch.real;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes canonical access events, one JSON object a line, compressed. */
final class EventFile implements Closeable {
  private final OutputStream out;
  private final StringBuilder line = new StringBuilder(512);
  private final byte[] bytes = new byte[1 << 16];
  private long events;

  EventFile(Path file) throws IOException {
    out = new BufferedOutputStream(new ZstdOutputStream(Files.newOutputStream(file), 1), 1 << 18);
  }

  /**
   * The part of a client's lines that never changes; ready to be followed by further members.
   *
   * @param agent null when not known
   */
  static String who(String credential, String ip, @Nullable String agent) {
    return ",\"credential_id\":\""
        + credential
        + "\",\"credential_type\":\"api_key\",\"principal\":\"owner-of-"
        + credential
        + "\",\"source_ip\":\""
        + ip
        + '"'
        + (agent == null ? "" : ",\"user_agent\":\"" + agent + '"');
  }

  /**
   * A request for a model that was answered.
   *
   * @param id number of the request, unique in its set
   * @param time epoch ms
   */
  void answered(long id, long time, String who, String model, long inputTokens, long outputTokens)
      throws IOException {
    begin(id, time, who);
    line.append(",\"method\":\"POST\",\"endpoint\":\"/v1/messages\",\"model\":\"")
        .append(model)
        .append("\",\"status\":200,\"input_tokens\":")
        .append(inputTokens)
        .append(",\"output_tokens\":")
        .append(outputTokens);
    end();
  }

  /**
   * Any event.
   *
   * @param more members, each with a comma in front
   */
  void any(String id, long time, String who, String more) throws IOException {
    line.setLength(0);
    line.append("{\"event_time\":").append(time).append(",\"request_id\":\"").append(id);
    line.append('"').append(who).append(more);
    end();
  }

  private void begin(long id, long time, String who) {
    line.setLength(0);
    line.append("{\"event_time\":").append(time).append(",\"request_id\":\"r").append(id);
    line.append('"').append(who);
  }

  private void end() throws IOException {
    line.append("}\n");
    if (line.length() > bytes.length) {
      out.write(line.toString().getBytes(StandardCharsets.UTF_8));
    } else {
      for (int i = 0; i < line.length(); i++) {
        bytes[i] = (byte) line.charAt(i);
      }
      out.write(bytes, 0, line.length());
    }
    events++;
  }

  long events() {
    return events;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
