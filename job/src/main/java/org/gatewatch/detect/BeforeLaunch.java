package org.gatewatch.detect;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.Keys;
import org.jspecify.annotations.Nullable;

/**
 * A restricted model requested, or served, before its launch. That the roster allows the model does
 * not matter: allowances are written ahead of a launch. A refused request counts too; the hit says
 * so. Whoever never authenticated is not judged here.
 */
final class BeforeLaunch implements Rule {
  private static final long serialVersionUID = 1;

  private final List<Names> models = new ArrayList<>();
  private final List<Policy.RestrictedModel> restricted;
  private final long lastLaunch;

  BeforeLaunch(Policy policy) {
    restricted = policy.restrictedModels();
    long last = Long.MIN_VALUE;
    for (Policy.RestrictedModel model : restricted) {
      models.add(Names.anyCase(List.of(model.name())));
      last = Math.max(last, model.launch());
    }
    lastLaunch = last;
  }

  @Override
  public String id() {
    return "before-launch";
  }

  @Override
  public boolean idle() {
    return restricted.isEmpty();
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    long time = event.eventTime();
    if (time >= lastLaunch || Keys.isAnonymous(event.key())) {
      return null;
    }
    for (int i = 0; i < models.size(); i++) {
      if (time < restricted.get(i).launch()) {
        String model = match(event, models.get(i));
        if (model != null) {
          return Validity.use(event)
              + " with restricted model "
              + model
              + "; its launch is "
              + Validity.date(restricted.get(i).launch())
              + " (policy)";
        }
      }
    }
    return null;
  }

  private static @Nullable String match(AccessEvent event, Names names) {
    String requested = event.text(Field.MODEL);
    if (requested != null && names.contains(requested)) {
      return requested;
    }
    String served = event.text(Field.MODEL_RESOLVED);
    return served != null && names.contains(served) ? served : null;
  }
}
