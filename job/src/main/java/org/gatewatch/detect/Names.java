package org.gatewatch.detect;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A set of names in which {@code *} stands for any text: models, endpoints, hosts, agents. */
public final class Names implements Serializable {
  private static final long serialVersionUID = 1;

  private final Set<String> exact = new HashSet<>();
  private final List<String> patterns = new ArrayList<>();
  private final boolean anyCase;

  /** Bit n is set when an exact name has n letters, modulo 64: most texts need no look-up. */
  private long lengths;

  private Names(Collection<String> names, boolean anyCase) {
    this.anyCase = anyCase;
    for (String name : names) {
      String key = anyCase ? folded(name) : name;
      if (key.indexOf('*') >= 0) {
        patterns.add(key);
      } else {
        exact.add(key);
        lengths |= 1L << key.length();
      }
    }
  }

  /** Names that match letter by letter. */
  public static Names exactly(Collection<String> names) {
    return new Names(names, false);
  }

  /** Names that match in upper and lower case alike. */
  public static Names anyCase(Collection<String> names) {
    return new Names(names, true);
  }

  public boolean isEmpty() {
    return exact.isEmpty() && patterns.isEmpty();
  }

  public boolean contains(String name) {
    if ((lengths & 1L << name.length()) != 0 && exact.contains(anyCase ? folded(name) : name)) {
      return true;
    }
    for (int i = 0; i < patterns.size(); i++) {
      if (matches(patterns.get(i), name, anyCase)) {
        return true;
      }
    }
    return false;
  }

  /** Lower case letter by letter, so that the length stays. */
  private static String folded(String name) {
    char[] out = name.toCharArray();
    for (int i = 0; i < out.length; i++) {
      out[i] = Character.toLowerCase(out[i]);
    }
    return new String(out);
  }

  /** Goes back to the last star only, so that no pattern costs more than its length each letter. */
  static boolean matches(String pattern, String text, boolean anyCase) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      char c = anyCase ? Character.toLowerCase(text.charAt(t)) : text.charAt(t);
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && pattern.charAt(p) == c) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
