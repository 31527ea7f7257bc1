package org.gatewatch.detect;

import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * A touch of something planted: a credential, endpoint, model or host that nobody has a reason to
 * use. A refused touch counts like an accepted one, also without any credential.
 */
final class Canary implements Rule {
  private static final long serialVersionUID = 1;

  private final Names credentials;
  private final Names endpoints;
  private final Names models;
  private final Names hosts;

  Canary(Policy policy) {
    Policy.Canaries canaries = policy.canaries();
    credentials = Names.exactly(canaries.credentials());
    endpoints = Names.exactly(canaries.endpoints());
    models = Names.anyCase(canaries.models());
    hosts = Names.anyCase(canaries.hosts());
  }

  @Override
  public String id() {
    return "canary";
  }

  @Override
  public boolean idle() {
    return credentials.isEmpty() && endpoints.isEmpty() && models.isEmpty() && hosts.isEmpty();
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    String touched = touched(event);
    return touched == null
        ? null
        : Validity.use(event)
            + "; touched the canary "
            + touched
            + " from "
            + NetworkNotDeclared.source(event)
            + " (policy)";
  }

  private @Nullable String touched(AccessEvent event) {
    String text = event.credentialId();
    if (text != null && credentials.contains(text)) {
      return "credential " + text;
    }
    text = event.text(Field.ENDPOINT);
    if (text != null && endpoints.contains(text)) {
      return "endpoint " + text;
    }
    text = event.text(Field.MODEL);
    if (text != null && models.contains(text)) {
      return "model " + text;
    }
    text = event.text(Field.MODEL_RESOLVED);
    if (text != null && models.contains(text)) {
      return "model " + text;
    }
    text = event.text(Field.HOST);
    return text != null && hosts.contains(text) ? "host " + text : null;
  }
}
