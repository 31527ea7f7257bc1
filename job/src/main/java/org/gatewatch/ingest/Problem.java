package org.gatewatch.ingest;

/**
 * Why a record was not accepted.
 *
 * @param reason a stable word, such as {@code not_json}; counted in the ledger
 * @param message what was wrong and what was expected; never holds a value of the line
 */
record Problem(String reason, String message) {
  /** No record of an event: the header of a table, a span beside those of calls; not rejected. */
  static final Problem HEADER = new Problem("header", "column names");

  static final Problem NOT_JSON = new Problem("not_json", "expected one JSON object");
  static final Problem BLANK = new Problem("blank", "an empty line");
  static final Problem NO_EVENT_TIME =
      new Problem("no_event_time", "the record has no event_time: nothing can be placed without");

  static Problem wrongType(String field, String expected) {
    return new Problem("wrong_type", field + ": expected " + expected);
  }

  static Problem outOfRange(String field, String expected) {
    return new Problem("out_of_range", field + ": expected " + expected);
  }

  static Problem badTime(String field, String expected) {
    return new Problem("bad_time", field + ": expected " + expected);
  }
}
