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
import org.gatewatch.event.Texts;
import org.jspecify.annotations.Nullable;

/**
 * One credential, one log source, one hour of event time (UTC): the sufficient statistics that
 * judging needs. Filled in event order by PROFILE, handed over at its close, never changed after.
 */
public final class Window {
  /** Length of a window, ms. */
  public static final long LENGTH = 3_600_000L;

  /** Events kept at each end of the window for citing. */
  public static final int CITED = 2;

  private static final long MINUTE = 60_000L;
  private static final int VERSION = 4;

  private final String credential;
  private final LogSource source;
  private final long start;
  private long close;
  private boolean partial;
  private boolean early;

  private final ArrayList<Taken> taken = new ArrayList<>(1);
  private final Amounts amounts = new Amounts();
  private final LogSum tokens = new LogSum();
  private final LogSum bytes = new LogSum();
  private final SeenSet networks = new SeenSet();
  private final Trail trail = new Trail();
  private final SeenSet agents = new SeenSet();
  private final SeenSet fingerprints = new SeenSet();
  private final SeenSet principals = new SeenSet();
  private final Asked asked;
  private final Ends ends = new Ends();
  private final Uses uses = new Uses();
  private @Nullable Cited largest;
  private long lastTime;
  private @Nullable Matches matches;

  public Window(String credential, LogSource source, long start) {
    this.credential = credential;
    this.source = source;
    this.start = start;
    this.asked = new Asked(credential);
  }

  /** A window without events, with what two logs say of the hour; a vendor's, for its close. */
  public static Window of(String credential, long start, long close, Matches matches) {
    Window w = new Window(credential, LogSource.VENDOR, start);
    w.close = close;
    w.matches = matches;
    return w;
  }

  /** Start of the window that holds an event time (ms). */
  public static long startOf(long eventTime) {
    return Math.floorDiv(eventTime, LENGTH) * LENGTH;
  }

  /** Takes in an event of this credential, source and hour; events come in event order. */
  public void add(AccessEvent e) {
    Taken.add(taken, e);
    amounts.add(e);
    long generated = e.number(Field.OUTPUT_TOKENS, 0);
    if (generated > 0 && e.succeeded()) {
      tokens.add(generated);
      if (largest == null || generated > largest.outputTokens()) {
        largest = Cited.of(e);
      }
    } else if (e.has(Field.BYTES_OUT) && e.succeeded()) {
      // An embedding's answer has no output tokens: its size is its bytes.
      bytes.add(e.number(Field.BYTES_OUT, 0));
    }
    lastTime = e.eventTime();
    String network = trail.network(e);
    networks.add(network, e);
    uses.add(network, e);
    asked.add(e);
    agents.add(e.text(Field.USER_AGENT), e);
    fingerprints.add(e.text(Field.JA4), e);
    principals.add(e.text(Field.PRINCIPAL), e);
    ends.add(e);
  }

  /**
   * Ends the window.
   *
   * @param closeTime release time at which it is judged, ms
   */
  public void close(long closeTime) {
    this.close = closeTime;
  }

  /**
   * A copy of the window so far, to be judged before its end.
   *
   * @param time release time at which it is judged, ms
   */
  public Window pane(long time) {
    Window pane = WindowCodec.copy(this);
    pane.close = time;
    pane.early = true;
    return pane;
  }

