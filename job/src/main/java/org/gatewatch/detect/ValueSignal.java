package org.gatewatch.detect;

import java.util.List;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Habits;
import org.gatewatch.baseline.KnownSet;
import org.gatewatch.baseline.Rates;
import org.gatewatch.baseline.Seen;
import org.gatewatch.baseline.SeenSet;
import org.gatewatch.baseline.Steps;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.LogSource;
import org.gatewatch.stat.Tails;

/**
 * The strangest value of one kind in the window, on a ladder of two Betas: 1 new to the credential
 * but used by others, 2 new to everyone. User agents count by {@link AgentFamily}, so that a new
 * version is no evidence; TLS fingerprints (JA4) as they are; principals only where a vendor names
 * the person behind a credential (a gateway's principal is the credential again).
 *
 * <p>Regions and nodes are compared with the credential's group instead of everyone: artefacts are
 * exported where the copies lie, which is a place that somebody uses. They are identity, since a
 * gateway near the client answers it: a journey changes network and region at once, and must count
 * once. Nodes that come and go are learned as coming and going.
 */
public enum ValueSignal implements Signal {
  AGENT("agent", "ua", Family.AGENT, "user_agent", "client", "clients") {
    @Override
    public SeenSet seen(Window w) {
      return w.agents();
    }

    @Override
    public String key(String raw) {
      return AgentFamily.of(raw);
    }

    @Override
    public KnownSet known(Habits h) {
      return h.agents;
    }

    @Override
    Steps steps(Habits h) {
      return h.agentSteps;
    }

    @Override
    Rates rates(Context c, LogSource source) {
      return c.peers().agents(source);
    }
  },
  FINGERPRINT("fingerprint", "tls", Family.AGENT, "ja4", "TLS fingerprint", "TLS fingerprints") {
    @Override
    public SeenSet seen(Window w) {
      return w.fingerprints();
    }

    @Override
    public KnownSet known(Habits h) {
      return h.fingerprints;
    }

    @Override
    Steps steps(Habits h) {
      return h.fingerprintSteps;
    }

    @Override
    Rates rates(Context c, LogSource source) {
      return c.peers().fingerprints(source);
    }
  },
  PRINCIPAL("principal", "who", Family.IDENTITY, "principal", "principal", "principals") {
    @Override
    public SeenSet seen(Window w) {
      return w.source() == LogSource.VENDOR ? w.principals() : NONE;
    }

    @Override
    public KnownSet known(Habits h) {
      return h.principals;
    }

    @Override
    Steps steps(Habits h) {
      return h.principalSteps;
    }

    @Override
    Rates rates(Context c, LogSource source) {
      return c.peers().principals(source);
    }
  },
  REGION("region", "region", Family.IDENTITY, "region", "region", "regions") {
    @Override
    public SeenSet seen(Window w) {
      return w.asked().regions;
    }

    @Override
    public KnownSet known(Habits h) {
      return h.regions;
    }

    @Override
    Steps steps(Habits h) {
      return h.regionSteps;
    }

    @Override
    Rates rates(Context c, LogSource source) {
      return c.peers().regions(source);
    }

    @Override
    public String shared(String key, Context c) {
      return c.group() + "/" + key;
    }
  },
  NODE("node", "node", Family.IDENTITY, "node", "node", "nodes") {
    @Override
    public SeenSet seen(Window w) {
      return w.asked().nodes;
    }

    @Override
    public KnownSet known(Habits h) {
      return h.nodes;
    }

    @Override
    Steps steps(Habits h) {
      return h.nodeSteps;
    }

    @Override
    Rates rates(Context c, LogSource source) {
      return c.peers().nodes(source);
    }

    @Override
    public String shared(String key, Context c) {
      return c.group() + "/" + key;
    }
  };

  private static final List<ValueSignal> ALL = List.of(values());
  private static final SeenSet NONE = new SeenSet();
  private static final double[] STRENGTH = {30, 5};

  private final String id;
  private final String kind;
  private final Family family;
  private final String parameter;
  private final String one;
  private final String many;

  ValueSignal(String id, String kind, Family family, String parameter, String one, String many) {
    this.id = id;
    this.kind = kind;
    this.family = family;
    this.parameter = parameter;
    this.one = one;
    this.many = many;
  }

