package org.gatewatch.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** The frozen inputs of a signal's formula, by name: its surprise is a pure function of them. */
public final class Terms implements Serializable {
  private static final long serialVersionUID = 1;

  private final Formula formula;
  private final String[] names;
  private final double[] values;

  private Terms(Formula formula, String[] names, double[] values) {
    this.formula = formula;
    this.names = names;
    this.values = values;
  }

  /**
   * Terms in the order of their names.
   *
   * @throws IllegalArgumentException when there are more of one than of the other
   */
  public static Terms of(Formula formula, List<String> names, double... values) {
    if (names.size() != values.length) {
      throw new IllegalArgumentException(names + " names " + values.length + " values");
    }
    return new Terms(formula, names.toArray(new String[0]), values.clone());
  }

  public Formula formula() {
    return formula;
  }

  /** The raw surprise, computed again; as {@link Signal#surprise} gave it. */
  public double surprise() {
    return formula.surprise(this);
  }

  /** The formula with these numbers put in. */
  public String text() {
    return formula.text(this);
  }

  public int size() {
    return names.length;
  }

  public String name(int i) {
    return names[i];
  }

  public double value(int i) {
    return values[i];
  }

  /**
   * One term.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public double get(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return values[i];
      }
    }
    throw new IllegalArgumentException("no term \"" + name + "\" of " + formula.id());
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(formula.ordinal());
    out.writeByte(names.length);
    for (int i = 0; i < names.length; i++) {
      out.writeUTF(names[i]);
      out.writeDouble(values[i]);
    }
  }

  public static Terms read(DataInput in) throws IOException {
    Formula formula = Formula.values()[in.readByte()];
    int n = in.readUnsignedByte();
    String[] names = new String[n];
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      names[i] = in.readUTF();
      values[i] = in.readDouble();
    }
    return new Terms(formula, names, values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Terms t
        && formula == t.formula
        && Arrays.equals(names, t.names)
        && Arrays.equals(values, t.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(formula.id());
    for (int i = 0; i < names.length; i++) {
      out.append(' ').append(names[i]).append('=').append(values[i]);
    }
    return out.toString();
  }
}
