package org.gatewatch.detect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.Roster;
import org.jspecify.annotations.Nullable;

/**
 * A model outside the credential's {@code allowed_models}, as requested: a served name may carry a
 * version that no roster lists, so it is judged only where the requested one is not logged. A
 * request that was refused counts too; the hit says so.
 */
final class ModelNotAllowed implements Rule {
  private static final long serialVersionUID = 1;

  private final Map<String, Names> allowed = new HashMap<>();

  ModelNotAllowed(Roster roster) {
    Map<List<String>, Names> shared = new HashMap<>();
    for (Credential row : roster.all().values()) {
      if (!row.allowedModels().isEmpty()) {
        allowed.put(row.id(), shared.computeIfAbsent(row.allowedModels(), Names::exactly));
      }
    }
  }

  @Override
  public String id() {
    return "model-not-allowed";
  }

  @Override
  public boolean idle() {
    return allowed.isEmpty();
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    if (declared == null || declared.allowedModels().isEmpty()) {
      return null;
    }
    String requested = event.text(Field.MODEL);
    String model = requested == null ? event.text(Field.MODEL_RESOLVED) : requested;
    Names names = allowed.get(declared.id());
    if (model == null || names == null || names.contains(model)) {
      return null;
    }
    return Validity.use(event)
        + " with model "
        + model
        + "; allowed: "
        + String.join(", ", declared.allowedModels())
        + " (roster)";
  }
}