  /** Says that the log ended before the hour did. */
  public void cutShort() {
    this.partial = true;
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

  /** Whether this is the hour so far, and more of it may come. */
  public boolean early() {
    return early;
  }

  /** Event time of what is judged here: the end of the hour, or of its last minute so far, ms. */
  public long time() {
    return early ? Math.min(end(), -Math.floorDiv(-lastTime, MINUTE) * MINUTE) : end();
  }

  public long events() {
    return amounts.events;
  }

  public long succeeded() {
    return amounts.succeeded;
  }

  /** Whether a value of one of its sets was let in, as far as its first and last event tell. */
  public boolean isAccepted(SeenSet set, Seen seen) {
    boolean alone = set.values().size() == 1 && set.overflow() == 0;
    return succeeded() > 0 && (alone || seen.first().succeeded() || seen.last().succeeded());
  }

  /** Refused for what was asked or who asked (401, 403, 404). */
  public long denied() {
    return amounts.denied;
  }

  /** Neither succeeded nor denied: upstream errors, rate limits. */
  public long failed() {
    return amounts.failed;
  }

  public long inputTokens() {
    return amounts.inputTokens;
  }

  public long outputTokens() {
    return amounts.outputTokens;
  }

  public long bytesOut() {
    return amounts.bytesOut;
  }

  /** Successful events with at least one output token. */
  public long tokenEvents() {
    return tokens.count;
  }

  /** Sum of ln(1 + output tokens) over {@link #tokenEvents}. */
  public double tokenLogSum() {
    return tokens.sum;
  }

  /** Sum of squares of ln(1 + output tokens). */
  public double tokenLogSquares() {
    return tokens.squares;
  }

  /** Successful events without output tokens but with bytes. */
  public long byteEvents() {
    return bytes.count;
  }

  public double byteLogSum() {
    return bytes.sum;
  }

  public double byteLogSquares() {
    return bytes.squares;
  }

  /** /24 and /64 networks. */
  public SeenSet networks() {
    return networks;
  }

  /** How the events moved between {@link #networks}. */
  public Trail trail() {
    return trail;
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

  /** Names, regions and nodes. */
  public Asked asked() {
    return asked;
  }

  /** The first events, at most {@link #CITED}. */
  public List<Cited> first() {
    return Collections.unmodifiableList(ends.first);
  }

  /** The last events after {@link #first}, at most {@link #CITED}. */
  public List<Cited> last() {
    return ends.last();
  }

  /** What each binding gave; for the ledger. */
  public List<Taken> taken() {
    return Collections.unmodifiableList(taken);
  }

  /** Who asked for what. */
  public Uses uses() {
    return uses;
  }

  /** Event time of the last event, epoch ms. */
  public long lastTime() {
    return lastTime;
  }

  /** What two logs say of the hour: then there is nothing else in here; null in all others. */
  public @Nullable Matches matches() {
    return matches;
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
    out.writeBoolean(early);
    amounts.write(out);
    tokens.write(out);
    bytes.write(out);
    out.writeLong(lastTime);
    Taken.write(taken, out);
    out.writeBoolean(matches != null);
    if (matches != null) {
      matches.write(out);
    }
    WindowCodec.write(this, out);
  }

  /** All values seen, in the order in which they are written. */
  List<SeenSet> sets() {
    List<SeenSet> sets = new ArrayList<>(List.of(networks, agents, fingerprints, principals));
    sets.addAll(asked.sets());
    return sets;
  }

  /** Reads what {@link #write} wrote. */
  public static Window read(DataInput in) throws IOException {
    return read(in, 0);
  }

  /**
   * Reads what {@link #write} wrote as if all of it had happened at another time.
   *
   * @param later ms to add to every time, a whole number of hours
   */
  public static Window read(DataInput in, long later) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("window of an unknown version: " + version);
    }
    Window w =
        new Window(
            Texts.read(in),
            in.readBoolean() ? LogSource.VENDOR : LogSource.GATEWAY,
            in.readLong() + later);
    w.close = in.readLong() + later;
    w.partial = in.readBoolean();
    w.early = in.readBoolean();
    w.amounts.read(in);
    w.tokens.read(in);
    w.bytes.read(in);
    w.lastTime = in.readLong() + later;
    Taken.read(in, later, w.taken);
    w.matches = in.readBoolean() ? Matches.read(in, later) : null;
    w.largest = WindowCodec.read(in, w, later, w.ends.first, w.ends.last);
    return w;
  }
}
