package org.gatewatch.judge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.gatewatch.baseline.Cited;

/** Ids of findings: fixed at creation, the same wherever the same evidence opens the same thing. */
final class Uid {
  private Uid() {}

  /** Of the same finding by another pass: never that of a finding of the first. */
  static String of(String pass, String uid) {
    return hash(pass, uid);
  }

  /** 32 hex digits of SHA-256 over (lane, credential, analytic, opening event's time and id). */
  static String of(Finding.Lane lane, String credential, String analytic, Cited opening) {
    String request = opening.requestId();
    return hash(
        lane.name(),
        credential,
        analytic,
        Long.toString(opening.time()),
        request == null ? opening.source().text() + opening.endpoint() : request);
  }

  private static String hash(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
