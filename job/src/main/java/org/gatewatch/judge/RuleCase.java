package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.baseline.Cited;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.detect.RuleLabel;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/** An open finding of the rule lane. */
final class RuleCase {
  final String rule;
  final String uid;
  int revision;
  final Cited first;
  Cited last;
  String detail;

  /** Of a rule of the user's own: what it says of itself; null for those of this house. */
  @Nullable RuleLabel label;

  final Uses gateway = new Uses();
  final Uses vendor = new Uses();

  /** Event time of the hit that made it an alert, ms; {@link #SILENT} before. */
  long alerted = SILENT;

  boolean withdrawn;
  boolean closed;

  /** Credentials it stands for; 1 but for a rule that hits many. */
  int credentials = 1;

  /** Of a case that has not paged. */
  static final long SILENT = Long.MIN_VALUE;

  /** Lines of one log source: a vendor's request stands in two logs and is counted in each. */
  static final class Uses {
    long count;
    long succeeded;

    private void write(DataOutput out) throws IOException {
      out.writeLong(count);
      out.writeLong(succeeded);
    }

    private void read(DataInput in) throws IOException {
      count = in.readLong();
      succeeded = in.readLong();
    }
  }

  RuleCase(String rule, String uid, Cited first) {
    this.rule = rule;
    this.uid = uid;
    this.first = first;
    this.last = first;
    this.detail = "";
  }

  /** Adds a hit; keeps the words of the first, then of the first that was accepted. */
  void take(RuleHit hit) {
    if (revision == 0 || (hit.succeeded() > 0 && succeeded() == 0)) {
      detail = hit.detail();
    }
    Uses uses = hit.first().source() == LogSource.VENDOR ? vendor : gateway;
    uses.count += hit.count();
    uses.succeeded += hit.succeeded();
    if (hit.last().time() > last.time()) {
      last = hit.last();
    }
  }

  /** Accepted uses, in whichever log they stand. */
  long succeeded() {
    return gateway.succeeded + vendor.succeeded;
  }

  /** Uses as the gateway saw them, or as the vendor did where the gateway saw none. */
  long uses() {
    return gateway.count > 0 ? gateway.count : vendor.count;
  }

  /** Another one like it, to be changed apart. */
  RuleCase copy() {
    RuleCase c = new RuleCase(rule, uid, first);
    c.last = last;
    c.revision = revision;
    c.detail = detail;
    c.label = label;
    c.gateway.count = gateway.count;
    c.gateway.succeeded = gateway.succeeded;
    c.vendor.count = vendor.count;
    c.vendor.succeeded = vendor.succeeded;
    c.alerted = alerted;
    c.withdrawn = withdrawn;
    c.closed = closed;
    c.credentials = credentials;
    return c;
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(rule);
    out.writeUTF(uid);
    first.write(out);
    last.write(out);
    out.writeInt(revision);
    out.writeUTF(detail);
    gateway.write(out);
    vendor.write(out);
    out.writeLong(alerted);
    out.writeBoolean(withdrawn);
    out.writeBoolean(closed);
    out.writeInt(credentials);
    out.writeBoolean(label != null);
    if (label != null) {
      label.write(out);
    }
  }

  static RuleCase read(DataInput in) throws IOException {
    RuleCase c = new RuleCase(in.readUTF(), in.readUTF(), Cited.read(in));
    c.last = Cited.read(in);
    c.revision = in.readInt();
    c.detail = in.readUTF();
    c.gateway.read(in);
    c.vendor.read(in);
    c.alerted = in.readLong();
    c.withdrawn = in.readBoolean();
    c.closed = in.readBoolean();
    c.credentials = in.readInt();
    c.label = in.readBoolean() ? RuleLabel.read(in) : null;
    return c;
  }
}
