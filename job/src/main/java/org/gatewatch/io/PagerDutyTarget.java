package org.gatewatch.io;

import java.util.List;
import org.gatewatch.settings.Outlet;
import tools.jackson.databind.node.StringNode;

/**
 * PagerDuty's Events API v2: one event a request. At least once; {@code dedup_key} is the uid, so
 * that what is sent twice stays one incident while it is open.
 */
final class PagerDutyTarget implements HttpTarget {
  @Override
  public String body(Outlet outlet, List<Parcel> parcels, String token) {
    String key = StringNode.valueOf(token).toString();
    return "{\"routing_key\":" + key + "," + parcels.get(0).body().substring(1);
  }
}
