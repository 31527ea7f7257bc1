package org.gatewatch.judge;

import static org.gatewatch.judge.Streams.BEGINNING;
import static org.gatewatch.judge.Streams.DAY;
import static org.gatewatch.judge.Streams.HOUR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.gatewatch.event.Roster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A store has no order: what is told does not depend on which it happens to have. */
class StoreOrderTest {
  private static final int FIRST = 16;

  private static final class Ordered implements Store {
    private final TreeMap<String, CredentialRow> credentials;
    private final TreeMap<String, NetworkRow> networks;
    private final Shared shared = new Shared();

    Ordered(Comparator<String> order) {
      credentials = new TreeMap<>(order);
      networks = new TreeMap<>(order);
    }

    @Override
    public @Nullable CredentialRow credential(String id) {
      return credentials.get(id);
    }

    @Override
    public void put(CredentialRow row) {
      credentials.put(row.id(), row);
    }

    @Override
    public Iterator<CredentialRow> credentials() {
      return credentials.values().iterator();
    }

    @Override
    public @Nullable NetworkRow network(String key) {
      return networks.get(key);
    }

    @Override
    public void put(NetworkRow row) {
      networks.put(row.key(), row);
    }

    @Override
    public Iterator<NetworkRow> networks() {
      return networks.values().iterator();
    }

    @Override
    public Shared shared() {
      return shared;
    }
  }

  /** Two services whose load grows tenfold on the same day, and stays. */
  private static Streams log() {
    Streams s = Streams.office(25, 31, 20, 2);
    for (int day = 0; day < 31; day++) {
      for (int hour = 8; hour < 18 && day % 7 < 5; hour++) {
        int n = (20 + (day * 7 + hour * 3) % 9) * (day < FIRST ? 1 : 10);
        long start = BEGINNING + day * DAY + hour * HOUR;
        s.use("svc-a", start, n, "192.0.99.7", 64500, "sdk/1.0", 300);
        s.use("svc-b", start, n, "192.0.98.7", 64500, "sdk/1.0", 300);
      }
    }
    return s;
  }

  private static List<String> told(Comparator<String> order) {
    List<String> out = new ArrayList<>();
    log()
        .feed(
            new Judge(
                Streams.AFTER_HISTORY,
                Roster.EMPTY,
                Controls.NONE,
                new Ordered(order),
                f -> out.add(f.toString()),
                audit -> out.add(audit.toString()),
                Journal.NONE));
    return out;
  }

  @Test
  void twoAdoptionsOfOneDayAreToldInOneOrder() {
    List<String> told = told(Comparator.naturalOrder());
    assertTrue(told.stream().filter(line -> line.startsWith("Audit")).count() >= 4);
    assertEquals(told, told(Comparator.reverseOrder()));
  }
}
