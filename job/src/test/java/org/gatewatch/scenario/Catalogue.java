package org.gatewatch.scenario;

import java.util.ArrayList;
import java.util.List;

/** Made-up names of models and endpoints: those that exist, and those that outsiders try. */
final class Catalogue {
  /** The restricted model; nobody has it before the launch. */
  static final String RESTRICTED = "heron-x";

  /** Nobody has a reason to call it. */
  static final String CANARY = "/internal/heron-x/export";

  static final List<String> GENERAL_MODELS = List.of("heron-2", "heron-mini", "heron-embed");

  static final List<String> ENDPOINTS =
      List.of(
          "/v1/messages",
          "/v1/embeddings",
          "/v1/models",
          "/v1/files",
          "/v1/batches",
          "/v1/count",
          "/tools/search",
          "/tools/summarise",
          "/tools/review",
          "/tools/tickets",
          "/tools/graders",
          "/tools/notebooks");

  /** A new endpoint, from the launch on. */
  static final String LAUNCHED_ENDPOINT = "/v1/agents/runs";

  private static final List<String> STEMS =
      List.of("heron-x", "heron-x-eval", "heron-3", "heron-next", "heron-raw", "heron-x-base");
  private static final List<String> PATHS =
      List.of("/v1/models/", "/internal/", "/v2/models/", "/preview/", "/admin/models/", "/eval/");

  private Catalogue() {}

  /** What a roster allows. */
  static List<String> models(boolean restricted) {
    List<String> models = new ArrayList<>(GENERAL_MODELS);
    if (restricted) {
      models.add(RESTRICTED);
    }
    return models;
  }

  /** That many different endpoints; messages comes first. */
  static List<String> endpoints(Draw draw, int count) {
    List<String> chosen = new ArrayList<>(List.of(ENDPOINTS.get(0)));
    while (chosen.size() < count) {
      String next = draw.pick(ENDPOINTS);
      if (!chosen.contains(next)) {
        chosen.add(next);
      }
    }
    return chosen;
  }

  /** Whether it lists things: no model is asked, no token counted. */
  static boolean isListing(String endpoint) {
    return endpoint.equals("/v1/models") || endpoint.equals("/v1/files");
  }

  static String guessedModel(Draw draw) {
    return draw.pick(STEMS);
  }

  static String guessedEndpoint(Draw draw) {
    return draw.pick(PATHS)
        + draw.pick(STEMS)
        + draw.pick(List.of("", "/completions", "/messages", "/info"));
  }
}
