package org.gatewatch.live;

import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** The process of a broker: formats its storage when that is new, and runs. */
final class BrokerMain {
  private BrokerMain() {}

  /** The properties file, the log directory and the cluster id. */
  public static void main(String[] args) {
    if (!Files.exists(Path.of(args[1], "meta.properties"))) {
      int code =
          StorageTool.execute(new String[] {"format", "-t", args[2], "-c", args[0]}, System.out);
      if (code != 0) {
        System.exit(code);
      }
    }
    Kafka.main(new String[] {args[0]});
  }
}
