package org.gatewatch.cases;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who used a value over the whole log.
 *
 * @param count credentials, pseudo-credentials not counted
 * @param own of them, those whose own it is, see {@link Holder}
 * @param some of all, at most {@link #MOST}: those whose own it is before others, and the earliest
 *     before later ones, so that nobody can crowd them out with credentials he took
 */
record Holders(int count, int own, List<Holder> some) {
  static final int MOST = 24;

  /**
   * One of them. A value is a credential's own when it was used from its first day on, or together
   * with something that was, and more than {@link #TRIES} times: a network with the client of long
   * ago, a client in the network of long ago. Somebody who takes a credential brings both along, or
   * mimics its owner's client, and of most that he tries he makes little use.
   *
   * @param vendor its vendor, empty when it has none
   * @param first when it first used the value, epoch ms
   * @param requests with the value, over the whole log
   */
  record Holder(String credential, String vendor, long first, long requests, boolean own) {
    /** So many requests over the whole log are a try; who works somewhere makes more. */
    static final int TRIES = 4;

    static final Comparator<Holder> MOST_INNOCENT =
        Comparator.comparing((Holder h) -> !h.own)
            .thenComparingLong(Holder::first)
            .thenComparing(Holder::credential);
  }

  Holders {
    some = List.copyOf(some);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(count);
    out.writeInt(own);
    out.writeByte(some.size());
    for (Holder h : some) {
      out.writeUTF(h.credential);
      out.writeUTF(h.vendor);
      out.writeLong(h.first);
      out.writeLong(h.requests);
      out.writeBoolean(h.own);
    }
  }

  static Holders read(DataInput in) throws IOException {
    int count = in.readInt();
    int own = in.readInt();
    List<Holder> some = new ArrayList<>();
    for (int n = in.readByte(); n > 0; n--) {
      some.add(
          new Holder(in.readUTF(), in.readUTF(), in.readLong(), in.readLong(), in.readBoolean()));
    }
    return new Holders(count, own, some);
  }
}
