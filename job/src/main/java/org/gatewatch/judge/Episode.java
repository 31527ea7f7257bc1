package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.detect.Clue;
import org.gatewatch.detect.Family;
import org.jspecify.annotations.Nullable;

/** An open finding of the behaviour lane: what it stands on, so that it can be told again. */
final class Episode {
  final String uid;
  int revision;

  /** Release time of the alert, ms. */
  final long raisedAt;

  /** Event time of the decision, ms. */
  final long time;

  /** Surprises by family, calibrated by day. */
  final float[] surprises = new float[Family.COUNT];

  final @Nullable Clue[] clues = new Clue[Family.COUNT];
  float score;
  float threshold;
  float surprise;
  long modified;
  byte confidence;
  float ownWindows;

  Episode(String uid, long raisedAt, long time) {
    this.uid = uid;
    this.raisedAt = raisedAt;
    this.time = time;
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(uid);
    out.writeLong(raisedAt);
    out.writeLong(time);
    out.writeInt(revision);
    out.writeFloat(score);
    out.writeFloat(threshold);
    out.writeFloat(surprise);
    out.writeLong(modified);
    out.writeByte(confidence);
    out.writeFloat(ownWindows);
    Evidence.write(surprises, clues, out);
  }

  static Episode read(DataInput in) throws IOException {
    Episode e = new Episode(in.readUTF(), in.readLong(), in.readLong());
    e.revision = in.readInt();
    e.score = in.readFloat();
    e.threshold = in.readFloat();
    e.surprise = in.readFloat();
    e.modified = in.readLong();
    e.confidence = in.readByte();
    e.ownWindows = in.readFloat();
    Evidence.read(in, e.surprises, e.clues);
    return e;
  }
}
