package org.gatewatch.event;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A roster as bytes: what is shipped in its place. Flink ships one to every task and keeps copies
 * of what it ships; a large roster as a graph of objects took longer to ship than to use. Equal
 * rosters read in one process become one object.
 */
final class RosterForm implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long NONE = Long.MIN_VALUE;

  private static SoftReference<@Nullable Known> last = new SoftReference<>(null);

  private final byte[] bytes;

  private RosterForm(byte[] bytes) {
    this.bytes = bytes;
  }

  private static final class Known {
    private final byte[] bytes;
    private final Roster roster;

    private Known(byte[] bytes, Roster roster) {
      this.bytes = bytes;
      this.roster = roster;
    }
  }

  static RosterForm of(Roster roster) throws ObjectStreamException {
    Known known;
    synchronized (RosterForm.class) {
      known = last.get();
    }
    if (known != null && known.roster == roster) {
      return new RosterForm(known.bytes);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeBoolean(roster.complete());
      out.writeInt(roster.size());
      for (Credential row : roster.all().values()) {
        write(row, out);
      }
      out.writeInt(roster.holidays().size());
      for (Holiday holiday : roster.holidays()) {
        list(holiday.dates().stream().map(LocalDate::toString).toList(), out);
        list(holiday.zones(), out);
        list(holiday.peerGroups(), out);
      }
    } catch (IOException e) {
      throw new InvalidObjectException("a roster cannot be written: " + e.getMessage());
    }
    byte[] form = bytes.toByteArray();
    remember(form, roster);
    return new RosterForm(form);
  }

  private Object readResolve() throws ObjectStreamException {
    synchronized (RosterForm.class) {
      Known known = last.get();
      if (known != null && Arrays.equals(known.bytes, bytes)) {
        return known.roster;
      }
      try {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        boolean complete = in.readBoolean();
        int size = in.readInt();
        List<Credential> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          rows.add(read(in));
        }
        List<Holiday> holidays = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
          List<LocalDate> dates = list(in).stream().map(LocalDate::parse).toList();
          holidays.add(new Holiday(dates, list(in), list(in)));
        }
        Roster roster = new Roster(rows, complete, holidays);
        remember(bytes, roster);
        return roster;
      } catch (IOException e) {
        throw new InvalidObjectException("a roster cannot be read: " + e.getMessage());
      }
    }
  }

  private static synchronized void remember(byte[] bytes, Roster roster) {
    last = new SoftReference<>(new Known(bytes, roster));
  }

  private static void write(Credential row, DataOutput out) throws IOException {
    text(row.id(), out);
    text(row.owner(), out);
    text(row.kind(), out);
    text(row.vendor(), out);
    text(row.peerGroup(), out);
    time(row.issuedAt(), out);
    time(row.expiresAt(), out);
    time(row.revokedAt(), out);
    text(row.replaces(), out);
    list(row.allowedModels(), out);
    text(row.timeZone(), out);
    list(row.aliases(), out);
    text(row.contact(), out);
    time(row.graceUntil(), out);
    list(row.networks(), out);
    list(row.countries(), out);
    list(row.hours(), out);
  }

  private static Credential read(DataInput in) throws IOException {
    return new Credential(
        given(in), text(in), given(in), text(in), text(in), time(in), time(in), time(in), text(in),
        list(in), text(in), list(in), text(in), time(in), list(in), list(in), list(in));
  }

  private static void text(@Nullable String text, DataOutput out) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
    }
  }

  private static @Nullable String text(DataInput in) throws IOException {
    return in.readBoolean() ? body(in) : null;
  }

  private static String given(DataInput in) throws IOException {
    String text = text(in);
    if (text == null) {
      throw new IOException("a credential without a name");
    }
    return text;
  }

  private static String body(DataInput in) throws IOException {
    byte[] utf8 = new byte[in.readInt()];
    in.readFully(utf8);
    return new String(utf8, java.nio.charset.StandardCharsets.UTF_8);
  }

  private static void time(@Nullable Long time, DataOutput out) throws IOException {
    out.writeLong(time == null ? NONE : time);
  }

  private static @Nullable Long time(DataInput in) throws IOException {
    long time = in.readLong();
    return time == NONE ? null : time;
  }

  private static void list(List<String> texts, DataOutput out) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      text(text, out);
    }
  }

  private static List<String> list(DataInput in) throws IOException {
    int size = in.readInt();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      texts.add(given(in));
    }
    return texts;
  }
}
