package org.gatewatch.scenario;

import org.jspecify.annotations.Nullable;

/**
 * One request, as it happened; logs are views of it.
 *
 * @param start epoch ms
 * @param latencyMs at most two minutes
 * @param outputTokens -1 when the request failed
 * @param attack id of the attack it belongs to, null for clean traffic
 */
record Request(
    String id,
    long start,
    int latencyMs,
    Member member,
    Origin origin,
    String endpoint,
    String model,
    int status,
    int inputTokens,
    int outputTokens,
    @Nullable String attack) {

  /** Where the client sits and what it is. */
  record Origin(Network network, String address, String agent, String ja4, String principal) {}

  /**
   * What is asked for.
   *
   * @param outputFactor times the member's usual output
   */
  record Ask(String endpoint, String model, int status, double outputFactor) {}

  /** A request with drawn sizes: log-normal tokens, latency by output. */
  static Request of(
      Draw draw, Member member, long start, Origin origin, Ask ask, @Nullable String attack) {
    String id = "req-" + draw.hex(12);
    double input = draw.logNormal(member.volume().inputLog(), 0.8);
    double output = draw.logNormal(member.volume().outputLog(), 0.7) * ask.outputFactor();
    double speed = draw.logNormal(0, 0.3);
    boolean answered = ask.status() == 200;
    double latency = answered ? 180 + 9 * output * speed : 30 + 60 * speed;
    return new Request(
        id,
        start,
        (int) StrictMath.min(118_000, latency),
        member,
        origin,
        ask.endpoint(),
        ask.model(),
        ask.status(),
        (int) StrictMath.min(180_000, input + 1),
        answered ? (int) StrictMath.min(32_000, output + 1) : -1,
        attack);
  }

  long completed() {
    return start + latencyMs;
  }
}
