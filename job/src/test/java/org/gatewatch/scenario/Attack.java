package org.gatewatch.scenario;

import java.util.List;

/**
 * One attack and its requests, in order of time.
 *
 * @param credentialId as it stands in the logs
 */
record Attack(
    String id, AttackType type, String credentialId, String description, List<Request> requests) {

  Attack {
    requests = List.copyOf(requests);
  }

  long start() {
    return requests.get(0).start();
  }

  long end() {
    return requests.get(requests.size() - 1).start();
  }
}
