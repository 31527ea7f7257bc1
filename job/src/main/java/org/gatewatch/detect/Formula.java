package org.gatewatch.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gatewatch.baseline.Rates;
import org.gatewatch.baseline.Steps;
import org.gatewatch.stat.Tails;

/**
 * The arithmetic of signals as pure functions of {@link Terms}: what judged a window judges its
 * recorded terms again. Each signal's own file says where its formula comes from.
 */
public enum Formula {
  /** {@code P(level >= L) = q_1 ... q_L}, {@code q = (hits + k m) / (trials + k)}. */
  LADDER {
    @Override
    double surprise(Terms t) {
      double sum = 0;
      for (int j = 1; j <= (int) t.get("level"); j++) {
        sum -= StrictMath.log(step(t, j));
      }
      return Tails.rounded(sum);
    }

    @Override
    String text(Terms t) {
      StringBuilder out = new StringBuilder("P(step " + number(t.get("level")) + " or more) = ");
      for (int j = 1; j <= (int) t.get("level"); j++) {
        out.append(j > 1 ? " x " : "").append('(').append(number(t.get("hits_" + j)));
        out.append(" + ").append(number(t.get("strength_" + j))).append(" x ");
        out.append(number(t.get("peers_" + j))).append(")/(");
        out.append(number(t.get("trials_" + j))).append(" + ");
        out.append(number(t.get("strength_" + j))).append(')');
      }
      return out.toString();
    }
  },

  /** The mass of all hours of the week that are no likelier. */
  HOUR_MASS {
    @Override
    double surprise(Terms t) {
      return Tails.rounded(Math.floor(-StrictMath.log(t.get("mass")) * 1000) / 1000);
    }

    @Override
    String text(Terms t) {
      return "the hours of the week no likelier than hour "
          + number(t.get("hour_of_week"))
          + " hold "
          + number(t.get("mass"))
          + " of its use ("
          + number(t.get("windows"))
          + " active hours remembered)";
    }
  },

  /** {@link RequestsSignal}: negative binomial, mid-p. */
  REQUESTS {
    @Override
    double surprise(Terms t) {
      double mu = mean(t);
      return t.get("requests") <= mu * (1 + 1e-4)
          ? 0
          : Tails.surprise(Tails.negativeBinomialMid(t.get("requests"), mu, size(t)));
    }

    private double mean(Terms t) {
      return RequestsSignal.mean(
              t.get("own_requests"),
              t.get("own_windows"),
              t.get("hour_requests"),
              t.get("hour_windows"),
              t.get("peers_mean"))
          * t.get("surge");
    }

    private double size(Terms t) {
      return RequestsSignal.size(
          t.get("scatter"),
          mean(t),
          t.get("hour_windows"),
          t.get("own_windows"),
          StrictMath.log(t.get("surge")));
    }

    @Override
    String text(Terms t) {
      return "m0 = ("
          + number(t.get("own_requests"))
          + " + 2 x "
          + number(t.get("peers_mean"))
          + ")/("
          + number(t.get("own_windows"))
          + " + 2); mu = ("
          + number(t.get("hour_requests"))
          + " + 3 m0)/("
          + number(t.get("hour_windows"))
          + " + 3) x surge "
          + number(t.get("surge"))
          + " = "
          + number(mean(t))
          + "; scatter "
          + number(t.get("scatter"))
          + " gives size r = "
          + number(size(t))
          + "; P(X >= "
          + number(t.get("requests"))
          + "), negative binomial(mu, r), mid-p";
    }
  },

  /** Things never met before: negative binomial of size 1/2 with a mean shrunk to the peers. */
  NEW_THINGS {
    @Override
    double surprise(Terms t) {
      return Tails.surprise(Tails.negativeBinomial(t.get("new"), mean(t), t.get("size")));
    }

    private double mean(Terms t) {
      return shrunk(t, "own_total", "own_windows", "peers_strength", "peers_mean");
    }

    @Override
    String text(Terms t) {
      return "mu = ("
          + number(t.get("own_total"))
          + " + "
          + number(t.get("peers_strength"))
          + " x "
          + number(t.get("peers_mean"))
          + ")/("
          + number(t.get("own_windows"))
          + " + "
          + number(t.get("peers_strength"))
          + ") = "
          + number(mean(t))
          + "; P(K >= "
          + number(t.get("new"))
          + "), negative binomial(mu, "
          + number(t.get("size"))
          + ")";
    }
  },

  /** {@link DeniedSignal}: beta-binomial. */
  DENIED {
    @Override
    double surprise(Terms t) {
      double k = t.get("denied");
      return k <= t.get("requests") * (t.get("a") / (t.get("a") + t.get("b")))
          ? 0
          : Tails.rounded(
              -Tails.logBetaBinomial((long) k, (long) t.get("requests"), t.get("a"), t.get("b")));
    }

    @Override
    String text(Terms t) {
      return "its "
          + number(t.get("own_denied"))
          + " denials in "
          + number(t.get("own_requests"))
          + " requests, and "
          + number(t.get("peers_strength"))
          + " more at the peers' share "
          + number(t.get("peers_share"))
          + ", are a = "
          + number(t.get("a"))
          + ", b = "
          + number(t.get("b"))
          + "; P(K >= "
          + number(t.get("denied"))
          + " of "
          + number(t.get("requests"))
          + "), beta-binomial(a, b)";
    }
  },

