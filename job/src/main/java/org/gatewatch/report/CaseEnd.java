package org.gatewatch.report;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.gatewatch.cases.Case;
import org.gatewatch.cases.Cases;
import org.gatewatch.judge.Severity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is remembered of a case that was told to receivers, so that its end can be told when it is
 * no case any more: what made it one was withdrawn, or it is part of another.
 *
 * @param uid that of the case
 * @param revision the highest one that was told
 * @param time when the first of its findings became one, epoch ms
 * @param modified when the last of its findings was revised, epoch ms
 * @param first of its first event, epoch ms
 * @param last of its last event, epoch ms
 */
public record CaseEnd(
    String uid,
    int revision,
    Severity severity,
    long time,
    long modified,
    long first,
    long last,
    String headline) {

  public CaseEnd {
    headline = PlainText.data(headline); // half a character would not be saved as it is
  }

  /**
   * That of a case that is told now.
   *
   * @param before what was remembered of it; null when it was not told before
   */
  public static CaseEnd of(Case c, @Nullable CaseEnd before) {
    return new CaseEnd(
        c.uid(),
        // A case that lost a member has a lower one, and receivers know the higher one.
        Math.max(c.revision(), before == null ? 0 : before.revision()),
        c.severity(),
        c.time(),
        c.modified(),
        c.since().first(),
        c.since().last(),
        c.headline());
  }

  private String opening() {
    return uid.substring(Cases.PREFIX.length());
  }

  /**
   * The end as one line of JSON, an OCSF 1.8.0 Incident Finding that was closed.
   *
   * @param version of this product
   * @param by the uid of the case that it became part of; null when of none
   * @param at when that was found out, epoch ms; {@link #modified} when that is later
   */
  public String line(String version, @Nullable String by, long at) {
    OcsfTime times = new OcsfTime();
    ObjectNode out = Json.object();
    CaseJson.head(out, 3, times, time, first, last);
    out.put("severity_id", severity.id()).put("severity", severity.caption());
    out.put("status_id", 5).put("status", "Closed");
    Json.put(
        out,
        "status_detail",
        by == null ? "nothing that made it a case stands any more" : "became part of " + by);
    out.putObject("assignee_group").put("name", CaseJson.ASSIGNEE);
    Json.put(out, "message", headline);
    CaseJson.metadata(out, OcsfFinding.or(version, "unknown"), uid, revision + 1);
    Json.put(
        out.putArray("finding_info_list").addObject().put("uid", opening()), "title", headline);
    ObjectNode ours = out.putObject("unmapped").putObject("gatewatch");
    ObjectNode own = ours.putObject("case").put("uid", uid);
    Json.put(own, "headline", headline);
    own.put("modified", Math.max(at, modified));
    Json.put(ours, "true_times", times.moved());
    return Json.line(out);
  }

  /** For saved state. */
  public void write(DataOutput out) throws IOException {
    out.writeUTF(uid);
    out.writeInt(revision);
    out.writeByte(severity.ordinal());
    out.writeLong(time);
    out.writeLong(modified);
    out.writeLong(first);
    out.writeLong(last);
    byte[] text = headline.getBytes(StandardCharsets.UTF_8); // may be longer than writeUTF takes
    out.writeInt(text.length);
    out.write(text);
  }

  /** Reads what {@link #write} wrote. */
  public static CaseEnd read(DataInput in) throws IOException {
    String uid = in.readUTF();
    int revision = in.readInt();
    Severity severity = Severity.values()[in.readByte()];
    long time = in.readLong();
    long modified = in.readLong();
    long first = in.readLong();
    long last = in.readLong();
    byte[] text = new byte[in.readInt()];
    in.readFully(text);
    return new CaseEnd(
        uid,
        revision,
        severity,
        time,
        modified,
        first,
        last,
        new String(text, StandardCharsets.UTF_8));
  }
}
