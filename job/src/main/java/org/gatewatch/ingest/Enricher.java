package org.gatewatch.ingest;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Adds what is known about the source address; what the log says itself stands. Not safe for use by
 * two threads: {@link #copy} one for each; the data is read once and shared.
 */
public final class Enricher implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int REMEMBERED = 1 << 16;

  private final Enrichment settings;
  private transient @Nullable List<Networks> networks;
  private transient @Nullable Map<String, Networks.Fact> known;

  /** Reads the files at the first use, or at {@link #load}. */
  public Enricher(Enrichment settings) {
    this.settings = settings;
  }

  /** One of the same data, for another thread. */
  public Enricher copy() {
    Enricher out = new Enricher(settings);
    out.networks = loaded();
    return out;
  }

  /**
   * Reads the files now, so that what is wrong with them shows before the first event.
   *
   * @throws InputException for a file that cannot be used
   */
  public Enricher load() {
    loaded();
    return this;
  }

  private List<Networks> loaded() {
    List<Networks> out = networks;
    if (out == null) {
      out = new ArrayList<>();
      for (String file : settings.files()) {
        out.add(Networks.read(Path.of(file)));
      }
      networks = out;
    }
    return out;
  }

  void enrich(AccessEvent.Builder event) {
    if (settings.files().isEmpty()) {
      return;
    }
    String address = event.text(Field.SOURCE_IP);
    if (address == null) {
      return;
    }
    Networks.Fact fact = fact(address);
    if (fact.asn() >= 0 && !event.has(Field.ASN)) {
      event.set(Field.ASN, fact.asn());
    }
    text(event, Field.AS_ORG, fact.asOrg());
    text(event, Field.AS_TYPE, fact.asType());
    text(event, Field.COUNTRY, fact.country());
    boolean placed = event.has(Field.LATITUDE) || event.has(Field.LONGITUDE);
    if (!placed) { // half of our place and half of the log's would be nowhere
      event.setReal(Field.LATITUDE, fact.latitude());
      event.setReal(Field.LONGITUDE, fact.longitude());
    }
  }

  private static void text(AccessEvent.Builder event, Field field, @Nullable String value) {
    if (value != null && !event.has(field)) {
      event.set(field, value);
    }
  }

  private Networks.Fact fact(String address) {
    Map<String, Networks.Fact> cache = known;
    if (cache == null) {
      cache = new Recent();
      known = cache;
    }
    Networks.Fact fact = cache.get(address);
    if (fact == null) {
      fact = Networks.Fact.NOTHING;
      byte[] bytes = Address.bytes(address);
      if (bytes != null) {
        for (Networks file : loaded()) {
          fact = fact.or(file.find(bytes));
        }
      }
      cache.put(address, fact);
    }
    return fact;
  }

  /** The addresses used last. */
  private static final class Recent extends LinkedHashMap<String, Networks.Fact> {
    private static final long serialVersionUID = 1;

    Recent() {
      super(1024, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Networks.Fact> eldest) {
      return size() > REMEMBERED;
    }
  }
}
