package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import org.gatewatch.baseline.Cited;
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

  /** How score and surprise were made, and why it paged. */
  @Nullable Account account;

  /** The event it was opened by, which it cites whatever is stranger later. */
  @Nullable Cited opening;

  @Nullable Decision decision;
  final ArrayList<Dossier.Note> history = new ArrayList<>(2);
  long modified;
  byte confidence;
  float ownWindows;

  /** {@code ln M} of the e-detector that raised it, 0 when the day's score did. */
  float logM;

  /** The family of that e-detector, and its active days. */
  byte cycleFamily;

  byte cycleDays;

  /** Whether what it changed was taken over. */
  boolean adopted;

  /** Release time of the last suspicious hour, ms. */
  long evidenceAt;

  boolean closed;
  final Lifecycle.Ahead ahead = new Lifecycle.Ahead();

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
    out.writeFloat(logM);
    out.writeByte(cycleFamily);
    out.writeByte(cycleDays);
    out.writeBoolean(adopted);
    out.writeLong(evidenceAt);
    out.writeBoolean(closed);
    ahead.write(out);
    out.writeBoolean(opening != null);
    if (opening != null) {
      opening.write(out);
    }
    Evidence.write(surprises, clues, out);
    out.writeBoolean(account != null);
    if (account != null) {
      account.write(out);
    }
    out.writeBoolean(decision != null);
    if (decision != null) {
      decision.write(out);
    }
    Dossier.write(history, out);
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
    e.logM = in.readFloat();
    e.cycleFamily = in.readByte();
    e.cycleDays = in.readByte();
    e.adopted = in.readBoolean();
    e.evidenceAt = in.readLong();
    e.closed = in.readBoolean();
    e.ahead.readFrom(in);
    e.opening = in.readBoolean() ? Cited.read(in) : null;
    Evidence.read(in, e.surprises, e.clues);
    e.account = in.readBoolean() ? Account.read(in) : null;
    e.decision = in.readBoolean() ? Decision.read(in) : null;
    e.history.addAll(Dossier.readHistory(in));
    return e;
  }
}