  /** The window's values of this kind. */
  public abstract SeenSet seen(Window w);

  /** The values a credential is known to use. */
  public abstract KnownSet known(Habits h);

  abstract Steps steps(Habits h);

  abstract Rates rates(Context c, LogSource source);

  /** All of them. */
  public static List<ValueSignal> all() {
    return ALL;
  }

  /** The value as it is compared: a product family, or the text cut to length. */
  public String key(String raw) {
    return KnownSet.key(raw);
  }

  /** The same of a value of {@link #seen}. */
  public String key(Seen seen) {
    return seen.key(this::key);
  }

  /** The value under which others vouch for it: regions and nodes by group. */
  public String shared(String key, Context c) {
    return key;
  }

  /** Prefix of the value among those who vouch. */
  public String kind() {
    return kind;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Family family() {
    return family;
  }

  private int level(KnownSet known, String key, Window w, Context c) {
    if (known.contains(key, w.start())) {
      return 0;
    }
    return c.vouching().others(kind, shared(key, c), w.credential()) > 0 ? 1 : 2;
  }

  private int level(KnownSet known, Window w, Context c) {
    List<Seen> values = seen(w).values();
    int level = 0;
    for (int i = 0; i < values.size(); i++) {
      level = Math.max(level, level(known, key(values.get(i)), w, c));
    }
    return level;
  }

  @Override
  public double surprise(Baseline own, Window w, Context c) {
    Habits habits = own.habits(w.source());
    KnownSet known = known(habits);
    if (seen(w).isEmpty() || known.isEmpty()) {
      return Double.NaN;
    }
    int level = level(known, w, c);
    return level == 0
        ? 0
        : Tails.rounded(steps(habits).surprise(level, STRENGTH, rates(c, w.source())));
  }

  @Override
  public Terms terms(Baseline own, Window w, Context c) {
    Habits habits = own.habits(w.source());
    return Formula.ladder(
        level(known(habits), w, c), steps(habits), STRENGTH, rates(c, w.source()));
  }

  @Override
  public Clue explain(Baseline own, Window w, Context c) {
    Habits habits = own.habits(w.source());
    Seen worst = seen(w).values().get(0);
    int level = -1;
    for (Seen s : seen(w).values()) {
      int l = level(known(habits), key(s), w, c);
      if (l > level) {
        level = l;
        worst = s;
      }
    }
    Steps steps = steps(habits);
    String text =
        "first use of "
            + one
            + " "
            + key(worst)
            + "; in "
            + Text.count(Math.round(own.ageDays(w.start())), "day", "days")
            + " it used "
            + Text.count(known(habits).size(), one, many)
            + "; "
            + Text.number(steps.hits(0))
            + " of its last "
            + Text.whole(steps.trials(0))
            + " hours brought a new one, "
            + Text.p(rates(c, w.source()).mean(0))
            + " of its "
            + c.peers().members()
            + " peers' hours; "
            + (level == 2 ? "no other credential" : "another credential")
            + (shared("", c).isEmpty() ? " uses it." : " of its group uses it.");
    return new Clue(
        id,
        "new_" + id,
        parameter,
        worst.value(),
        Text.some(known(habits).values(), 4),
        text,
        worst.count() > 1 ? List.of(worst.first(), worst.last()) : List.of(worst.first()),
        worst.count());
  }

  @Override
  public void learn(Baseline own, Window w, Context c, double weight) {
    Habits habits = own.habits(w.source());
    KnownSet known = known(habits);
    SeenSet seen = seen(w);
    List<Seen> values = seen.values();
    int level = -1;
    for (int i = 0; i < values.size(); i++) {
      if (w.isAccepted(seen, values.get(i))) {
        level = Math.max(level, level(known, key(values.get(i)), w, c));
      }
    }
    if (level < 0) {
      return; // nobody was let in
    }
    if (!known.isEmpty()) {
      steps(habits).learn(level);
      rates(c, w.source()).learn(level, weight);
    }
    for (int i = 0; i < values.size(); i++) {
      if (w.isAccepted(seen, values.get(i))) {
        known.learn(key(values.get(i)), w.start());
      }
    }
  }
}