  /** Student t on a logarithm, mean and variance shrunk to the peers. */
  STUDENT {
    @Override
    double surprise(Terms t) {
      double d = t.get("y") - mean(t) - t.get("shift");
      if (d <= 1e-4) {
        return 0;
      }
      double p = Tails.studentT(d / spread(t), freedom(t));
      return Math.min(t.get("most"), Tails.surprise(p));
    }

    private double mean(Terms t) {
      double k = t.get("mean_strength");
      double n = t.get("own_n");
      double own = t.get("own_mean");
      return k == 0 ? own : (n * own + k * t.get("peers_mean")) / (n + k);
    }

    private double variance(Terms t) {
      return Math.max(
          t.get("least_variance"),
          shrunk(t, "own_squares", "own_squares_n", "variance_strength", "peers_variance"));
    }

    private double spread(Terms t) {
      return Math.sqrt(
          variance(t) * (1 + 1 / (t.get("own_n") + t.get("spread_prior"))) + t.get("noise"));
    }

    private double freedom(Terms t) {
      return Math.min(t.get("own_n") + 3, 30);
    }

    @Override
    String text(Terms t) {
      double d = t.get("y") - mean(t) - t.get("shift");
      return "in logarithms y = "
          + number(t.get("y"))
          + ", mean = "
          + number(mean(t))
          + " (own "
          + number(t.get("own_mean"))
          + " of n = "
          + number(t.get("own_n"))
          + (t.get("mean_strength") == 0
              ? ""
              : ", peers " + number(t.get("peers_mean")) + " as " + number(t.get("mean_strength")))
          + "), shift "
          + number(t.get("shift"))
          + ", variance "
          + number(variance(t))
          + " (own "
          + number(t.get("own_squares"))
          + "/"
          + number(t.get("own_squares_n"))
          + ", peers "
          + number(t.get("peers_variance"))
          + " as "
          + number(t.get("variance_strength"))
          + "), noise "
          + number(t.get("noise"))
          + "; t = (y - mean - shift)/"
          + number(spread(t))
          + " = "
          + number(d / spread(t))
          + " with "
          + number(freedom(t))
          + " degrees of freedom";
    }
  },

  /** {@link MatchSignal}: beta-binomial, of several spans the worst. */
  MISSING {
    @Override
    double surprise(Terms t) {
      return MatchSignal.surprise(
          (long) t.get("missing"),
          (long) t.get("requests"),
          t.get("a"),
          t.get("b"),
          t.get("spans"));
    }

    @Override
    String text(Terms t) {
      return "a = "
          + number(t.get("a"))
          + ", b = "
          + number(t.get("b"))
          + " from its own requests and the vendor's; "
          + number(t.get("spans"))
          + " x P(K >= "
          + number(t.get("missing"))
          + " of "
          + number(t.get("requests"))
          + "), beta-binomial(a, b)";
    }
  },

  /** A dormant credential wakes: a fixed surprise. */
  DORMANT {
    @Override
    double surprise(Terms t) {
      return Tails.rounded(t.get("fixed"));
    }

    @Override
    String text(Terms t) {
      return "unused for "
          + number(t.get("hours"))
          + " hours, dormant after "
          + number(t.get("dormant_after"))
          + " (30 days, or 3 times the longest rest of "
          + number(t.get("longest"))
          + "): p is fixed";
    }
  };

  private static final List<String> LADDER_TERMS =
      List.of("hits_", "trials_", "strength_", "peers_");

  abstract double surprise(Terms t);

  abstract String text(Terms t);

  /** Its name in files. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static double step(Terms t, int j) {
    return Steps.step(
        t.get("hits_" + j), t.get("trials_" + j), t.get("strength_" + j), t.get("peers_" + j));
  }

  private static double shrunk(Terms t, String total, String n, String strength, String peers) {
    return (t.get(total) + t.get(strength) * t.get(peers)) / (t.get(n) + t.get(strength));
  }

  /** The terms of a ladder on which a window reached that level. */
  static Terms ladder(int level, Steps steps, double[] strength, Rates peers) {
    List<String> names = new ArrayList<>();
    double[] values = new double[1 + level * LADDER_TERMS.size()];
    names.add("level");
    values[0] = level;
    for (int j = 0; j < level; j++) {
      for (String name : LADDER_TERMS) {
        names.add(name + (j + 1));
      }
      int at = 1 + j * LADDER_TERMS.size();
      values[at] = steps.hits(j);
      values[at + 1] = steps.trials(j);
      values[at + 2] = strength[j];
      values[at + 3] = peers.mean(j);
    }
    return Terms.of(LADDER, names, values);
  }

  /** Three significant digits, whole numbers as they are. */
  static String number(double x) {
    if (Math.abs(x) >= 1000 || x == Math.rint(x)) {
      return Text.whole(x);
    }
    return String.format(Locale.ROOT, Math.abs(x) < 0.001 ? "%.1e" : "%.3g", x)
        .replace("e-0", "e-");
  }
}
