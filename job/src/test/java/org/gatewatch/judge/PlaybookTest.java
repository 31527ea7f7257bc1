package org.gatewatch.judge;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gatewatch.detect.Policy;
import org.gatewatch.detect.Rule;
import org.gatewatch.detect.Rules;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;

class PlaybookTest {
  @Test
  void everyRuleSaysHowBadItIsAndWhatToDo() {
    for (Rule rule : Rules.all(Roster.EMPTY, Policy.NONE)) {
      Playbook.Entry entry = Playbook.of(rule.id());
      assertFalse(entry.techniques().isEmpty(), rule.id());
      assertTrue(entry.remediation().length() > 20, rule.id());
      assertTrue(entry.severity(1).compareTo(entry.severity(0)) >= 0, rule.id());
    }
  }

  @Test
  void anUnknownRuleIsAMistakeOfOurs() {
    assertThrows(IllegalArgumentException.class, () -> Playbook.of("no-such-rule"));
  }
}
