package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.stat.Blend;

/**
 * The arithmetic of one score, frozen when it was made: its shares sum to it.
 *
 * @param stratum whose history calibrated it, in words
 * @param shares families that gave something, in their order
 * @param score the sum, calibrated by credential-day (layer 3): {@code -ln p_day}
 */
public record Account(String stratum, List<Share> shares, Blend score) implements Serializable {
  public Account {
    shares = List.copyOf(shares);
  }

  /** The sum of the shares. */
  public double sum() {
    double sum = 0;
    for (Share share : shares) {
      sum += share.contribution();
    }
    return sum;
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(stratum);
    out.writeByte(shares.size());
    for (Share share : shares) {
      share.write(out);
    }
    score.write(out);
  }

  static Account read(DataInput in) throws IOException {
    String stratum = in.readUTF();
    int n = in.readByte();
    List<Share> shares = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      shares.add(Share.read(in));
    }
    return new Account(stratum, shares, Blend.read(in));
  }
}
