package org.gatewatch.detect;

import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.Keys;
import org.jspecify.annotations.Nullable;

/**
 * A Sigma correlation of the user: so many events of one credential, or so many values of a field,
 * within a time. {@link #check} says whether an event counts; {@link SigmaTally} counts.
 *
 * @param id with its prefix
 * @param rules the rules whose events count; an event counts once, however many it matches
 * @param timespan ms, up to 30 days
 * @param least events or values, 1 to {@link #MOST}
 * @param field whose values are counted; null to count events
 * @param digest of the file it stands in
 */
public record SigmaCount(
    String id,
    RuleLabel label,
    List<SigmaRule> rules,
    long timespan,
    int least,
    @Nullable Field field,
    String digest)
    implements Rule {
  /** The highest threshold: what is remembered of a credential is bounded by it. */
  public static final int MOST = 1000;

  public SigmaCount {
    rules = List.copyOf(rules);
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    if (Keys.isAnonymous(event.key()) || (field != null && !event.has(field))) {
      return null;
    }
    // Most events that count are told of by none: no words for them.
    return matching(event) == null ? null : "";
  }

  private @Nullable SigmaRule matching(AccessEvent event) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).test().matches(event)) {
        return rules.get(i);
      }
    }
    return null;
  }

  /** What was seen, in words: the count, then the event that reached it. */
  String detail(AccessEvent event) {
    SigmaRule rule = matching(event);
    String last = rule == null ? "" : rule.detail(event);
    String what =
        field == null
            ? Text.count(least, "event", "events")
            : least + " values of " + field.key().replace('_', ' ');
    return "at least "
        + what
        + " within "
        + span(timespan / 1000)
        + " (Sigma correlation \""
        + label.name()
        + "\"); the last: "
        + last;
  }

  /** In the largest unit that gives a whole number. */
  private static String span(long seconds) {
    if (seconds % 86_400 == 0) {
      return Text.count(seconds / 86_400, "day", "days");
    }
    if (seconds % 3600 == 0) {
      return Text.count(seconds / 3600, "hour", "hours");
    }
    return seconds % 60 == 0
        ? Text.count(seconds / 60, "minute", "minutes")
        : Text.count(seconds, "second", "seconds");
  }

  @Override
  public String toString() {
    return id + "@" + digest + rules;
  }
}
