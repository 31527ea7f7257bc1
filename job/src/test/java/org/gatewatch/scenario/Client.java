package org.gatewatch.scenario;

import java.util.List;

/**
 * A program that calls the model.
 *
 * @param lagDays how many days after a release it is upgraded; no upgrades for other programs
 */
record Client(String product, int lagDays) {
  /** Clients of people. */
  static final List<String> PEOPLE = List.of("heron-python", "heron-node", "heron-cli");

  /** Clients of services. */
  static final List<String> SERVICES = List.of("heron-python", "heron-go", "heron-node");

  /** What outsiders bring along. */
  static final List<String> OUTSIDE =
      List.of("python-requests/2.32.3", "axios/1.7.2", "okhttp/4.12.0", "Go-http-client/2.0");

  /** Days on which the lab's client libraries were released, before 0 and after. */
  private static final int[] RELEASES = {-20, 8, 22};

  String agentAt(long time) {
    if (!product.startsWith("heron-")) {
      return product;
    }
    int release = 0;
    for (int day : RELEASES) {
      if (time >= ScenarioOptions.day(day + lagDays)) {
        release++;
      }
    }
    return product + "/1." + (7 + release) + ".0";
  }

  /** JA4 shape: the same for all versions of a product. */
  String ja4() {
    return ja4Of(product);
  }

  static String ja4Of(String name) {
    Draw draw = Draw.of(4, name);
    return "t13d" + (1000 + draw.below(2000)) + "h2_" + draw.hex(12) + "_" + draw.hex(12);
  }
}
