package org.gatewatch.event;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the inventory declares about one credential: a row of the roster. Facts about owner and
 * dates, not behaviour. Lists are empty and texts null where nothing is declared.
 *
 * @param id the credential id as it stands in the logs
 * @param owner who answers for it
 * @param kind {@code human}, {@code service} or {@code contractor}; {@code unknown} when not
 *     declared
 * @param vendor the third party it was given to
 * @param peerGroup the credentials it is compared with
 * @param issuedAt epoch ms
 * @param expiresAt epoch ms: the contract or validity ends; a use after it is a leftover's
 * @param revokedAt epoch ms
 * @param replaces the credential it was rotated from
 * @param allowedModels the only models it may use; empty = not declared
 * @param timeZone tz-database name
 * @param aliases other names of the same credential in logs
 * @param contact whom to call at the owner's or vendor's
 * @param graceUntil epoch ms: uses after {@code expiresAt} or {@code revokedAt} and before this are
 *     agreed
 * @param networks CIDR blocks or {@code AS<number>}: the only sources declared; empty = not
 *     declared
 * @param countries ISO alpha-2: the only countries declared; empty = not declared
 * @param hours declared hours such as {@code Mon-Fri/08:00-19:00}, in {@code timeZone} (UTC without
 *     one)
 */
public record Credential(
    String id,
    @Nullable String owner,
    String kind,
    @Nullable String vendor,
    @Nullable String peerGroup,
    @Nullable Long issuedAt,
    @Nullable Long expiresAt,
    @Nullable Long revokedAt,
    @Nullable String replaces,
    List<String> allowedModels,
    @Nullable String timeZone,
    List<String> aliases,
    @Nullable String contact,
    @Nullable Long graceUntil,
    List<String> networks,
    List<String> countries,
    List<String> hours)
    implements Serializable {

  public Credential {
    allowedModels = List.copyOf(allowedModels);
    aliases = List.copyOf(aliases);
    networks = List.copyOf(networks);
    countries = List.copyOf(countries);
    hours = List.copyOf(hours);
  }

  /** A credential of which nothing but the id is known. */
  public static Credential undeclared(String id) {
    return new Credential(
        id, null, "unknown", null, null, null, null, null, null, List.of(), null, List.of(), null,
        null, List.of(), List.of(), List.of());
  }
}
