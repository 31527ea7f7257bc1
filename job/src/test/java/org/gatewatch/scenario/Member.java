package org.gatewatch.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One credential and who stands behind it.
 *
 * @param number counts from 0; names its random streams
 * @param group peer group of the roster
 * @param place the owner's city; a service's region
 * @param home home network of a person, cloud of a service
 * @param subnet the member's own subnet there
 * @param office the city (index) of the lab's office, -1 for none
 * @param models what the roster allows
 * @param endpoints what it calls, most frequent first
 */
record Member(
    int number,
    String id,
    Kind kind,
    String owner,
    String group,
    @Nullable Vendor vendor,
    Place place,
    Network home,
    int subnet,
    int office,
    Client client,
    Volume volume,
    List<String> models,
    List<String> endpoints,
    Contract contract,
    Life life) {

  /** How a credential is used. */
  enum Kind {
    PERSON("human"),
    SERVICE("service"),
    CRON("service"),
    CONTRACTOR("contractor");

    /** As it stands in the roster. */
    final String roster;

    Kind(String roster) {
      this.roster = roster;
    }
  }

  /**
   * How much.
   *
   * @param perDay mean requests on an active day
   * @param size negative binomial size per hour; small = heavy-tailed
   * @param inputLog mean of ln(input tokens)
   * @param outputLog mean of ln(output tokens)
   */
  record Volume(double perDay, double size, double inputLog, double outputLog) {}

  /** What the roster says about its dates, epoch ms. */
  record Contract(
      long issued, @Nullable Long expires, @Nullable String oldKey, @Nullable Long rotated) {}

  /** From (included) until (excluded), epoch ms. */
  record Span(long from, long until) {
    static final Span NEVER = new Span(0, 0);

    boolean holds(long time) {
      return time >= from && time < until;
    }

    boolean overlaps(Span other) {
      return other.from < until && from < other.until;
    }
  }

  /**
   * What happens to it, besides work.
   *
   * @param active when it is used at all
   * @param vacation no use
   * @param trip used from elsewhere
   * @param destination index of the trip's place
   * @param roleChange from when its volume is another
   * @param startHour local hour at which the day begins, with fraction
   * @param weekend chance of working on a day of the weekend
   */
  record Life(
      Span active,
      Span vacation,
      Span trip,
      int destination,
      long roleChange,
      double startHour,
      double weekend) {}

  /** The id under which it calls at that time: keys are rotated. */
  String idAt(long time) {
    String old = contract.oldKey();
    Long rotated = contract.rotated();
    return old != null && rotated != null && time < rotated ? old : id;
  }

  boolean allows(String model) {
    return models.contains(model);
  }
}
