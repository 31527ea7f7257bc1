package org.gatewatch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Tells of SIGTERM and SIGINT before the machine begins to shut down: a graceful stop needs Flink,
 * whose own shutdown hooks would run beside ours. The class behind it is in every OpenJDK but not
 * in its API, so it is used by reflection; without it a signal ends the process at once, which
 * loses nothing but the time since the last checkpoint.
 */
final class StopSignals {
  private StopSignals() {}

  /** Runs that once, on a thread of its own, at the first of these signals. */
  static void onStop(Runnable stop) {
    Thread thread = new Thread(stop, "gatewatch-stop");
    thread.setDaemon(true);
    for (String name : new String[] {"TERM", "INT"}) {
      handle(name, thread);
    }
  }

  private static void handle(String name, Thread thread) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, args) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      start(thread);
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> args != null && self == args[0];
                    default -> name;
                  });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InstantiationException e) {
      // Not this kind of Java: see above.
    } catch (InvocationTargetException e) {
      // The signal belongs to somebody else, such as a JVM started with -Xrs.
    }
  }

  private static synchronized void start(Thread thread) {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
  }
}
