package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Who uses one shared value: a network, autonomous system, client, fingerprint or principal. Counts
 * up to five distinct credentials by a 64-bit hash of their id; two ids that fall together only
 * vouch less.
 */
public final class NetworkRow {
  /** Distinct credentials told apart. */
  public static final int MOST = 5;

  private static final int VERSION = 1;

  private final String key;
  private final long[] users = new long[MOST];
  private int size;
  private long lastSeen;

  /**
   * @param key kind, colon, value, such as {@code net:192.0.2.0/24}
   */
  public NetworkRow(String key) {
    this.key = key;
  }

  public String key() {
    return key;
  }

  /** Start of the last window that used it, ms. */
  public long lastSeen() {
    return lastSeen;
  }

  void use(String credential, long time) {
    lastSeen = Math.max(lastSeen, time);
    long hash = hash(credential);
    for (int i = 0; i < size; i++) {
      if (users[i] == hash) {
        return;
      }
    }
    if (size < MOST) {
      users[size++] = hash;
    }
  }

  /** Distinct users but that credential, at most {@link #MOST}. */
  int others(String credential) {
    long hash = hash(credential);
    int n = 0;
    for (int i = 0; i < size; i++) {
      n += users[i] == hash ? 0 : 1;
    }
    return n;
  }

  static long hash(String text) {
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * 0x100000001b3L;
    }
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    return h ^ (h >>> 33);
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeUTF(key);
    out.writeLong(lastSeen);
    out.writeByte(size);
    for (int i = 0; i < size; i++) {
      out.writeLong(users[i]);
    }
  }

  public static NetworkRow read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("network row of an unknown version: " + version);
    }
    NetworkRow row = new NetworkRow(in.readUTF());
    row.lastSeen = in.readLong();
    row.size = in.readByte();
    for (int i = 0; i < row.size; i++) {
      row.users[i] = in.readLong();
    }
    return row;
  }
}
