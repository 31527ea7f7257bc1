package org.gatewatch.io;

import java.net.http.HttpRequest;
import java.util.List;
import org.gatewatch.report.AlertFormats;
import org.gatewatch.settings.Outlet;

/**
 * Any receiver of a POST: one message a request in the format that is configured, the token as
 * {@code Authorization: Bearer}. At least once; {@code Idempotency-Key} is the uid and revision, so
 * that the receiver can tell a repetition from a revision.
 */
final class WebhookTarget implements HttpTarget {
  @Override
  public void headers(
      Outlet outlet, List<Parcel> parcels, String token, HttpRequest.Builder request) {
    request.header("Content-Type", AlertFormats.of(outlet.format()).contentType());
    Parcel parcel = parcels.get(0);
    if (parcel.uid().matches("[A-Za-z0-9._-]{1,128}")) {
      request.header("Idempotency-Key", parcel.uid() + "-" + parcel.revision());
    }
    if (!token.isEmpty()) {
      request.header("Authorization", HttpTarget.authorization("Bearer", token));
    }
  }
}
