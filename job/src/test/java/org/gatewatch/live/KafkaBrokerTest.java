package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ShowOutput.class)
class KafkaBrokerTest {
  @Test
  void whatItAcknowledgedOutlivesItsKill() {
    try (KafkaBroker broker = KafkaBroker.start()) {
      broker.createTopic("lines", 2);
      List<String> first = lines(0, 500);
      List<String> second = lines(500, 1000);
      broker.produce("lines", 0, first);
      broker.produce("lines", 1, second);
      broker.kill9();
      broker.restart();
      broker.produce("lines", 1, lines(1000, 1001));
      assertEquals(lines(0, 1001), broker.committed("lines"));
      assertEquals(1001, broker.read("lines", IsolationLevel.READ_UNCOMMITTED).size());
    }
  }

  private static List<String> lines(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
  }
}
