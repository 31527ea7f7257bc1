package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Who asked for what in a window: counts and tokens by network, agent, fingerprint, model and name.
 * It answers what a case asks: how much of an hour was whose. At most {@link #MOST} entries; what
 * comes after them is counted under its identity without a name, and at last without an identity.
 */
public final class Uses {
  /** Entries with a name; as many again may be without one, and one stands for all others. */
  public static final int MOST = 32;

  /**
   * One identity's requests for one name.
   *
   * <p>Without a network, agent and fingerprint on an overflow entry, identities are mixed.
   */
  public static final class Use {
    private final @Nullable String network;
    private final @Nullable String name;
    private final boolean named;
    private final boolean mixed;
    private final Cited sample;
    private long requests;
    private long succeeded;
    private long inputTokens;
    private long outputTokens;
    private long bytesOut;
    private final long first;
    private long last;

    private Use(
        @Nullable String network,
        @Nullable String name,
        boolean named,
        boolean mixed,
        Cited sample,
        long first) {
      this.network = network;
      this.name = name;
      this.named = named;
      this.mixed = mixed;
      this.sample = sample;
      this.first = first;
    }

    private boolean isOf(@Nullable String from, AccessEvent e) {
      return !mixed
          && Objects.equals(network, from)
          && Objects.equals(sample.userAgent(), e.text(Field.USER_AGENT))
          && Objects.equals(sample.ja4(), e.text(Field.JA4));
    }

    private boolean asks(@Nullable String what, AccessEvent e) {
      return named
          && Objects.equals(name, what)
          && Objects.equals(sample.model(), e.text(Field.MODEL));
    }

    private void add(AccessEvent e) {
      requests++;
      if (e.succeeded()) {
        succeeded++;
      }
      inputTokens += e.number(Field.INPUT_TOKENS, 0);
      outputTokens += e.number(Field.OUTPUT_TOKENS, 0);
      bytesOut += e.number(Field.BYTES_OUT, 0);
      last = e.eventTime();
    }

    /** /24 or /64 network; null when unknown or mixed. */
    public @Nullable String network() {
      return mixed ? null : network;
    }

    /** User agent; null when unknown or mixed. */
    public @Nullable String agent() {
      return mixed ? null : sample.userAgent();
    }

    /** JA4; null when unknown or mixed. */
    public @Nullable String fingerprint() {
      return mixed ? null : sample.ja4();
    }

    /** Model asked for; null when unknown or one of many. */
    public @Nullable String model() {
      return named ? sample.model() : null;
    }

    /** Endpoint template, else endpoint; null when unknown or one of many. */
    public @Nullable String endpoint() {
      return named ? name : null;
    }

    /** The first event, for what else is known of the identity. */
    public Cited sample() {
      return sample;
    }

    /** Whether identities are mixed in it. */
    public boolean mixed() {
      return mixed;
    }

    public long requests() {
      return requests;
    }

    public long succeeded() {
      return succeeded;
    }

    public long inputTokens() {
      return inputTokens;
    }

    public long outputTokens() {
      return outputTokens;
    }

    public long bytesOut() {
      return bytesOut;
    }

    /** Event time of the first, epoch ms. */
    public long first() {
      return first;
    }

    /** Event time of the last, epoch ms. */
    public long last() {
      return last;
    }
  }

  private final ArrayList<Use> uses = new ArrayList<>(2);
  private @Nullable Use latest;

  void add(@Nullable String network, AccessEvent e) {
    String template = e.text(Field.ENDPOINT_TEMPLATE);
    String name = template == null ? e.text(Field.ENDPOINT) : template;
    Use use = latest;
    if (use == null || !use.isOf(network, e) || !use.asks(name, e)) {
      use = find(network, name, e);
      latest = use;
    }
    use.add(e);
  }

  private Use find(@Nullable String network, @Nullable String name, AccessEvent e) {
    Use nameless = null;
    Use mixed = null;
    for (int i = 0; i < uses.size(); i++) {
      Use use = uses.get(i);
      if (use.isOf(network, e)) {
        if (use.asks(name, e)) {
          return use;
        }
        nameless = use.named ? nameless : use;
      }
      mixed = use.mixed ? use : mixed;
    }
    boolean named = uses.size() < MOST;
    if (!named && nameless != null) {
      return nameless;
    }
    boolean other = uses.size() >= 2 * MOST;
    if (other && mixed != null) {
      return mixed;
    }
    Use use = new Use(network, named ? name : null, named, other, Cited.of(e), e.eventTime());
    uses.add(use);
    return use;
  }

  /** The entries, in order of their first event. */
  public List<Use> list() {
    return Collections.unmodifiableList(uses);
  }

  /**
   * Writes the entries.
   *
   * @param codec knows their samples
   */
  void write(DataOutput out, WindowCodec codec) throws IOException {
    out.writeByte(uses.size());
    for (Use use : uses) {
      codec.writeIndex(use.sample, out);
      out.writeByte(
          (use.network == null ? 0 : 1)
              | (use.name == null ? 0 : 2)
              | (use.named ? 4 : 0)
              | (use.mixed ? 8 : 0));
      if (use.network != null) {
        out.writeUTF(use.network);
      }
      if (use.name != null) {
        out.writeUTF(use.name);
      }
      out.writeLong(use.requests);
      out.writeLong(use.succeeded);
      out.writeLong(use.inputTokens);
      out.writeLong(use.outputTokens);
      out.writeLong(use.bytesOut);
      out.writeLong(use.first);
      out.writeLong(use.last);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param later ms to add to every time
   */
  void read(DataInput in, WindowCodec codec, long later) throws IOException {
    for (int n = in.readByte(); n > 0; n--) {
      Cited sample = codec.readIndex(in);
      int flags = in.readByte();
      String network = (flags & 1) == 0 ? null : Texts.read(in);
      String name = (flags & 2) == 0 ? null : Texts.read(in);
      long requests = in.readLong();
      long succeeded = in.readLong();
      long input = in.readLong();
      long output = in.readLong();
      long bytes = in.readLong();
      Use use =
          new Use(network, name, (flags & 4) != 0, (flags & 8) != 0, sample, in.readLong() + later);
      use.requests = requests;
      use.succeeded = succeeded;
      use.inputTokens = input;
      use.outputTokens = output;
      use.bytesOut = bytes;
      use.last = in.readLong() + later;
      uses.add(use);
    }
  }
}
