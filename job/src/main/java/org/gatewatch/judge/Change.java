package org.gatewatch.judge;

/**
 * What a revision of a finding changes, and why.
 *
 * @param reason in words, empty when it was opened; log text in it is raw
 */
public record Change(Kind kind, String reason) implements java.io.Serializable {
  /** The first revision. */
  public static final Change OPENED = new Change(Kind.OPENED, "");

  /** The kinds of change. */
  public enum Kind {
    OPENED(1),
    /** Later evidence, of the same severity. */
    REVISED(2),
    /** Later evidence made it more severe. */
    RAISED(2),
    /** Later evidence explained a part of it. */
    LOWERED(2),
    /** Later evidence explained it: it would not be raised again. */
    WITHDRAWN(3),
    /** Nothing more came. */
    CLOSED(3);

    private final int activity;

    Kind(int activity) {
      this.activity = activity;
    }

    /** The OCSF activity: 1 created, 2 revised, 3 closed. */
    public int activity() {
      return activity;
    }
  }

  /** A later revision: raised or lowered when the severity says so. */
  static Change of(Severity before, Severity now, String why) {
    int c = now.compareTo(before);
    if (c == 0) {
      return new Change(Kind.REVISED, why);
    }
    return new Change(
        c > 0 ? Kind.RAISED : Kind.LOWERED,
        (c > 0 ? "raised" : "lowered")
            + " from "
            + before.caption()
            + " to "
            + now.caption()
            + ": "
            + why);
  }
}
