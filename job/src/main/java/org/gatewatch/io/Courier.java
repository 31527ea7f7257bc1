package org.gatewatch.io;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Brings messages to one receiver. */
interface Courier extends AutoCloseable {
  /** How many messages one request holds at most. */
  int batch();

  /**
   * Sends them, in their order. The result comes on any thread, also when nothing was received; a
   * failure of the future itself means that all are to be sent again.
   */
  CompletableFuture<Outcome> send(List<Parcel> parcels);

  @Override
  default void close() {}

  /**
   * What became of a request.
   *
   * @param again messages to send again, in their order
   * @param refused messages that the receiver will never take, with its reason
   * @param waitMs how long the receiver asked to wait; 0 when it did not
   * @param why of sending again; empty when nothing is
   */
  record Outcome(List<Parcel> again, List<Refused> refused, long waitMs, String why) {
    static final Outcome DONE = new Outcome(List.of(), List.of(), 0, "");

    static Outcome again(List<Parcel> parcels, long waitMs, String why) {
      return new Outcome(parcels, List.of(), waitMs, why);
    }

    /** This, and what became of the messages behind. */
    Outcome and(Outcome next) {
      List<Parcel> all = new ArrayList<>(again);
      all.addAll(next.again);
      List<Refused> none = new ArrayList<>(refused);
      none.addAll(next.refused);
      return new Outcome(all, none, Math.max(waitMs, next.waitMs), why.isEmpty() ? next.why : why);
    }
  }

  /** A message that was not taken, and why. */
  record Refused(Parcel parcel, String why) {}
}
