package org.gatewatch;

import java.io.IOException;
import java.nio.file.Path;
import org.gatewatch.evaluate.HourTable;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.LogSource;
import org.gatewatch.ingest.RecordReader;
import org.gatewatch.io.InputFile;
import org.gatewatch.settings.Settings;
import org.gatewatch.settings.SettingsException;

/** Reads the gateway's log of a replay again, hour by hour, without Flink. */
final class HourReader {
  private HourReader() {}

  /** The hours of all credentials; times outside the replay's range are left out. */
  static HourTable read(ReplayedInputs inputs) throws IOException, SettingsException {
    Settings settings = inputs.settings();
    ReplayFiles files = ReplayFiles.of(settings);
    HourTable hours = new HourTable();
    for (InputFile file : files.files()) {
      if (settings.bindings().get(file.binding()).source() != LogSource.GATEWAY) {
        continue;
      }
      try (RecordReader reader =
          files.ingest().open(file.binding(), Path.of(file.path()), file.index())) {
        for (var read = reader.next(); read != null; read = reader.next()) {
          AccessEvent event = read.event();
          if (event != null
              && event.eventTime() >= inputs.from()
              && event.eventTime() < inputs.to()) {
            hours.add(event);
          }
        }
      }
    }
    return hours;
  }
}
