package org.gatewatch.report;

import tools.jackson.databind.node.ObjectNode;

/**
 * The two lines of an Elasticsearch or OpenSearch {@code _bulk} request. The document's id is the
 * uid, and the operation is {@code index}, so that a revision replaces the one before it; {@code
 * create}, the only one that data streams take, would refuse every revision but the first. The
 * revision is the document's external version: one that comes late or twice never replaces a later
 * one (409, which is as good as done); a case has none, as its revision falls when a finding of it
 * is withdrawn: of a case the last one sent counts. The index is named by the address of the
 * request.
 */
final class BulkLines implements AlertFormat {
  private static final int LONGEST_ID = 512;

  private final AlertFormat source;
  private final String id;

  BulkLines(AlertFormat source, String id) {
    this.source = source;
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String contentType() {
    return "application/x-ndjson";
  }

  @Override
  public String encode(AlertView alert) {
    ObjectNode action = Json.object();
    ObjectNode index = action.putObject("index");
    Json.put(index, "_id", Cut.bytes(PlainText.data(alert.uid()), LONGEST_ID, c -> null));
    if (!alert.isCase()) {
      index.put("version", alert.revision()).put("version_type", "external_gte");
    }
    return Json.line(action) + "\n" + source.encode(alert);
  }
}
