package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeRegexTest {
  private static final String[] PARTS = {
    "a",
    "b",
    "ab",
    ".",
    "[ab]",
    "[^a]",
    "\\d",
    "\\w",
    "\\s",
    "\\b",
    "^",
    "$",
    "(?:a|bc)",
    "(b|)",
    "a*",
    "b+?",
    "(ab)*",
    "[a-c]{1,2}",
    "c{2}",
    "(a|b)+",
    "1?",
    "x|y",
    "\\.",
    "[\\d.]",
    "\\D",
    "A"
  };

  /** The same answers as java.util.regex gives, over made-up expressions and texts. */
  @Test
  void findsWhatTheJdkFinds() {
    SplittableRandom random = new SplittableRandom(11);
    int found = 0;
    for (int i = 0; i < 4000; i++) {
      StringBuilder regex = new StringBuilder();
      for (int n = 1 + random.nextInt(5); n > 0; n--) {
        regex.append(PARTS[random.nextInt(PARTS.length)]);
      }
      String flags = new String[] {"", "i", "m", "s", "ims"}[random.nextInt(5)];
      int jdk = flags.contains("i") ? Pattern.CASE_INSENSITIVE : 0;
      jdk |= flags.contains("m") ? Pattern.MULTILINE : 0;
      jdk |= flags.contains("s") ? Pattern.DOTALL : 0;
      Pattern reference = Pattern.compile(regex.toString(), jdk | Pattern.UNIX_LINES);
      SafeRegex ours = SafeRegex.of(regex.toString(), flags);
      for (int t = 0; t < 20; t++) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) {
          text.append("aabbcABx1. \n".charAt(random.nextInt(12)));
        }
        // The JDK's $ also stands before a last line end, and its ^ of lines not behind it.
        if (text.length() == 0 || text.charAt(text.length() - 1) == '\n') {
          continue;
        }
        boolean expected = reference.matcher(text).find();
        assertEquals(expected, ours.matches(text.toString()), regex + "/" + flags + " in " + text);
        found += expected ? 1 : 0;
      }
    }
    assertTrue(found > 10_000 && found < 60_000, "of about 70,000: " + found);
  }

  /** Each takes a backtracking matcher longer than anybody waits. */
  @Timeout(20)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "^(a+)+$",
        "^(a|a)*$",
        "^(a|aa)+$",
        "^(.*a){20}$",
        "(a*)*b",
        "^(([a-z])+.)+[A-Z]$"
      })
  void noTextIsTooHostile(String regex) {
    SafeRegex ours = SafeRegex.of(regex, "");
    assertFalse(ours.matches("a".repeat(2047) + "!"));
    assertFalse(ours.matches("!" + "a".repeat(2046) + "!"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "(a)\\1; unsupported in a regular expression: \\1",
        "(?=a)b; unsupported in a regular expression: (?=",
        "(?<n>a); unsupported in a regular expression: (?<",
        "a(?!b); unsupported in a regular expression: (?!",
        "a++; unsupported in a regular expression: possessive ++",
        "a**; a quantifier after a quantifier",
        "*a; nothing to repeat before *",
        "(a; unbalanced ( in a regular expression",
        "a); unbalanced ) in a regular expression",
        "[a; unbalanced [ in a regular expression",
        "[[:alpha:]]; unsupported in a regular expression: [: in a class",
        "\\p{L}; unsupported in a regular expression: \\p",
        "a{3,2}; expected a count such as {2,5}",
        "((a{1,99}){1,99}){1,99}; regular expression larger than 1000 steps",
        "[z-a]; expected a range such as a-z"
      })
  void whatItDoesNotKnowIsRefusedByName(String regex, String why) {
    Throwable e = assertThrows(IllegalArgumentException.class, () -> SafeRegex.of(regex, ""));
    assertEquals(why, e.getMessage());
  }

  @Test
  void flagsMayStandInTheExpression() {
    assertTrue(SafeRegex.of("(?i)^CURL/[0-9.]+$", "").matches("curl/8.5.0"));
    assertFalse(SafeRegex.of("^CURL/[0-9.]+$", "").matches("curl/8.5.0"));
    assertThrows(
        IllegalArgumentException.class, () -> SafeRegex.of("(".repeat(60) + ")".repeat(60), ""));
  }
}
