package org.gatewatch.judge;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.gatewatch.baseline.Cited;
import org.gatewatch.detect.CidrSet;
import org.gatewatch.detect.Names;
import org.gatewatch.detect.Networks;
import org.jspecify.annotations.Nullable;

/**
 * Findings that are not to page until a date. All conditions that are given must hold; at least one
 * is.
 *
 * @param id names it in the ledger; unique
 * @param credential an id, {@code *} for any text
 * @param peerGroup declared group of the credential
 * @param analytic id of a rule, or {@code behaviour}
 * @param type the only type that the finding may have, such as {@code new_network}
 * @param network block or {@code AS<number>} in which all events it cites must lie
 * @param owner who answers for it
 * @param reason why
 * @param expiresAt epoch ms of event time: a finding decided from then on pages again
 */
public record Suppression(
    String id,
    @Nullable String credential,
    @Nullable String peerGroup,
    @Nullable String analytic,
    @Nullable String type,
    @Nullable String network,
    String owner,
    String reason,
    long expiresAt)
    implements Serializable {

  /** Ids of what finds, the user's own rules left out: what {@code analytic} may name. */
  public static List<String> analytics() {
    List<String> out = new ArrayList<>(new TreeSet<>(Playbook.rules()));
    out.add("behaviour");
    return out;
  }

  public Suppression {
    if (credential == null
        && peerGroup == null
        && analytic == null
        && type == null
        && network == null) {
      throw new IllegalArgumentException("a suppression of everything: " + id);
    }
  }

  /** Whether it holds the finding back. */
  boolean hides(Finding f) {
    return f.modified() < expiresAt
        && (credential == null || Names.exactly(List.of(credential)).contains(f.credential()))
        && (peerGroup == null || peerGroup.equals(f.declared().peerGroup()))
        && (analytic == null || analytic.equals(f.analyticId()))
        && (type == null || f.types().equals(List.of(type)))
        && (network == null || isInside(network, f.cited()));
  }

  /** All of them: an intruder elsewhere is not hidden by whoever else used the credential. */
  private static boolean isInside(String network, List<Cited> cited) {
    long asn = Networks.asn(network);
    CidrSet block = asn >= 0 ? null : new CidrSet(List.of(network));
    for (Cited c : cited) {
      String ip = c.sourceIp();
      boolean inside = block == null ? c.asn() == asn : ip != null && block.contains(ip);
      if (!inside) {
        return false;
      }
    }
    return !cited.isEmpty();
  }
}
