package org.gatewatch.real;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One part of the evaluation on real traffic. */
interface Part {
  /** Short name, also of its folder. */
  String name();

  /** Files of the data folder it needs; it is skipped, with a message, where one is missing. */
  List<String> needs();

  /**
   * Runs it.
   *
   * @param work an empty folder for logs, deleted afterwards
   * @param out where replays write
   */
  List<Row> run(RealData data, Path work, Path out) throws IOException;
}
