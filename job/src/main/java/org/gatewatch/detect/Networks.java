package org.gatewatch.detect;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;

/** Networks declared as blocks or as AS numbers. */
public final class Networks implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long LARGEST_ASN = 0xffff_ffffL;

  private final CidrSet blocks;
  private final Set<Long> numbers = new HashSet<>();

  /** Blocks such as {@code 192.0.2.0/24} and numbers such as {@code AS64500}. */
  public Networks(Collection<String> declared) {
    List<String> addresses = new ArrayList<>();
    for (String network : declared) {
      long asn = asn(network);
      if (asn >= 0) {
        numbers.add(asn);
      } else {
        addresses.add(network);
      }
    }
    blocks = new CidrSet(addresses);
  }

  /**
   * Whether the event's source is known well enough to say that it lies outside: with an address
   * where blocks are declared, with an AS number where numbers are.
   */
  public boolean canTell(AccessEvent e) {
    return (blocks.isEmpty() || e.sourceIp() != null)
        && (numbers.isEmpty() || e.has(Field.ASN))
        && !(blocks.isEmpty() && numbers.isEmpty());
  }

  /** Whether the event's address lies in a block or its AS number is one of the numbers. */
  public boolean contains(AccessEvent e) {
    String address = e.sourceIp();
    return (address != null && blocks.contains(address))
        || (!numbers.isEmpty() && numbers.contains(e.number(Field.ASN, -1)));
  }

  /** The number of {@code AS<number>}, or -1 when the text is none. */
  public static long asn(String text) {
    if (!text.matches("(?i:AS)[0-9]{1,10}")) {
      return -1;
    }
    long number = Long.parseLong(text.substring(2));
    return number <= LARGEST_ASN ? number : -1;
  }
}
