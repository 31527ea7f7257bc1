package org.gatewatch.pipeline;

/** The uids of all operators: what a savepoint finds its state by. Never changed. */
public final class Names {
  public static final String SOURCE = "source";
  public static final String ROUTE = "route";

  /** Before the number of a live input. */
  public static final String LIVE_SOURCE = "live-source-";

  /** Before the number of a live input. */
  public static final String LIVE_ROUTE = "live-route-";

  /** Before the name of an input. */
  public static final String READ_UNTIL = "read-until-";

  public static final String PROFILE = "profile";
  public static final String JUDGE = "judge";
  public static final String CASE = "case";
  public static final String OUTPUT = "output";

  /** Group of the metrics. */
  public static final String METRICS = "gatewatch";

  /** Key groups; fixed for the life of a job's state. */
  public static final int MAX_PARALLELISM = 128;

  private Names() {}
}
