package org.gatewatch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a directory for one process; whatever ends the process lets go of it. */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a directory, making it if need be.
   *
   * @param file in it, which is locked; it stays
   * @param taken what to say when somebody else has it
   * @throws Failure.UsageException when somebody else has it, or it cannot be written
   */
  static DirectoryLock take(Path directory, String file, String taken) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        lock = null;
      }
      if (lock == null) {
        channel.close();
        throw new Failure.UsageException(directory + " is in use: " + taken);
      }
      return new DirectoryLock(channel);
    } catch (IOException e) {
      throw new Failure.UsageException("cannot use " + directory + ": " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
