package org.gatewatch.cases;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.gatewatch.baseline.Uses.Use;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/**
 * Everything one credential was used for, by identity and day: at most {@link #TRACKS} identities;
 * what comes after them is counted as mixed.
 */
public final class Usage {
  static final int TRACKS = 48;

  /** Active hours kept of a credential: three weeks round the clock; of a suspect's, more. */
  static final int HOURS = 504;

  static final int SUSPECT_HOURS = 2160;

  private final String credential;
  private final ArrayList<Track> tracks = new ArrayList<>(1);

  /** Hours of the gateway's log, in order; for excess that no identity explains. */
  private final ArrayList<Day> hours = new ArrayList<>(1);

  private boolean suspect;

  /** Who else used what this credential used: value by kind, to its holders. */
  private final TreeMap<String, Holders> shared = new TreeMap<>();

  Usage(String credential) {
    this.credential = credential;
  }

  /** Takes in a closed window of the credential. */
  void add(Window window) {
    long day = Math.floorDiv(window.start(), Day.LENGTH);
    for (Use use : window.uses().list()) {
      track(window.source(), use).add(use, day);
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
      if (hours.size() > (suspect ? SUSPECT_HOURS : HOURS)) {
        hours.remove(0);
      }
    }
  }

  /** A finding speaks of it: more of it is kept. */
  void suspect() {
    suspect = true;
  }

  List<Day> hours() {
    return Collections.unmodifiableList(hours);
  }

  private Track track(LogSource source, Use use) {
    Track mixed = null;
    for (Track track : tracks) {
      if (track.isOf(source, use)) {
        return track;
      }
      mixed = track.mixed && track.source == source ? track : mixed;
    }
    boolean full = tracks.size() >= TRACKS;
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
      if (value.equals(track.value(kind))) {
        first = Math.min(first, track.first());
      }
    }
    return first;
  }

  /** Whether the credential was used from that autonomous system before a time, epoch ms. */
  boolean knows(long asn, long before) {
    return asn >= 0 && tracks.stream().anyMatch(t -> t.sample.asn() == asn && t.first() < before);
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
    out.writeBoolean(suspect);
    out.writeShort(hours.size());
    for (Day hour : hours) {
      hour.write(out);
    }
    out.writeInt(shared.size());
    for (var e : shared.entrySet()) {
      out.writeUTF(e.getKey());
      e.getValue().write(out);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Usage read(DataInput in) throws IOException {
    Usage usage = new Usage(in.readUTF());
    for (int n = in.readByte(); n > 0; n--) {
      usage.tracks.add(Track.read(in));
    }
    usage.suspect = in.readBoolean();
    for (int n = in.readShort(); n > 0; n--) {
      usage.hours.add(Day.read(in));
    }
    for (int n = in.readInt(); n > 0; n--) {
      usage.shared.put(in.readUTF(), Holders.read(in));
    }
    return usage;
  }
}
