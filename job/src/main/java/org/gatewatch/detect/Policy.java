package org.gatewatch.detect;

import java.io.Serializable;
import java.util.List;

/**
 * What the lab forbids or watches for, for all credentials. Empty lists forbid nothing.
 *
 * @param restrictedModels models with a launch date
 * @param deniedOrganisations names of network operators ({@code *} allowed, any case) or {@code
 *     AS<number>}
 * @param deniedCountries ISO alpha-2, upper case
 * @param deniedAsTypes such as {@code hosting}, lower case
 * @param canaries what nobody has a reason to touch
 * @param indicators what an intelligence report names
 * @param sigma rules of the user's own: {@link SigmaRule} and {@link SigmaCount}
 */
public record Policy(
    List<RestrictedModel> restrictedModels,
    List<String> deniedOrganisations,
    List<String> deniedCountries,
    List<String> deniedAsTypes,
    Canaries canaries,
    List<Indicator> indicators,
    List<Rule> sigma)
    implements Serializable {
  /** Forbids nothing. */
  public static final Policy NONE =
      new Policy(List.of(), List.of(), List.of(), List.of(), Canaries.NONE, List.of());

  public Policy {
    restrictedModels = List.copyOf(restrictedModels);
    deniedOrganisations = List.copyOf(deniedOrganisations);
    deniedCountries = List.copyOf(deniedCountries);
    deniedAsTypes = List.copyOf(deniedAsTypes);
    indicators = List.copyOf(indicators);
    sigma = List.copyOf(sigma);
  }

  /** Without rules of the user's own. */
  public Policy(
      List<RestrictedModel> restrictedModels,
      List<String> deniedOrganisations,
      List<String> deniedCountries,
      List<String> deniedAsTypes,
      Canaries canaries,
      List<Indicator> indicators) {
    this(
        restrictedModels,
        deniedOrganisations,
        deniedCountries,
        deniedAsTypes,
        canaries,
        indicators,
        List.of());
  }

  /** The same policy with more indicators. */
  public Policy with(List<Indicator> more) {
    List<Indicator> all = new java.util.ArrayList<>(indicators);
    all.addAll(more);
    return new Policy(
        restrictedModels,
        deniedOrganisations,
        deniedCountries,
        deniedAsTypes,
        canaries,
        all,
        sigma);
  }

  /**
   * A model that is not for everyone yet.
   *
   * @param name as requests name it; {@code *} stands for any text
   * @param launch epoch ms: nobody has a reason to use it before
   */
  public record RestrictedModel(String name, long launch) implements Serializable {}

  /**
   * Things planted to be touched by intruders only. {@code *} stands for any text.
   *
   * @param credentials ids, as the logs name them
   * @param endpoints paths
   * @param models names
   * @param hosts names, any case
   */
  public record Canaries(
      List<String> credentials, List<String> endpoints, List<String> models, List<String> hosts)
      implements Serializable {
    /** None planted. */
    public static final Canaries NONE = new Canaries(List.of(), List.of(), List.of(), List.of());

    public Canaries {
      credentials = List.copyOf(credentials);
      endpoints = List.copyOf(endpoints);
      models = List.copyOf(models);
      hosts = List.copyOf(hosts);
    }
  }
}
