package org.gatewatch.cases;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gatewatch.baseline.Uses.Use;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/**
 * Everything one credential was used for, by identity and day: at most {@link #TRACKS} identities,
 * of one client and operator {@link #OF_ONE}, so that a service that a cloud sends out of ever
 * other networks leaves room for strangers; what comes after them is counted as mixed.
 */
public final class Usage {
  private static final int SUSPECT = 1;
  private static final int ACCEPTED = 2;

  /** Version 0.1.0 wrote whether it is a suspect alone: then it counts as accepted. */
  private static final int TOLD = 4;

  static final int TRACKS = 48;
  static final int OF_ONE = 24;

  /** Active hours kept of a credential: three weeks round the clock; of a suspect's, more. */
  static final int HOURS = 504;

  static final int SUSPECT_HOURS = 2160;

  private final String credential;
  private final ArrayList<Track> tracks = new ArrayList<>(1);

  /** Hours of the gateway's log, in order; for excess that no identity explains. */
  private final ArrayList<Day> hours = new ArrayList<>(1);

  /** Of those hours the requests whose names found no room in the hour, where others did. */
  private final ArrayList<Day> nameless = new ArrayList<>(0);

  /** Of those hours the requests for names that an identity's {@link Track#NAMES} do not hold. */
  private final ArrayList<Day> others = new ArrayList<>(0);

  private boolean suspect;

  /** Whether any use of it was ever accepted. */
  private boolean accepted;

  /** Who else used what this credential used: value by kind, to its holders. */
  private final TreeMap<String, Holders> shared = new TreeMap<>();

  /** By day, see {@link #tide}. */
  private final TreeMap<Long, Double> tides = new TreeMap<>();

  Usage(String credential) {
    this.credential = credential;
  }

  /** Takes in a closed window of the credential. */
  void add(Window window) {
    long day = Math.floorDiv(window.start(), Day.LENGTH);
    Day lost = new Day(Math.floorDiv(window.start(), Window.LENGTH));
    Day rest = new Day(lost.number);
    long named = 0;
    for (Use use : window.uses().list()) {
      if (track(window.source(), use).add(use, day)) {
        named += use.requests();
      } else {
        (use.endpoint() == null ? lost : rest).add(use);
      }
    }
    if (window.source() == LogSource.GATEWAY) {
      Day hour = new Day(Math.floorDiv(window.start(), Window.LENGTH));
      hour.requests = window.events();
      hour.inputTokens = window.inputTokens();
      hour.outputTokens = window.outputTokens();
      hour.bytesOut = window.bytesOut();
      hour.first = window.start();
      hour.last = window.lastTime();
      hours.add(hour);
      if (named > 0 && lost.requests > 0) {
        nameless.add(lost);
      }
      if (rest.requests > 0) {
        others.add(rest);
      }
      if (hours.size() > (suspect ? SUSPECT_HOURS : HOURS)) {
        hours.remove(0);
        for (List<Day> kept : List.of(nameless, others)) {
          if (!kept.isEmpty() && kept.get(0).number < hours.get(0).number) {
            kept.remove(0);
          }
        }
      }
    }
  }

  /** A use of it was accepted. */
  void accept() {
    accepted = true;
  }

  boolean isAccepted() {
    return accepted;
  }

  /** A finding speaks of it: more of it is kept. */
  void suspect() {
    suspect = true;
  }

  List<Day> hours() {
    return Collections.unmodifiableList(hours);
  }

  List<Day> nameless() {
    return Collections.unmodifiableList(nameless);
  }

  List<Day> others() {
    return Collections.unmodifiableList(others);
  }

  /** Its days at the gateway, in order; those that were put together left out. */
  List<Day> days() {
    TreeMap<Long, Day> sums = new TreeMap<>();
    long whole = Long.MIN_VALUE;
    for (Track track : tracks) {
      if (track.source == LogSource.GATEWAY) {
        for (Day day : track.days) {
          sums.computeIfAbsent(day.number, Day::new).add(day);
        }
        if (track.days.size() >= Track.DAYS) {
          whole = Math.max(whole, track.days.get(0).number + 1);
        }
      }
    }
    return List.copyOf(sums.tailMap(whole, true).values());
  }

  /** By what factor everybody's use of a day was above the usual, at least 1. */
  double tide(long day) {
    return tides.getOrDefault(day, 1.0);
  }

  /** What is known of everybody's days; those of the credential's own are kept. */
  void tides(Map<Long, Double> all) {
    tides.clear(); // what was so when it was told before
    for (Day day : days()) {
      Double factor = all.get(day.number);
      if (factor != null) {
        tides.put(day.number, factor);
      }
    }
  }

