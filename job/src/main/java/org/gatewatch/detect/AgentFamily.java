package org.gatewatch.detect;

import java.util.Locale;

/**
 * The product behind a user agent, without versions: an SDK release is no evidence. {@code
 * aster-python/1.4.0} is {@code aster-python}; browsers, which all claim to be each other, are told
 * apart by their most specific mark and system: {@code chrome on linux}.
 */
public final class AgentFamily {
  /** Longest family kept. */
  public static final int MAX = 40;

  // Most specific first: Edge and Opera also say Chrome, Chrome also says Safari.
  private static final String[][] BROWSERS = {
    {"edg/", "edge"}, {"opr/", "opera"}, {"headlesschrome/", "headless chrome"},
    {"electron/", "electron"}, {"chrome/", "chrome"}, {"crios/", "chrome"},
    {"firefox/", "firefox"}, {"fxios/", "firefox"}, {"safari/", "safari"}
  };
  private static final String[][] SYSTEMS = {
    {"android", "android"},
    {"iphone", "ios"},
    {"ipad", "ios"},
    {"windows", "windows"},
    {"mac os x", "macos"},
    {"cros", "chromeos"},
    {"linux", "linux"}
  };

  private AgentFamily() {}

  /** The family; never empty for a non-blank agent, {@code blank} otherwise. */
  public static String of(String agent) {
    String text = agent.strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return "blank";
    }
    if (text.startsWith("mozilla/")) {
      String bot = compatible(text);
      if (bot != null) {
        return cut(bot);
      }
      return find(text, BROWSERS, "browser") + " on " + find(text, SYSTEMS, "other");
    }
    return cut(product(text, 0));
  }

  /** {@code Mozilla/5.0 (compatible; Name/1.0; ...)} names itself in the second part. */
  private static @org.jspecify.annotations.Nullable String compatible(String text) {
    int at = text.indexOf("(compatible; ");
    return at < 0 ? null : product(text, at + 13);
  }

  private static String product(String text, int from) {
    int end = from;
    while (end < text.length() && "/ ;,()".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end == from ? cut(text.substring(from)) : text.substring(from, end);
  }

  private static String find(String text, String[][] marks, String otherwise) {
    for (String[] mark : marks) {
      if (text.contains(mark[0])) {
        return mark[1];
      }
    }
    return otherwise;
  }

  private static String cut(String text) {
    return text.length() > MAX ? text.substring(0, MAX) : text;
  }
}
