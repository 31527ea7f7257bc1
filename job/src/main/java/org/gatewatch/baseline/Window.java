package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Prefix;
import org.jspecify.annotations.Nullable;

/**
 * One credential, one log source, one hour of event time (UTC): the sufficient statistics that
 * judging needs. Filled in event order by PROFILE, handed over at its close, never changed after.
 */
public final class Window {
  /** Length of a window, ms. */
  public static final long LENGTH = 3_600_000L;

  /** Events kept at each end of the window for citing. */
  public static final int CITED = 4;

  private static final int VERSION = 1;

  private final String credential;
  private final LogSource source;
  private final long start;
  private long close;
  private boolean partial;

  private long events;
  private long succeeded;
  private long denied;
  private long failed;
  private long inputTokens;
  private long outputTokens;
  private long bytesOut;
  private long tokenEvents;
  private double tokenLogSum;
  private double tokenLogSquares;
  private long byteEvents;
  private double byteLogSum;
  private double byteLogSquares;
  private SeenSet networks = new SeenSet();
  private SeenSet agents = new SeenSet();
  private SeenSet fingerprints = new SeenSet();
  private SeenSet principals = new SeenSet();
  private SeenSet models = new SeenSet();
  private final ArrayList<Cited> first = new ArrayList<>(CITED);
  private final ArrayList<Cited> last = new ArrayList<>(CITED);
  private @Nullable Cited largest;

  public Window(String credential, LogSource source, long start) {
    this.credential = credential;
    this.source = source;
    this.start = start;
  }

  /** Start of the window that holds an event time (ms). */
  public static long startOf(long eventTime) {
    return Math.floorDiv(eventTime, LENGTH) * LENGTH;
  }

  /** Takes in an event of this credential, source and hour; events come in event order. */
  public void add(AccessEvent e) {
    events++;
    if (e.succeeded()) {
      succeeded++;
    } else if (e.denied()) {
      denied++;
    } else {
      failed++;
    }
    inputTokens += e.number(Field.INPUT_TOKENS, 0);
    bytesOut += e.number(Field.BYTES_OUT, 0);
    if (e.has(Field.OUTPUT_TOKENS)) {
      long tokens = e.number(Field.OUTPUT_TOKENS, 0);
      outputTokens += tokens;
      if (e.succeeded()) {
        double y = StrictMath.log1p((double) tokens);
        tokenEvents++;
        tokenLogSum += y;
        tokenLogSquares += y * y;
        if (largest == null || tokens > largest.outputTokens()) {
          largest = Cited.of(e);
        }
      }
    } else if (e.has(Field.BYTES_OUT) && e.succeeded()) {
      double y = StrictMath.log1p((double) e.number(Field.BYTES_OUT, 0));
      byteEvents++;
      byteLogSum += y;
      byteLogSquares += y * y;
    }
    String ip = e.sourceIp();
    String network = ip == null ? null : Prefix.of(ip, 24, 64);
    if (network != null) {
      networks.add(network, e);
    }
    see(agents, e.text(Field.USER_AGENT), e);
    see(fingerprints, e.text(Field.JA4), e);
    see(principals, e.text(Field.PRINCIPAL), e);
    see(models, e.text(Field.MODEL), e);
    if (first.size() < CITED) {
      first.add(Cited.of(e));
    } else {
      if (last.size() == CITED) {
        last.remove(0);
      }
      last.add(Cited.of(e));
    }
  }

  private static void see(SeenSet set, @Nullable String value, AccessEvent e) {
    if (value != null) {
      set.add(value, e);
    }
  }

  /**
   * Ends the window.
   *
   * @param closeTime release time at which it is judged, ms
   * @param cutShort whether the log ended before the hour did
   */
  public void close(long closeTime, boolean cutShort) {
    this.close = closeTime;
    this.partial = cutShort;
  }

  public String credential() {
    return credential;
  }

  public LogSource source() {
    return source;
  }

  /** Start of the hour, epoch ms. */
  public long start() {
    return start;
  }

  /** End of the hour, exclusive, epoch ms. */
  public long end() {
    return start + LENGTH;
  }

  /** Release time at which the window is judged, epoch ms. */
  public long close() {
    return close;
  }

  /** Whether the log ended before the hour did. */
  public boolean partial() {
    return partial;
  }

  public long events() {
    return events;
  }

