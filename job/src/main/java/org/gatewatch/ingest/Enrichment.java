package org.gatewatch.ingest;

import java.io.Serializable;
import java.util.List;

/**
 * Where facts about addresses come from. The first file that knows a field gives it.
 *
 * @param files MaxMind databases ({@code .mmdb}) and CSV lists of networks with a header out of
 *     {@code cidr,asn,as_org,as_type,country,latitude,longitude}
 */
public record Enrichment(List<String> files) implements Serializable {
  /** Nothing is added. */
  public static final Enrichment NONE = new Enrichment(List.of());

  public Enrichment {
    files = List.copyOf(files);
  }
}
