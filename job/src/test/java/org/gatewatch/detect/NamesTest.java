package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NamesTest {
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void matchesAsARegularExpressionDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String pattern = word(random, "ab**");
    Pattern regex = Pattern.compile(pattern.replace("*", ".*"), Pattern.DOTALL);
    for (int i = 0; i < 50; i++) {
      String text = word(random, "ab");
      assertEquals(
          regex.matcher(text).matches(),
          Names.matches(pattern, text, false),
          pattern + " on " + text);
    }
  }

  private static String word(SplittableRandom random, String letters) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      out.append(letters.charAt(random.nextInt(letters.length())));
    }
    return out.toString();
  }

  @Test
  void foldsCaseOnlyWhereAsked() {
    assertTrue(Names.anyCase(List.of("ASTER-MINI", "Big*")).contains("aster-mini"));
    assertTrue(Names.anyCase(List.of("big*")).contains("BIGGER"));
    assertTrue(Names.anyCase(List.of("\u0130x")).contains("\u0130X"));
    assertFalse(Names.exactly(List.of("Aster", "Big*")).contains("aster"));
    assertFalse(Names.exactly(List.of("Big*")).contains("bigger"));
    assertFalse(Names.exactly(List.of()).contains(""));
  }

  @Test
  void aHostileTextCostsNoMoreThanItsLengthTimesThePattern() {
    String text = "a".repeat(2000);
    String pattern = "a*".repeat(500) + "b";
    assertFalse(
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> Names.matches(pattern, text, false)));
  }
}
