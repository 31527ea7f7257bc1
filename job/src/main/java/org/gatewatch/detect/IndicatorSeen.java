package org.gatewatch.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * A value that an indicator names: source address, AS number, user agent, TLS fingerprint,
 * principal or credential. Lines of both log sources, refused ones too. The forwarded chain is not
 * searched: a client writes what it likes into it.
 */
final class IndicatorSeen implements Rule {
  private static final long serialVersionUID = 1;

  private final Networks networks;
  private final Names agents;
  private final Names fingerprints;
  private final Names principals;
  private final Names credentials;
  private final boolean idle;

  IndicatorSeen(Policy policy) {
    List<Indicator> all = policy.indicators();
    List<String> sources = values(all, t -> t == Indicator.Type.IP || t == Indicator.Type.CIDR);
    for (String asn : values(all, t -> t == Indicator.Type.ASN)) {
      sources.add("AS" + asn);
    }
    networks = new Networks(sources);
    agents = Names.anyCase(values(all, t -> t == Indicator.Type.USER_AGENT));
    fingerprints = Names.anyCase(values(all, t -> t == Indicator.Type.JA4));
    principals = Names.anyCase(values(all, t -> t == Indicator.Type.PRINCIPAL));
    credentials = Names.exactly(values(all, t -> t == Indicator.Type.CREDENTIAL));
    idle = all.isEmpty();
  }

  private static List<String> values(List<Indicator> all, Predicate<Indicator.Type> wanted) {
    List<String> out = new ArrayList<>();
    for (Indicator indicator : all) {
      if (wanted.test(indicator.type())) {
        out.add(indicator.value());
      }
    }
    return out;
  }

  @Override
  public String id() {
    return "indicator";
  }

  @Override
  public boolean idle() {
    return idle;
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    String seen = seen(event);
    return seen == null ? null : Validity.use(event) + " by " + seen + "; named by an indicator";
  }

  private @Nullable String seen(AccessEvent event) {
    if (networks.contains(event)) {
      return NetworkNotDeclared.source(event);
    }
    String text = event.text(Field.USER_AGENT);
    if (text != null && agents.contains(text)) {
      return "user agent " + text;
    }
    text = event.text(Field.JA4);
    if (text != null && fingerprints.contains(text)) {
      return "TLS fingerprint " + text;
    }
    text = event.text(Field.PRINCIPAL);
    if (text != null && principals.contains(text)) {
      return "principal " + text;
    }
    text = event.credentialId();
    return text != null && credentials.contains(text) ? "credential " + text : null;
  }
}
