package org.gatewatch.detect;

import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * A Sigma rule of the user: one event that is as described.
 *
 * @param id with its prefix, such as {@code sigma:5a7c…}
 * @param test the condition over the selections
 * @param shown fields whose values the finding tells, in the order of the rule
 * @param digest of the file it stands in: another text is another rule
 */
public record SigmaRule(
    String id, RuleLabel label, SigmaTest test, List<Field> shown, String digest) implements Rule {
  /** What the ids of Sigma rules begin with. */
  public static final String PREFIX = "sigma:";

  public SigmaRule {
    shown = List.copyOf(shown);
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    return test.matches(event) ? detail(event) : null;
  }

  /** What was seen, in words. */
  String detail(AccessEvent event) {
    String seen = SigmaField.shown(event, shown);
    return Validity.use(event)
        + "; matches the Sigma rule \""
        + label.name()
        + "\""
        + (seen.isEmpty() ? "" : ": " + seen);
  }

  @Override
  public String toString() {
    return id + "@" + digest;
  }
}
