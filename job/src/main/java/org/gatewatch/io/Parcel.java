package org.gatewatch.io;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A notice as one receiver gets it.
 *
 * @param uid of the finding or case
 * @param revision of it
 * @param body the message, without secrets: it is part of saved state
 */
public record Parcel(String uid, int revision, String body) implements Serializable {
  /** For Flink's edges. */
  public static final TypeInformation<Parcel> TYPE = TypeInformation.of(Parcel.class);

  /** Of the body in UTF-8, bytes. */
  int size() {
    return body.getBytes(StandardCharsets.UTF_8).length;
  }

  void write(DataOutput out) throws IOException {
    write(uid, out);
    out.writeInt(revision);
    write(body, out);
  }

  static Parcel read(DataInput in) throws IOException {
    return new Parcel(text(in), in.readInt(), text(in));
  }

  private static void write(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
