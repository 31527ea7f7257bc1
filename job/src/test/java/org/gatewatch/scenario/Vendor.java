package org.gatewatch.scenario;

/**
 * The two made-up third parties. Their people reach the lab's gateway through the vendor's proxy.
 */
enum Vendor {
  LARKFIELD("larkfield", "vendor-a", 700),
  OAKMERE("oakmere", "vendor-b", -400);

  /** As it stands in logs and roster. */
  final String text;

  /** Name of its binding and its file. */
  final String binding;

  /** How far its clock is ahead, ms. */
  final int clockAheadMs;

  Vendor(String text, String binding, int clockAheadMs) {
    this.text = text;
    this.binding = binding;
    this.clockAheadMs = clockAheadMs;
  }
}
