package org.gatewatch.io;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.gatewatch.report.AlertFormats;
import org.gatewatch.settings.Outlet;

/**
 * Any receiver of a POST: one message a request in the format that is configured, the token as
 * {@code Authorization: Bearer}. At least once; {@code Idempotency-Key} is the uid, the revision
 * and the message's checksum: a receiver can tell a repetition from a revision, and from a finding
 * that belongs to a case now.
 */
final class WebhookTarget implements HttpTarget {
  @Override
  public void headers(
      Outlet outlet, List<Parcel> parcels, String token, HttpRequest.Builder request) {
    request.header("Content-Type", AlertFormats.of(outlet.format()).contentType());
    Parcel parcel = parcels.get(0);
    if (parcel.uid().matches("[A-Za-z0-9._-]{1,128}")) {
      request.header("Idempotency-Key", parcel.uid() + "-" + parcel.revision() + "-" + sum(parcel));
    }
    if (!token.isEmpty()) {
      request.header("Authorization", HttpTarget.authorization("Bearer", token));
    }
  }

  private static String sum(Parcel parcel) {
    CRC32C sum = new CRC32C();
    sum.update(parcel.body().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }
}
