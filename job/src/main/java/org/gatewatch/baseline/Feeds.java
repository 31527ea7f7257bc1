package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The vendors' logs against the gateway's, by vendor; and the hour that is being judged. */
public final class Feeds {
  /** Vendors told apart; a client may not name more. */
  private static final int MOST = 1000;

  /** Requests of an hour in one log that make the other one's silence one. */
  private static final int LEAST_SILENT = 10;

  private final TreeMap<String, Feed> byVendor = new TreeMap<>();
  private final TreeMap<String, Hour> now = new TreeMap<>();

  /** What all credentials of a vendor did in the hour that is being judged. */
  public static final class Hour {
    private final Feed feed;
    private long gateway;
    private long uncovered;
    private long vendor;
    private long stray;
    private int users;
    private int strayUsers;
    private @Nullable Cited firstUse;
    private @Nullable Cited lastUse;
    private @Nullable Cited firstStray;
    private @Nullable Cited lastStray;

    private Hour(Feed feed) {
      this.feed = feed;
    }

    private void add(Matches m) {
      long missing = feed.uncovered(m);
      gateway += m.both() + m.gatewayOnly().count();
      uncovered += missing;
      vendor += m.both() + m.vendorOnly().count();
      stray += m.vendorOnly().count();
      users += missing > 0 ? 1 : 0;
      strayUsers += m.vendorOnly().count() > 0 ? 1 : 0;
      firstUse = earlier(firstUse, m.gatewayOnly().first());
      lastUse = later(lastUse, m.gatewayOnly().last());
      firstStray = earlier(firstStray, m.vendorOnly().first());
      lastStray = later(lastStray, m.vendorOnly().last());
    }

    private static @Nullable Cited earlier(@Nullable Cited a, @Nullable Cited b) {
      return a == null || (b != null && b.time() < a.time()) ? b : a;
    }

    private static @Nullable Cited later(@Nullable Cited a, @Nullable Cited b) {
      return a == null || (b != null && b.time() >= a.time()) ? b : a;
    }

    /** Requests at the gateway. */
    public long gateway() {
      return gateway;
    }

    /** Those of them that the vendor's log does not cover. */
    public long uncovered() {
      return uncovered;
    }

    /** Requests in the vendor's log. */
    public long vendor() {
      return vendor;
    }

    /** Those of them that the gateway does not have. */
    public long stray() {
      return stray;
    }

    /** Credentials with use that is not covered. */
    public int users() {
      return users;
    }

    /** The first use at the gateway only. */
    public @Nullable Cited firstUse() {
      return firstUse;
    }

    public @Nullable Cited lastUse() {
      return lastUse;
    }

    /** The first record at the vendor only. */
    public @Nullable Cited firstStray() {
      return firstStray;
    }

    public @Nullable Cited lastStray() {
      return lastStray;
    }

    /** Whether several were active at the gateway and the vendor's log has none of it. */
    public boolean vendorSilent() {
      return feed.isRelied()
          && !feed.handsOverLogins()
          && users >= 2
          && vendor == 0
          && gateway >= LEAST_SILENT;
    }

    /** Whether several stand in the vendor's log and the gateway's has none of it. */
    public boolean gatewaySilent() {
      return feed.hasRequests() && strayUsers >= 2 && gateway == 0 && vendor >= LEAST_SILENT;
    }
  }

  /** The windows to be judged together, each with matches. */
  public void hour(List<Window> windows) {
    now.clear();
    for (Window w : windows) {
      Matches m = w.matches();
      if (m != null) {
        now(m).add(m);
      }
    }
  }

  /** Who was active in the hour that is being judged, by vendor. */
  public Map<String, Hour> now() {
    return now;
  }

  /** All of a vendor in the hour that is being judged. */
  public Hour now(Matches m) {
    return now.computeIfAbsent(name(m), v -> new Hour(of(m)));
  }

  /** The vendor's log; of vendors that are too many, all the others'. */
  public Feed of(Matches m) {
    return byVendor.computeIfAbsent(name(m), v -> new Feed());
  }

  private String name(Matches m) {
    return byVendor.containsKey(m.vendor()) || byVendor.size() < MOST ? m.vendor() : "(others)";
  }

  /** By vendor, in order of their names. */
  public Map<String, Feed> all() {
    return byVendor;
  }

  /** Writes what is learned; the hour that is being judged is not. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(byVendor.size());
    for (Map.Entry<String, Feed> entry : byVendor.entrySet()) {
      out.writeUTF(entry.getKey());
      entry.getValue().write(out);
    }
  }

  /** Reads what {@link #write} wrote. */
  public void readFrom(DataInput in) throws IOException {
    for (int n = in.readInt(); n > 0; n--) {
      byVendor.put(in.readUTF(), Feed.read(in));
    }
  }
}
