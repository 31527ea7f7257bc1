package org.gatewatch.detect;

import java.io.Serializable;
import java.util.List;
import org.gatewatch.event.AccessEvent;

/**
 * A question to one event: a condition of a Sigma rule, or a part of one. Costs at most the length
 * of the event's texts times the length of the rule.
 */
public interface SigmaTest extends Serializable {
  /** Whether the event answers yes. */
  boolean matches(AccessEvent event);

  /** Whether all do; of none: yes. */
  record All(List<SigmaTest> parts) implements SigmaTest {
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean matches(AccessEvent event) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).matches(event)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Whether one does; of none: no. */
  record Any(List<SigmaTest> parts) implements SigmaTest {
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean matches(AccessEvent event) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).matches(event)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Whether the part does not. */
  record Not(SigmaTest part) implements SigmaTest {
    @Override
    public boolean matches(AccessEvent event) {
      return !part.matches(event);
    }
  }
}
