package org.gatewatch.cases;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Uses.Use;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/**
 * One identity behind a credential: network, agent and fingerprint as one log saw them, what it did
 * day by day, and what it asked for. At most {@link #DAYS} days and {@link #NAMES} names are kept:
 * the oldest days are put together, further names are counted as {@link #OTHERS}.
 */
final class Track {
  static final int DAYS = 128;
  static final int NAMES = 24;

  /** Stands for names that found no room. */
  static final String OTHERS = "(others)";

  final LogSource source;
  final @Nullable String network;
  final Cited sample;

  /** Whether identities are mixed in it because there were too many. */
  final boolean mixed;

  final ArrayList<Day> days = new ArrayList<>(1);

  /** Requests, input tokens, output tokens, answered requests, first, last (ms) by model. */
  final TreeMap<String, long[]> models = new TreeMap<>();

  /** The same by endpoint. */
  final TreeMap<String, long[]> endpoints = new TreeMap<>();

  Track(LogSource source, @Nullable String network, Cited sample, boolean mixed) {
    this.source = source;
    this.network = network;
    this.sample = sample;
    this.mixed = mixed;
  }

  boolean isOf(LogSource from, Use use) {
    return source == from
        && mixed == use.mixed()
        && (mixed
            || (Objects.equals(network, use.network())
                && Objects.equals(agent(), use.agent())
                && Objects.equals(fingerprint(), use.fingerprint())));
  }

  /** Whether the same client used it through the same operator; whatever its version, if told. */
  boolean isAkin(LogSource from, Use use) {
    return source == from
        && !mixed
        && sample.asn() == use.sample().asn()
        && Objects.equals(fingerprint(), use.fingerprint())
        && (fingerprint() != null || Objects.equals(agent(), use.agent()));
  }

  @Nullable String agent() {
    return mixed ? null : sample.userAgent();
  }

  @Nullable String fingerprint() {
    return mixed ? null : sample.ja4();
  }

  /** Its value of a kind. */
  @Nullable String value(Kind kind) {
    return switch (kind) {
      case NETWORK -> mixed ? null : network;
      case AGENT -> agent();
      case FINGERPRINT -> fingerprint();
      case EGRESS -> mixed || sample.asn() < 0 ? null : "AS" + sample.asn();
    };
  }

  /** Whether that is its value of a kind. */
  boolean shows(Kind kind, String value) {
    return kind == Kind.EGRESS
        ? !mixed
            && value.length() > 2
            && sample.asn() == Long.parseLong(value, 2, value.length(), 10)
        : value.equals(value(kind));
  }

  /**
   * Takes in a use.
   *
   * @param number epoch day
   * @return whether the name that was asked for is kept
   */
  boolean add(Use use, long number) {
    Day day = days.isEmpty() ? null : days.get(days.size() - 1);
    if (day == null || day.number != number) {
      day = null;
      for (Day d : days) {
        day = d.number == number ? d : day;
      }
    }
    if (day == null) {
      if (days.size() >= DAYS) {
        days.get(1).add(days.remove(0));
      }
      day = new Day(number);
      days.add(day);
    }
    day.add(use);
    if (use.model() != null) {
      count(models, use.model(), use);
    }
    return use.endpoint() != null && !count(endpoints, use.endpoint(), use).equals(OTHERS);
  }

  private static String count(NavigableMap<String, long[]> names, String name, Use use) {
    String key = names.containsKey(name) || names.size() < NAMES ? name : OTHERS;
    long[] n =
        names.computeIfAbsent(key, k -> new long[] {0, 0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE});
    n[4] = Math.min(n[4], use.first());
    n[5] = Math.max(n[5], use.last());
    n[0] += use.requests();
    n[1] += use.inputTokens();
    n[2] += use.outputTokens();
    n[3] += use.succeeded();
    return key;
  }

  long requests() {
    return days.stream().mapToLong(d -> d.requests).sum();
  }

  /** Requests that were answered. */
  long succeeded() {
    return endpoints.values().stream().mapToLong(n -> n[3]).sum();
  }

  long first() {
    return days.stream().mapToLong(d -> d.first).min().orElse(Long.MAX_VALUE);
  }

  long last() {
    return days.stream().mapToLong(d -> d.last).max().orElse(Long.MIN_VALUE);
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(
        (source == LogSource.VENDOR ? 1 : 0) | (network == null ? 0 : 2) | (mixed ? 4 : 0));
    if (network != null) {
      out.writeUTF(network);
    }
    sample.write(out);
    out.writeShort(days.size());
    for (Day day : days) {
      day.write(out);
    }
    for (TreeMap<String, long[]> names : List.of(models, endpoints)) {
      out.writeByte(names.size());
      for (Map.Entry<String, long[]> e : names.entrySet()) {
        out.writeUTF(e.getKey());
        for (long n : e.getValue()) {
          out.writeLong(n);
        }
      }
    }
  }

  static Track read(DataInput in) throws IOException {
    int flags = in.readByte();
    String network = (flags & 2) == 0 ? null : in.readUTF();
    Track track =
        new Track(
            (flags & 1) == 0 ? LogSource.GATEWAY : LogSource.VENDOR,
            network,
            Cited.read(in),
            (flags & 4) != 0);
    for (int n = in.readShort(); n > 0; n--) {
      track.days.add(Day.read(in));
    }
    for (TreeMap<String, long[]> names : List.of(track.models, track.endpoints)) {
      for (int n = in.readByte(); n > 0; n--) {
        names.put(
            in.readUTF(),
            new long[] {
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong()
            });
      }
    }
    return track;
  }
}
