package org.gatewatch.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputNamesTest {
  @Test
  void filesOfAHistoryFollowedFilesAndPartitionsAreToldApart() {
    InputNames names = new InputNames(List.of("past"), Map.of(600, List.of("a", "b")));
    names.add(InputNames.followed(0), "growing");
    assertEquals("past", names.apply(0));
    assertEquals("growing", names.apply(InputNames.followed(0)));
    assertEquals("kafka:b/7", names.apply(InputNames.partition(600, 1, 7)));
    assertEquals("file 3", names.apply(InputNames.followed(3)));
  }
}