  public long succeeded() {
    return succeeded;
  }

  /** Refused for what was asked or who asked (401, 403, 404). */
  public long denied() {
    return denied;
  }

  /** Neither succeeded nor denied: upstream errors, rate limits. */
  public long failed() {
    return failed;
  }

  public long inputTokens() {
    return inputTokens;
  }

  public long outputTokens() {
    return outputTokens;
  }

  public long bytesOut() {
    return bytesOut;
  }

  /** Successful events with output tokens. */
  public long tokenEvents() {
    return tokenEvents;
  }

  /** Sum of ln(1 + output tokens) over {@link #tokenEvents}. */
  public double tokenLogSum() {
    return tokenLogSum;
  }

  /** Sum of squares of ln(1 + output tokens). */
  public double tokenLogSquares() {
    return tokenLogSquares;
  }

  /** Successful events without tokens but with bytes. */
  public long byteEvents() {
    return byteEvents;
  }

  public double byteLogSum() {
    return byteLogSum;
  }

  public double byteLogSquares() {
    return byteLogSquares;
  }

  /** /24 and /64 networks. */
  public SeenSet networks() {
    return networks;
  }

  /** Raw user agents. */
  public SeenSet agents() {
    return agents;
  }

  /** JA4 fingerprints. */
  public SeenSet fingerprints() {
    return fingerprints;
  }

  public SeenSet principals() {
    return principals;
  }

  public SeenSet models() {
    return models;
  }

  /** The first events, at most {@link #CITED}. */
  public List<Cited> first() {
    return Collections.unmodifiableList(first);
  }

  /** The last events after {@link #first}, at most {@link #CITED}. */
  public List<Cited> last() {
    return Collections.unmodifiableList(last);
  }

  /** The successful event with the most output tokens. */
  public @Nullable Cited largest() {
    return largest;
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeUTF(credential);
    out.writeBoolean(source == LogSource.VENDOR);
    out.writeLong(start);
    out.writeLong(close);
    out.writeBoolean(partial);
    out.writeLong(events);
    out.writeLong(succeeded);
    out.writeLong(denied);
    out.writeLong(failed);
    out.writeLong(inputTokens);
    out.writeLong(outputTokens);
    out.writeLong(bytesOut);
    out.writeLong(tokenEvents);
    out.writeDouble(tokenLogSum);
    out.writeDouble(tokenLogSquares);
    out.writeLong(byteEvents);
    out.writeDouble(byteLogSum);
    out.writeDouble(byteLogSquares);
    networks.write(out);
    agents.write(out);
    fingerprints.write(out);
    principals.write(out);
    models.write(out);
    writeAll(first, out);
    writeAll(last, out);
    out.writeBoolean(largest != null);
    if (largest != null) {
      largest.write(out);
    }
  }

  private static void writeAll(List<Cited> cited, DataOutput out) throws IOException {
    out.writeByte(cited.size());
    for (Cited c : cited) {
      c.write(out);
    }
  }

  private static void readAll(DataInput in, List<Cited> into) throws IOException {
    int n = in.readByte();
    for (int i = 0; i < n; i++) {
      into.add(Cited.read(in));
    }
  }

  public static Window read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("window of an unknown version: " + version);
    }
    Window w =
        new Window(
            in.readUTF(), in.readBoolean() ? LogSource.VENDOR : LogSource.GATEWAY, in.readLong());
    w.close = in.readLong();
    w.partial = in.readBoolean();
    w.events = in.readLong();
    w.succeeded = in.readLong();
    w.denied = in.readLong();
    w.failed = in.readLong();
    w.inputTokens = in.readLong();
    w.outputTokens = in.readLong();
    w.bytesOut = in.readLong();
    w.tokenEvents = in.readLong();
    w.tokenLogSum = in.readDouble();
    w.tokenLogSquares = in.readDouble();
    w.byteEvents = in.readLong();
    w.byteLogSum = in.readDouble();
    w.byteLogSquares = in.readDouble();
    w.networks = SeenSet.read(in);
    w.agents = SeenSet.read(in);
    w.fingerprints = SeenSet.read(in);
    w.principals = SeenSet.read(in);
    w.models = SeenSet.read(in);
    readAll(in, w.first);
    readAll(in, w.last);
    if (in.readBoolean()) {
      w.largest = Cited.read(in);
    }
    return w;
  }
}
