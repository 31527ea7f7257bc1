package org.gatewatch.cases;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Keys;
import org.gatewatch.event.Roster;

/**
 * What every credential was used for, kept until it is known which of them belong to a case. Filled
 * window by window in the order in which they are judged; bounded per credential, and by {@link
 * #CREDENTIALS}. Each credential's lies by itself, so that state copies what changed.
 */
public final class UsageBook {
  /** Credentials kept at most; later ones have no usage, and their cases say so. */
  public static final int CREDENTIALS = 1_000_000;

  /**
   * Room for pseudo-credentials, and for ids of which no use was accepted yet: guessing from many
   * addresses, or with many ids, leaves room for credentials.
   */
  static final int ANONYMOUS = 10_000;

  private static final int VERSION = 1;

  /** Those that no use was accepted of, and pseudo-credentials. */
  private int anonymous;

  private final TreeSet<String> suspects = new TreeSet<>();
  private int credentials;
  private Usages usages = new Usages.InMemory();

  /** Says where the usages lie. */
  public void over(Usages rows) {
    usages = rows;
  }

  Usages rows() {
    return usages;
  }

  /** How many have a usage. */
  public int size() {
    return credentials + anonymous;
  }

  /** Takes in a closed window. */
  public void add(Window window) {
    Usage usage = usages.usage(window.credential());
    boolean pseudo = Keys.isAnonymous(window.credential()) || window.succeeded() == 0;
    if (usage == null) {
      if (pseudo ? anonymous >= ANONYMOUS : credentials >= CREDENTIALS) {
        return;
      }
      credentials += pseudo ? 0 : 1;
      anonymous += pseudo ? 1 : 0;
      usage = new Usage(window.credential());
      usages.put(usage);
      if (suspects.contains(window.credential())) {
        usage.suspect();
      }
    } else if (!pseudo && !usage.isAccepted() && credentials < CREDENTIALS) {
      credentials++;
      anonymous--;
    }
    if (!pseudo) {
      usage.accept();
    }
    usage.add(window);
  }

  /** A finding speaks of the credential. */
  public void suspect(String credential) {
    suspects.add(credential);
    Usage usage = usages.usage(credential);
    if (usage != null) {
      usage.suspect();
    }
  }

  /** Tells the usage of every suspect, in order of their ids, with who else used the same. */
  public void tell(Roster roster, Consumer<Usage> out) {
    TreeMap<String, NavigableSet<Holders.Holder>> some = new TreeMap<>();
    TreeMap<String, int[]> counts = new TreeMap<>();
    for (String id : suspects) {
      Usage usage = usages.usage(id);
      if (usage != null) {
        for (Track track : usage.tracks()) {
          for (Kind kind : Kind.values()) {
            String value = track.value(kind);
            if (value != null) {
              some.computeIfAbsent(
                  Usage.key(kind, value), k -> new TreeSet<>(Holders.Holder.MOST_INNOCENT));
            }
          }
        }
      }
    }
    Tides known = new Tides();
    Tides anonymous = new Tides(); // as many as anybody likes: they move no tide but their own
    for (Iterator<Usage> all = usages.usages(); !some.isEmpty() && all.hasNext(); ) {
      Usage usage = all.next();
      if (!isMadeUp(usage, roster)) {
        hold(usage, roster, some, counts);
        (Keys.isAnonymous(usage.credential()) ? anonymous : known).add(usage);
      }
    }
    NavigableMap<Long, Double> tides = known.factors();
    NavigableMap<Long, Double> theirs = anonymous.factors();
    for (String id : suspects) {
      Usage usage = usages.usage(id);
      if (usage != null) {
        usage.tides(Keys.isAnonymous(id) ? theirs : tides);
        for (Track track : usage.tracks()) {
          for (Kind kind : Kind.values()) {
            String value = track.value(kind);
            if (value != null) {
              String key = Usage.key(kind, value);
              int[] count = counts.getOrDefault(key, new int[2]);
              NavigableSet<Holders.Holder> held = some.get(key);
              List<Holders.Holder> list = held == null ? List.of() : List.copyOf(held);
              usage.share(kind, value, new Holders(count[0], count[1], list));
            }
          }
        }
        out.accept(usage);
      }
    }
  }

  /** Whether it may be anybody's: whoever makes up ids makes no network one that many share. */
  private static boolean isMadeUp(Usage usage, Roster roster) {
    String id = usage.credential();
    return !usage.isAccepted() && !Keys.isAnonymous(id) && roster.find(id) == null;
  }

  private static void hold(
      Usage usage,
      Roster roster,
      NavigableMap<String, NavigableSet<Holders.Holder>> some,
      NavigableMap<String, int[]> counts) {
    TreeMap<String, long[]> held = new TreeMap<>();
    for (Track track : usage.tracks()) {
      for (Kind kind : Kind.values()) {
        String value = track.value(kind);
        String key = value == null ? "" : Usage.key(kind, value);
        if (some.containsKey(key)) {
          long[] h = held.computeIfAbsent(key, k -> new long[] {Long.MAX_VALUE, 0, 0});
          h[0] = Math.min(h[0], track.first());
          h[1] += track.requests();
          h[2] |= usage.isOwn(track, kind) ? 1 : 0;
        }
      }
    }
    Credential declared = roster.find(usage.credential());
    String vendor = declared == null || declared.vendor() == null ? "" : declared.vendor();
    long soon = usage.first() + Day.LENGTH;
    held.forEach(
        (key, h) -> {
          boolean own = h[2] > 0 && (h[1] > Holders.Holder.TRIES || h[0] < soon);
          if (!Keys.isAnonymous(usage.credential())) {
            int[] count = counts.computeIfAbsent(key, k -> new int[2]);
            count[0]++;
            count[1] += own ? 1 : 0;
          }
          NavigableSet<Holders.Holder> list = some.get(key);
          if (list != null) {
            list.add(new Holders.Holder(usage.credential(), vendor, h[0], h[1], own));
            if (list.size() > Holders.MOST) {
              list.pollLast();
            }
          }
        });
  }

  /** Writes it for state, without the usages. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeInt(credentials);
    out.writeInt(anonymous);
    out.writeInt(suspects.size());
    for (String id : suspects) {
      out.writeUTF(id);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException for another version
   */
  public static UsageBook read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("usage of an unknown version: " + version);
    }
    UsageBook book = new UsageBook();
    book.credentials = in.readInt();
    book.anonymous = in.readInt();
    for (int n = in.readInt(); n > 0; n--) {
      book.suspects.add(in.readUTF());
    }
    return book;
  }
}
