package org.gatewatch.live;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Asks again until it is so, or until a deadline. */
public final class Await {
  private static final long PAUSE_NS = 20_000_000;

  private Await() {}

  /**
   * Returns as soon as a condition holds. A condition that throws does not hold yet.
   *
   * @throws AssertionError at the deadline, with what was waited for, why it does not hold, and
   *     what the processes printed last
   */
  public static void until(String what, Duration limit, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    Exception last = null;
    do {
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(PAUSE_NS);
    } while (System.nanoTime() < deadline);
    throw new AssertionError("not within " + limit + ": " + what + "\n" + Child.outputs(), last);
  }
}
