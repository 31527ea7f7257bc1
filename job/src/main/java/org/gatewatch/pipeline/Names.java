package org.gatewatch.pipeline;

/** The uids of all operators: what a savepoint finds its state by. Never changed. */
public final class Names {
  public static final String SOURCE = "source";
  public static final String ROUTE = "route";
  public static final String PROFILE = "profile";
  public static final String JUDGE = "judge";
  public static final String OUTPUT = "output";

  /** Key groups; fixed for the life of a job's state. */
  public static final int MAX_PARALLELISM = 128;

  private Names() {}
}
