package org.gatewatch.baseline;

import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.Keys;
import org.jspecify.annotations.Nullable;

/**
 * What the requests of a window asked for, where they came from and where they went. Names of
 * accepted requests are kept apart from names of the others: a guesser may not hide behind what a
 * busy service uses, and only accepted uses vouch. An endpoint counts by its template where the log
 * has one.
 */
public final class Asked {
  /** Endpoints of accepted requests. */
  public final SeenSet endpoints = new SeenSet();

  /** Operations of accepted requests. */
  public final SeenSet operations = new SeenSet();

  /** Models of accepted requests. */
  public final SeenSet models = new SeenSet();

  /** Endpoints, operations and models of requests that were not accepted. */
  public final SeenSet refused = new SeenSet();

  /** Source addresses. */
  public final SeenSet addresses = new SeenSet();

  public final SeenSet regions = new SeenSet();
  public final SeenSet nodes = new SeenSet();

  /** Credential ids that a pseudo-credential's requests came with. */
  public final SeenSet credentials = new SeenSet();

  private final boolean anonymous;

  Asked(String credential) {
    anonymous = Keys.isAnonymous(credential);
  }

  void add(AccessEvent e) {
    boolean accepted = e.succeeded();
    String template = e.text(Field.ENDPOINT_TEMPLATE);
    see(accepted ? endpoints : refused, template == null ? e.text(Field.ENDPOINT) : template, e);
    see(accepted ? operations : refused, e.text(Field.OPERATION), e);
    see(accepted ? models : refused, e.text(Field.MODEL), e);
    see(addresses, e.sourceIp(), e);
    see(regions, e.text(Field.REGION), e);
    see(nodes, e.text(Field.NODE), e);
    if (anonymous) {
      see(credentials, e.credentialId(), e);
    }
  }

  static void see(SeenSet set, @Nullable String value, AccessEvent e) {
    if (value != null) {
      set.add(value, e);
    }
  }

  /** All sets, in the order in which they are written. */
  List<SeenSet> sets() {
    return List.of(endpoints, operations, models, refused, addresses, regions, nodes, credentials);
  }
}
