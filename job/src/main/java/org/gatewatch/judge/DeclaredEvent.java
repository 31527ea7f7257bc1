package org.gatewatch.judge;

import java.io.Serializable;
import java.util.List;

/**
 * A change that was announced, so that it is no surprise.
 *
 * @param kind what changes
 * @param from epoch ms
 * @param to epoch ms, exclusive; {@link Long#MAX_VALUE} when it stays
 * @param credentials ids it concerns, {@code *} for any text
 * @param peerGroups groups it concerns; with no credential and no group it concerns everyone
 * @param names of a launch: models, endpoints, operations that are no news, as logs name them
 * @param volume of a launch: how many times the usual requests are expected, at least 1
 * @param networks of an office move: blocks or {@code AS<number>}
 * @param hours of a rota: as in the roster
 * @param timeZone of a rota: zone of the hours, from the tz database
 */
public record DeclaredEvent(
    Kind kind,
    long from,
    long to,
    List<String> credentials,
    List<String> peerGroups,
    List<String> names,
    double volume,
    List<String> networks,
    List<String> hours,
    String timeZone)
    implements Serializable {

  /** What changes. */
  public enum Kind {
    /** A model or an endpoint comes: new names, more requests. */
    LAUNCH,
    /** People work from another network. */
    OFFICE_MOVE,
    /** People work at other hours. */
    ROTA;

    /** As it is written. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public DeclaredEvent {
    credentials = List.copyOf(credentials);
    peerGroups = List.copyOf(peerGroups);
    names = List.copyOf(names);
    networks = List.copyOf(networks);
    hours = List.copyOf(hours);
    if (!(volume >= 1)) {
      throw new IllegalArgumentException("volume must be at least 1: " + volume);
    }
  }
}
