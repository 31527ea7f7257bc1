package org.gatewatch.io;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What cannot be read of files that are followed: told once, as long as it lasts. */
final class Troubles {
  private final FollowPlan plan;
  private final Consumer<String> warn;
  private final Set<Integer> bindings = new HashSet<>();
  private Set<String> found = new TreeSet<>();
  private Set<String> told = Set.of();

  Troubles(FollowPlan plan, Consumer<String> warn) {
    this.plan = plan;
    this.warn = warn;
  }

  /** All files are looked at again: what still holds is found again. */
  void begin() {
    bindings.clear();
    found = new TreeSet<>();
  }

  /** Something of a binding cannot be read: nobody knows whether the binding is silent. */
  void of(int binding, String what) {
    bindings.add(binding);
    note(
        plan.bindings().get(binding).name()
            + ": "
            + what
            + "; as long as that lasts, the clock closes no time of this binding");
  }

  /** Something that holds nothing up. */
  void note(String what) {
    found.add(what);
  }

  boolean isOf(int binding) {
    return bindings.contains(binding);
  }

  /** Everything was looked at: tells what is new. */
  void tell() {
    for (String what : found) {
      if (!told.contains(what)) {
        warn.accept(what.replaceAll("\\p{Cntrl}", "?")); // a name may hold anything
      }
    }
    told = found;
  }
}
