package org.gatewatch.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.baseline.Cited;
import org.jspecify.annotations.Nullable;

/**
 * A surprise put into words, with the events it stands on.
 *
 * @param signal the signal's id
 * @param label short label, such as {@code new_network}
 * @param parameter what was observed, such as {@code requests_per_hour}
 * @param observed the observed value as text
 * @param expected the baseline as text
 * @param sentence why it is unusual, with its counts; log text in it is raw
 * @param cited first, last and strangest events, in time order
 * @param count events the evidence holds
 * @param working how the surprise was made; null while the judge has not noted it
 */
public record Clue(
    String signal,
    String label,
    String parameter,
    String observed,
    String expected,
    String sentence,
    List<Cited> cited,
    long count,
    @Nullable Working working)
    implements Serializable {

  private static final int MOST_TEXT = 400;

  public Clue {
    cited = List.copyOf(cited);
    observed = Text.cut(observed, MOST_TEXT);
    expected = Text.cut(expected, MOST_TEXT);
    sentence = Text.cut(sentence, MOST_TEXT);
  }

  /** A clue whose arithmetic is not noted yet. */
  public Clue(
      String signal,
      String label,
      String parameter,
      String observed,
      String expected,
      String sentence,
      List<Cited> cited,
      long count) {
    this(signal, label, parameter, observed, expected, sentence, cited, count, null);
  }

  /** The same clue with its arithmetic. */
  public Clue with(Working how) {
    return new Clue(signal, label, parameter, observed, expected, sentence, cited, count, how);
  }

  public void write(DataOutput out) throws IOException {
    out.writeUTF(signal);
    out.writeUTF(label);
    out.writeUTF(parameter);
    out.writeUTF(observed);
    out.writeUTF(expected);
    out.writeUTF(sentence);
    out.writeByte(cited.size());
    for (Cited c : cited) {
      c.write(out);
    }
    out.writeLong(count);
    out.writeBoolean(working != null);
    if (working != null) {
      working.write(out);
    }
  }

  public static Clue read(DataInput in) throws IOException {
    String signal = in.readUTF();
    String label = in.readUTF();
    String parameter = in.readUTF();
    String observed = in.readUTF();
    String expected = in.readUTF();
    String sentence = in.readUTF();
    int n = in.readByte();
    List<Cited> cited = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      cited.add(Cited.read(in));
    }
    long count = in.readLong();
    Working working = in.readBoolean() ? Working.read(in) : null;
    return new Clue(signal, label, parameter, observed, expected, sentence, cited, count, working);
  }
}
