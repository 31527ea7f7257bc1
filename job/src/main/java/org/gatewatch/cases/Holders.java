package org.gatewatch.cases;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Who used a value over the whole log.
 *
 * @param count credentials, pseudo-credentials not counted
 * @param some of them, the first by id, at most {@link #MOST}
 */
record Holders(int count, List<Holder> some) {
  static final int MOST = 24;

  /**
   * One of them.
   *
   * @param vendor its vendor, empty when it has none
   * @param first when it first used the value, epoch ms
   * @param requests with the value, over the whole log
   */
  record Holder(String credential, String vendor, long first, long requests) {}

  Holders {
    some = List.copyOf(some);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(count);
    out.writeByte(some.size());
    for (Holder h : some) {
      out.writeUTF(h.credential);
      out.writeUTF(h.vendor);
      out.writeLong(h.first);
      out.writeLong(h.requests);
    }
  }

  static Holders read(DataInput in) throws IOException {
    int count = in.readInt();
    List<Holder> some = new ArrayList<>();
    for (int n = in.readByte(); n > 0; n--) {
      some.add(new Holder(in.readUTF(), in.readUTF(), in.readLong(), in.readLong()));
    }
    return new Holders(count, some);
  }
}
