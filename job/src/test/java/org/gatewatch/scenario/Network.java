package org.gatewatch.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network of one operator: a private AS number (RFC 6996) and a /16 of 240.0.0.0/4 (RFC 1112), or
 * a /48 of 2001:db8::/32 (RFC 3849), so that no line names anybody's address.
 *
 * @param number 0..1022; fixes AS number and addresses
 * @param type {@code isp}, {@code mobile}, {@code business} or {@code hosting}
 */
record Network(int number, String type, Place place, boolean v6) {
  int asn() {
    return 64512 + number;
  }

  /** The address of a host (0..199) in a subnet (0..255; a /24, or a /64). */
  String address(int subnet, int host) {
    return v6
        ? "2001:db8:"
            + Integer.toHexString(number + 1)
            + ":"
            + Integer.toHexString(subnet)
            + "::"
            + Integer.toHexString(host + 16)
        : (240 + number / 256) + "." + number % 256 + "." + subnet + "." + (host + 16);
  }

  /** First and second home operator of a city; the second one speaks IPv6. */
  static Network home(int city, int operator) {
    return new Network(20 + 2 * city + operator, "isp", Place.HOMES.get(city), operator == 1);
  }

  static Network mobile(int city) {
    return new Network(40 + city, "mobile", Place.HOMES.get(city), false);
  }

  /** The lab's office in a city, before or after the move. */
  static Network office(int city, boolean moved) {
    return new Network((moved ? 70 : 60) + city, "business", Place.HOMES.get(city), false);
  }

  static Network cloud(int region) {
    return new Network(80 + region, "hosting", Place.HOMES.get(region % 3), false);
  }

  /** A hotel's or a conference's network on a trip. */
  static Network visited(int destination) {
    List<Place> trips = Place.TRIPS;
    return new Network(100 + destination, "isp", trips.get(destination), false);
  }

  static Network proxyOf(Vendor vendor) {
    int index = vendor.ordinal();
    return new Network(120 + index, "hosting", Place.HOMES.get(1 + index), false);
  }

  static Network officeOf(Vendor vendor) {
    int index = vendor.ordinal();
    return new Network(130 + index, "business", Place.HOMES.get(4 - 3 * index), false);
  }

  /** The lab's way out for people who work through its tunnel: shared by all of a region. */
  static Network vpn(int region) {
    return new Network(290 + region, "business", Place.HOMES.get(region), false);
  }

  /** A network (0..219) somebody is in for some days; null = far from home. */
  static Network elsewhere(int index, @Nullable Place near) {
    Place place = near == null ? Place.TRIPS.get(index % Place.TRIPS.size()) : near;
    return new Network(300 + index, index % 3 == 0 ? "business" : "isp", place, index % 5 == 4);
  }

  /** An outsider's network: home, hosting, home, ... */
  static Network outside(int index) {
    String type = index % 2 == 0 ? "isp" : "hosting";
    return new Network(
        200 + index, type, Place.OUTSIDE.get(index % Place.OUTSIDE.size()), index % 3 == 2);
  }
}
