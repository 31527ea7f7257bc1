package org.gatewatch.io;

import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.gatewatch.report.AlertView;

/**
 * A finding or case on its way out of the graph: one revision.
 *
 * @param uid the same for all revisions
 * @param revision from 1, of what is told before its time 0; a later one replaces an earlier one
 * @param line its OCSF line, without a line end
 * @param severityId 1 informational to 5 critical
 * @param isAlert whether it pages; false = digest
 * @param kind what it is
 */
public record Notice(
    String uid, int revision, String line, int severityId, boolean isAlert, Kind kind)
    implements Serializable {

  /** For Flink's edges. */
  public static final TypeInformation<Notice> TYPE = TypeInformation.of(Notice.class);

  /** What a notice is about. */
  public enum Kind {
    FINDING,
    CASE
  }

  /**
   * The notice of an OCSF line, class 2004 or 2005.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static Notice of(String line) {
    AlertView view = AlertView.of(line);
    return new Notice(
        view.uid(),
        view.revision(),
        line,
        view.severity(),
        view.isAlert(),
        view.isCase() ? Kind.CASE : Kind.FINDING);
  }
}
