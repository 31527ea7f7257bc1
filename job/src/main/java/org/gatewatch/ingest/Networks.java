package org.gatewatch.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one file says about networks. */
interface Networks {

  /** What the most particular network of that address says; {@link Fact#NOTHING} when none does. */
  Fact find(byte[] address);

  /**
   * Facts about a network; absent ones are null, the number -1, the degrees NaN.
   *
   * @param asn autonomous system
   * @param country ISO alpha-2
   */
  record Fact(
      long asn,
      @Nullable String asOrg,
      @Nullable String asType,
      @Nullable String country,
      double latitude,
      double longitude) {
    static final Fact NOTHING = new Fact(-1, null, null, null, Double.NaN, Double.NaN);

    /** These facts, and where they are silent those of the other. */
    Fact or(Fact other) {
      boolean placed = !Double.isNaN(latitude);
      return new Fact(
          asn >= 0 ? asn : other.asn,
          asOrg != null ? asOrg : other.asOrg,
          asType != null ? asType : other.asType,
          country != null ? country : other.country,
          placed ? latitude : other.latitude,
          placed ? longitude : other.longitude);
    }
  }

  /**
   * Reads a file: {@code .mmdb} as a MaxMind database, anything else as CSV with a header.
   *
   * @throws InputException when it cannot be read or is neither
   */
  static Networks read(Path file) {
    try {
      return file.toString().toLowerCase(Locale.ROOT).endsWith(".mmdb")
          ? new Mmdb(file)
          : table(file);
    } catch (IOException e) {
      throw Inputs.unreadable(file, e);
    }
  }

  private static Networks table(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    List<String> header = lines.isEmpty() ? List.of() : cells(lines.get(0));
    int cidr = header.indexOf("cidr");
    if (cidr < 0) {
      throw new InputException(
          file + ":1", "no column cidr", "cidr,asn,as_org,as_type,country or some of them");
    }
    Table table = new Table();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      List<String> cells = cells(lines.get(i));
      Map<String, String> row = new HashMap<>();
      for (int k = 0; k < Math.min(header.size(), cells.size()); k++) {
        if (!cells.get(k).isEmpty()) {
          row.put(header.get(k), cells.get(k));
        }
      }
      try {
        table.add(row.getOrDefault("cidr", ""), fact(row));
      } catch (IllegalArgumentException e) {
        throw new InputException(
            file + ":" + (i + 1), "not a row of networks", "a row such as 192.0.2.0/24,64500");
      }
    }
    return table;
  }

  private static Fact fact(Map<String, String> row) {
    String asn = row.get("asn");
    String country = row.get("country");
    return new Fact(
        asn == null ? -1 : Long.parseLong(asn.toUpperCase(Locale.ROOT).replaceFirst("^AS", "")),
        row.get("as_org"),
        row.get("as_type"),
        country == null ? null : country.toUpperCase(Locale.ROOT),
        Double.parseDouble(row.getOrDefault("latitude", "NaN")),
        Double.parseDouble(row.getOrDefault("longitude", "NaN")));
  }

  private static List<String> cells(String line) {
    List<String> out = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        out.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    out.add(cell.toString().strip());
    return out;
  }

  /** A list of networks: one map per prefix length, the longest asked first. */
  final class Table implements Networks {
    private final Map<String, Fact> facts = new HashMap<>();
    private final Set<Integer> lengths4 = new TreeSet<>(java.util.Comparator.reverseOrder());
    private final Set<Integer> lengths6 = new TreeSet<>(java.util.Comparator.reverseOrder());

    private void add(String cidr, Fact fact) {
      int slash = cidr.indexOf('/');
      byte[] bytes = Address.bytes(slash < 0 ? cidr : cidr.substring(0, slash));
      if (bytes == null) {
        throw new IllegalArgumentException(cidr);
      }
      int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(cidr.substring(slash + 1));
      if (bits < 0 || bits > bytes.length * 8) {
        throw new IllegalArgumentException(cidr);
      }
      (bytes.length == 4 ? lengths4 : lengths6).add(bits);
      facts.merge(key(bytes, bits), fact, Fact::or);
    }

    @Override
    public Fact find(byte[] address) {
      Fact found = Fact.NOTHING;
      for (int bits : address.length == 4 ? lengths4 : lengths6) {
        Fact fact = facts.get(key(address, bits));
        if (fact != null) {
          found = found.or(fact);
        }
      }
      return found;
    }

    /** The network as text of one character a byte, and its length. */
    private static String key(byte[] address, int bits) {
      char[] out = new char[address.length + 1];
      for (int i = 0; i < address.length; i++) {
        int keep = Math.max(0, Math.min(8, bits - 8 * i));
        out[i] = (char) (address[i] & (0xff00 >> keep) & 255);
      }
      out[address.length] = (char) bits;
      return new String(out);
    }
  }

  /** A MaxMind database: GeoLite2 and GeoIP2, ASN, ISP, Country or City. */
  final class Mmdb implements Networks {
    private final com.maxmind.db.Reader reader;

    Mmdb(Path file) throws IOException {
      try {
        reader =
            new com.maxmind.db.Reader(file.toFile(), com.maxmind.db.Reader.FileMode.MEMORY_MAPPED);
      } catch (com.maxmind.db.InvalidDatabaseException e) {
        throw new InputException(file.toString(), "is no MaxMind database", "a .mmdb file");
      }
    }

    @Override
    public Fact find(byte[] address) {
      try {
        Map<?, ?> row = reader.get(InetAddress.getByAddress(address), Map.class);
        return row == null ? Fact.NOTHING : fact(row);
      } catch (IOException | RuntimeException e) {
        return Fact.NOTHING; // a damaged entry says nothing
      }
    }

    private static Fact fact(Map<?, ?> row) {
      Object asn = row.get("autonomous_system_number");
      Object org = row.get("autonomous_system_organization");
      Object country = inside(row, "country", "iso_code");
      Object registered = inside(row, "registered_country", "iso_code");
      Object latitude = inside(row, "location", "latitude");
      Object longitude = inside(row, "location", "longitude");
      Object type = inside(row, "traits", "user_type");
      Object place = country == null ? registered : country;
      boolean placed = latitude instanceof Number && longitude instanceof Number;
      return new Fact(
          asn instanceof Number n ? n.longValue() : -1,
          org instanceof String s ? s : null,
          type instanceof String s ? s : null,
          place instanceof String s ? s : null,
          placed && latitude instanceof Number n ? n.doubleValue() : Double.NaN,
          placed && longitude instanceof Number n ? n.doubleValue() : Double.NaN);
    }

    private static @Nullable Object inside(Map<?, ?> row, String outer, String inner) {
      return row.get(outer) instanceof Map<?, ?> map ? map.get(inner) : null;
    }
  }
}
