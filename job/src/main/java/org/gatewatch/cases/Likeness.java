package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How much speaks for one hand behind what was new with two credentials: the sum of log10(m/u) over
 * what can be compared, where m is the chance that one hand is the same in it from one credential
 * to the next, and u the chance that two unrelated ones of one week are (Fellegi and Sunter, A
 * theory for record linkage, JASA 64, 1969). A place that an innocent credential has as its own
 * counts for nothing, and a client little, so that neither a shared NAT, nor a cloud's egress, nor
 * a common tool joins anybody; the chances of the others are estimates, stated with them. Of two
 * alerts of a week one pair in six is of one hand: {@link #ENOUGH}, a hundred to one, leaves one
 * wrong in twenty.
 */
final class Likeness {
  /** As a sum of log10(m/u). */
  static final double ENOUGH = 2;

  /** A /24 or /64 of a home or an office: .9 against .003. */
  private static final double NETWORK = 2.5;

  /** The same of a hosting company, VPN or carrier, where strangers are neighbours: .9/.009. */
  private static final double CROWDED = 2;

  /**
   * Either, of an operator with whom innocents are at home, and move about: .9/.18. Of a home only
   * when nobody's client is strange there: it gives two of an operator's customers one network,
   * too.
   */
  private static final double FAMILIAR = 0.7;

  /** One address besides, of that network: .8/.16. */
  private static final double ADDRESS = 0.7;

  /** Two networks of one operator, with whom no innocent is at home: .6/.02. */
  private static final double OPERATOR = 1.5;

  /** The same of a hosting company, VPN or carrier; a few serve most strangers: .5/.05. */
  private static final double CROWDED_OPERATOR = 1;

  /** A client that no innocent has and not everybody can have, from new networks: .8/.008. */
  private static final double UNHEARD = 2;

  /** Any other client that is the same and not the owner's with both: .8/.25. */
  private static final double CLIENT = 0.5;

  /** Different clients: .3/.75. */
  private static final double OTHER_CLIENT = -0.4;

  /**
   * What everybody can have, by the first word of the agent: libraries, command lines, browsers.
   */
  private static final Set<String> STOCK =
      Set.of(
          "aiohttp",
          "apache-httpclient",
          "axios",
          "curl",
          "dalvik",
          "dart",
          "faraday",
          "go-http-client",
          "got",
          "guzzlehttp",
          "httpie",
          "httpx",
          "hyper",
          "insomnia",
          "java",
          "java-http-client",
          "libwww-perl",
          "mozilla",
          "node",
          "node-fetch",
          "okhttp",
          "opera",
          "php",
          "postmanruntime",
          "python",
          "python-httpx",
          "python-requests",
          "python-urllib",
          "python-urllib3",
          "reqwest",
          "restsharp",
          "ruby",
          "undici",
          "urllib3",
          "wget");

  private final BiPredicate<Kind, String> unowned;

  /**
   * @param unowned whether a value is no innocent credential's own
   */
  Likeness(BiPredicate<Kind, String> unowned) {
    this.unowned = unowned;
  }

  /**
   * Two uses compared.
   *
   * @param sum of log10(m/u)
   * @param same what they agree in, {@link Usage#key}
   */
  record Compared(double sum, List<String> same) {}

  /** Compares two tracks; null when more than {@link Joining#APART} lies between them. */
  @Nullable Compared compare(Suspect a, Track left, Suspect b, Track right) {
    long apart = Math.max(left.first(), right.first()) - Math.min(left.last(), right.last());
    if (apart > Joining.APART) {
      return null;
    }
    List<String> same = new ArrayList<>();
    double sum = place(a, left, b, right, same);
    return new Compared(sum + client(a, left, b, right, same), same);
  }

  private double place(Suspect a, Track left, Suspect b, Track right, List<String> same) {
    boolean crowded = Suspect.isCrowded(left);
    boolean operator = brings(a, left, b, right, Kind.EGRESS);
    if (brings(a, left, b, right, Kind.NETWORK)) {
      same.add(Usage.key(Kind.NETWORK, Objects.requireNonNull(left.network)));
      boolean known = !operator && left.value(Kind.EGRESS) != null;
      boolean familiar = known && (crowded || (isOwn(a, left) && isOwn(b, right)));
      NavigableSet<String> addresses = a.addresses(left);
      addresses.retainAll(b.addresses(right));
      return (familiar ? FAMILIAR : crowded ? CROWDED : NETWORK)
          + (addresses.isEmpty() ? 0 : ADDRESS);
    }
    if (operator) {
      same.add(Usage.key(Kind.EGRESS, Objects.requireNonNull(left.value(Kind.EGRESS))));
      return crowded ? CROWDED_OPERATOR : OPERATOR;
    }
    return 0;
  }

  /** Whether both brought that very place along, and no innocent is at home there. */
  private boolean brings(Suspect a, Track left, Suspect b, Track right, Kind kind) {
    String value = left.value(kind);
    return value != null
        && value.equals(right.value(kind))
        && a.isNew(left, kind)
        && b.isNew(right, kind)
        && unowned.test(kind, value);
  }

  /** Of a client that both owners have nobody knows whose it is. */
  private double client(Suspect a, Track left, Suspect b, Track right, List<String> same) {
    boolean own = isOwn(a, left);
    boolean otherOwn = isOwn(b, right);
    if (own && otherOwn) {
      return 0;
    }
    String agent = left.agent();
    String print = left.fingerprint();
    boolean one = agent != null && agent.equals(right.agent());
    boolean alike = print != null && print.equals(right.fingerprint());
    if (agent != null && one) {
      same.add(Usage.key(Kind.AGENT, agent));
    }
    if (print != null && alike) {
      same.add(Usage.key(Kind.FINGERPRINT, print));
    }
    boolean away = a.isNew(left, Kind.NETWORK) && b.isNew(right, Kind.NETWORK);
    boolean differs = !alike && print != null && right.fingerprint() != null;
    if (agent != null && one && !differs && !own && !otherOwn && away && isUnheard(agent)) {
      return UNHEARD;
    }
    return one || alike ? CLIENT : OTHER_CLIENT;
  }

  /** Whether agreement in a value may be enough, with whatever else there is. */
  boolean mayTell(Kind kind, String value) {
    return switch (kind) {
      case NETWORK, EGRESS -> unowned.test(kind, value);
      case AGENT -> isUnheard(value);
      case FINGERPRINT -> false;
    };
  }

  /** Whether a client is one that neither an innocent credential has nor everybody can have. */
  private boolean isUnheard(String agent) {
    String name = agent.strip().toLowerCase(Locale.ROOT).split("[/ ;(]", 2)[0];
    return !STOCK.contains(name) && unowned.test(Kind.AGENT, agent);
  }

  /** Whether the client, or another version of it, was the credential's before. */
  private static boolean isOwn(Suspect s, Track track) {
    if (s.isNew(track, Kind.FINGERPRINT)) {
      return false;
    }
    String agent = track.agent();
    if (agent == null || s.usage == null || !s.isNew(track, Kind.AGENT)) {
      return true;
    }
    String client = Attribution.client(agent);
    for (Track other : s.usage.tracks()) {
      String known = other.agent();
      if (known != null
          && client.equals(Attribution.client(known))
          && !s.isNew(other, Kind.AGENT)) {
        return true;
      }
    }
    return false;
  }
}
