package org.gatewatch.io;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Names of the inputs that events come from, for what is told about single lines: files of a replay
 * or a history by their index, files that are followed by theirs with a bit of their own,
 * partitions of topics by a number that follows from binding, topic and partition.
 */
public final class InputNames implements IntFunction<String>, Serializable {
  private static final long serialVersionUID = 1;

  /** Set in the number of a partition; a topic has at most 65,536 of them. */
  private static final int PARTITION = 1 << 30;

  /** Set in the number of a file that is followed: a history has indexes of its own. */
  private static final int FOLLOWED = 1 << 29;

  private static final int TOPIC_SHIFT = 16;
  private static final int BINDING_SHIFT = 20;

  private final List<String> files;
  private final TreeMap<Integer, List<String>> topics;
  private final HashMap<Integer, String> found = new HashMap<>();

  /**
   * @param files paths by index
   * @param topics by binding
   */
  public InputNames(List<String> files, Map<Integer, List<String>> topics) {
    this.files = List.copyOf(files);
    this.topics = new TreeMap<>(topics);
  }

  /** The number that stands for a partition where a file has its index. */
  static int partition(int binding, int topic, int partition) {
    return PARTITION
        | (binding & 0x3ff) << BINDING_SHIFT
        | (topic & 0xf) << TOPIC_SHIFT
        | (partition & 0xffff);
  }

  /** The number that stands for a file that is followed. */
  static int followed(int index) {
    return FOLLOWED | index;
  }

  /** The index of a file that is followed, by the number on its events. */
  static int followedIndex(int number) {
    return number & ~FOLLOWED;
  }

  /** A file was found while running: {@link #followed} gave its number. */
  void add(int number, String path) {
    found.put(number, path);
  }

  @Override
  public String apply(int number) {
    if ((number & PARTITION) == 0) {
      String later = found.get(number);
      return later != null
          ? later
          : number < files.size() ? files.get(number) : "file " + followedIndex(number);
    }
    List<String> of = topics.getOrDefault(number >> BINDING_SHIFT & 0x3ff, List.of());
    int topic = number >> TOPIC_SHIFT & 0xf;
    return "kafka:" + (topic < of.size() ? of.get(topic) : "?") + "/" + (number & 0xffff);
  }
}