  private Track track(LogSource source, Use use) {
    Track mixed = null;
    int akin = 0;
    for (Track track : tracks) {
      if (track.isOf(source, use)) {
        return track;
      }
      mixed = track.mixed && track.source == source ? track : mixed;
      akin += track.isAkin(source, use) ? 1 : 0;
    }
    boolean full = tracks.size() >= TRACKS || akin >= OF_ONE;
    if (full && mixed != null) {
      return mixed;
    }
    Track track = new Track(source, use.network(), use.sample(), full || use.mixed());
    tracks.add(track);
    return track;
  }

  /** The credential's id. */
  public String credential() {
    return credential;
  }

  List<Track> tracks() {
    return Collections.unmodifiableList(tracks);
  }

  /**
   * The tracks that requests are counted from: the gateway's, which sees every request once; a
   * vendor's only where the gateway saw nothing.
   */
  List<Track> counted() {
    List<Track> gateway = tracks.stream().filter(t -> t.source == LogSource.GATEWAY).toList();
    return gateway.isEmpty() ? tracks() : gateway;
  }

  /** When a value was first used with the credential, epoch ms; MAX_VALUE for never. */
  long firstUse(Kind kind, String value) {
    long first = Long.MAX_VALUE;
    for (Track track : tracks) {
      if (track.shows(kind, value)) {
        first = Math.min(first, track.first());
      }
    }
    return first;
  }

  /** Whether the credential was used from that autonomous system before a time, epoch ms. */
  boolean knows(long asn, long before) {
    return asn >= 0 && tracks.stream().anyMatch(t -> t.sample.asn() == asn && t.first() < before);
  }

  /**
   * Whether a track's value is the credential's own: used from its first day on, or together with
   * what was. With a network goes the client (by fingerprint, or by agent where there is none),
   * with a client the network.
   */
  boolean isOwn(Track track, Kind kind) {
    String value = track.value(kind);
    long soon = first() + Day.LENGTH;
    if (value == null || firstUse(kind, value) < soon) {
      return value != null;
    }
    Kind other =
        !kind.isPlace()
            ? Kind.NETWORK
            : track.fingerprint() == null ? Kind.AGENT : Kind.FINGERPRINT;
    String beside = track.value(other);
    return beside != null
        && tracks.stream()
            .filter(t -> t.source == track.source && beside.equals(t.value(other)))
            .anyMatch(t -> t.first() < soon || t.first() < track.first() - Joining.APART);
  }

  long first() {
    return tracks.stream().mapToLong(Track::first).min().orElse(Long.MAX_VALUE);
  }

  void share(Kind kind, String value, Holders holders) {
    shared.put(key(kind, value), holders);
  }

  @Nullable Holders holders(Kind kind, String value) {
    return shared.get(key(kind, value));
  }

  static String key(Kind kind, String value) {
    return kind.text() + ":" + value;
  }

  /** Writes it for state and for sinks. */
  public void write(DataOutput out) throws IOException {
    out.writeUTF(credential);
    out.writeByte(tracks.size());
    for (Track track : tracks) {
      track.write(out);
    }
    out.writeByte(TOLD | (suspect ? SUSPECT : 0) | (accepted ? ACCEPTED : 0));
    out.writeShort(hours.size());
    for (Day hour : hours) {
      hour.write(out);
    }
    for (List<Day> kept : List.of(nameless, others)) {
      out.writeShort(kept.size());
      for (Day hour : kept) {
        hour.write(out);
      }
    }
    out.writeInt(shared.size());
    for (var e : shared.entrySet()) {
      out.writeUTF(e.getKey());
      e.getValue().write(out);
    }
    out.writeInt(tides.size());
    for (var e : tides.entrySet()) {
      out.writeLong(e.getKey());
      out.writeDouble(e.getValue());
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Usage read(DataInput in) throws IOException {
    Usage usage = new Usage(in.readUTF());
    for (int n = in.readByte(); n > 0; n--) {
      usage.tracks.add(Track.read(in));
    }
    int flags = in.readByte();
    usage.suspect = (flags & SUSPECT) != 0;
    usage.accepted = (flags & ACCEPTED) != 0 || (flags & TOLD) == 0;
    for (int n = in.readShort(); n > 0; n--) {
      usage.hours.add(Day.read(in));
    }
    for (List<Day> kept : List.of(usage.nameless, usage.others)) {
      for (int n = in.readShort(); n > 0; n--) {
        kept.add(Day.read(in));
      }
    }
    for (int n = in.readInt(); n > 0; n--) {
      usage.shared.put(in.readUTF(), Holders.read(in));
    }
    for (int n = in.readInt(); n > 0; n--) {
      usage.tides.put(in.readLong(), in.readDouble());
    }
    return usage;
  }
}
