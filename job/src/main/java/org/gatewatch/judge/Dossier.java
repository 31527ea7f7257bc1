package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a finding of the behaviour lane was computed from, so that it can be computed again.
 *
 * @param account of its score
 * @param decision why it paged; null in the digest
 * @param history its revisions, the first and the last {@value #LAST}
 */
public record Dossier(Account account, @Nullable Decision decision, List<Note> history)
    implements Serializable {
  /** Last revisions that are kept beside the first. */
  static final int LAST = 15;

  public Dossier {
    history = List.copyOf(history);
  }

  /**
   * One revision.
   *
   * @param time event time, ms
   * @param p p_day as of then
   */
  public record Note(int revision, long time, Change change, double score, double p)
      implements Serializable {

    void write(DataOutput out) throws IOException {
      out.writeInt(revision);
      out.writeLong(time);
      out.writeByte(change.kind().ordinal());
      out.writeUTF(change.reason());
      out.writeDouble(score);
      out.writeDouble(p);
    }

    static Note read(DataInput in) throws IOException {
      return new Note(
          in.readInt(),
          in.readLong(),
          new Change(Change.Kind.values()[in.readByte()], in.readUTF()),
          in.readDouble(),
          in.readDouble());
    }
  }

  /** Adds a revision to a history of bounded length. */
  static void add(List<Note> history, Note note) {
    history.add(note);
    if (history.size() > 1 + LAST) {
      history.remove(1);
    }
  }

  static void write(List<Note> history, DataOutput out) throws IOException {
    out.writeByte(history.size());
    for (Note note : history) {
      note.write(out);
    }
  }

  static List<Note> readHistory(DataInput in) throws IOException {
    int n = in.readByte();
    List<Note> history = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      history.add(Note.read(in));
    }
    return history;
  }
}
