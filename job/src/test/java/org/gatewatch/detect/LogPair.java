package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gatewatch.baseline.Matches;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.Roster;
import org.gatewatch.event.Timeline;

/** The records of one credential in two logs, played through its profile. */
class LogPair {
  static final long MINUTE = 60_000L;
  static final long HOUR = 60 * MINUTE;
  static final long GATEWAY = 5 * MINUTE;
  static final long VENDOR = 6 * HOUR;
  static final long[] LATENESS = {GATEWAY, VENDOR};

  /** 2026-03-02, 10:00 UTC. */
  static final long TEN = 1_772_445_600_000L;

  static final Timeline<RuleBook> BOOK =
      Timeline.of(new RuleBook(new Roster(List.of(vendors("key", "acme")), false), Policy.NONE));

  final AccessEvent.Builder fields = new AccessEvent.Builder();
  final List<AccessEvent> log = new ArrayList<>();
  int line;

  private static Credential vendors(String id, String vendor) {
    return new Credential(
        id,
        null,
        "contractor",
        vendor,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        List.of(),
        null,
        null,
        List.of(),
        List.of(),
        List.of());
  }

  void add(boolean vendor, long time, String id, long tokens) {
    add("key", vendor, time, id, tokens);
  }

  void add(String key, boolean vendor, long time, String id, long tokens) {
    fields
        .clear()
        .set(Field.EVENT_TIME, time)
        .set(Field.LOG_SOURCE, vendor ? "vendor" : "gateway")
        .set(Field.CREDENTIAL_ID, key)
        .set(Field.MODEL, "m-1")
        .set(Field.STATUS, 200)
        .set(Field.OUTPUT_TOKENS, tokens);
    if (!id.isEmpty()) {
      fields.set(Field.REQUEST_ID, id);
    }
    log.add(fields.build(vendor ? 1 : 0, key, vendor ? VENDOR : GATEWAY, 0, ++line, 0));
  }

  void both(long time, String id, long tokens) {
    add(false, time, id, tokens);
    add(true, time + 700, id, tokens);
  }

  void login(long time, String outcome) {
    fields
        .clear()
        .set(Field.EVENT_TIME, time)
        .set(Field.LOG_SOURCE, "vendor")
        .set(Field.CREDENTIAL_ID, "key")
        .set(Field.OPERATION, "user.session.start")
        .set(Field.AUTH_METHOD, "OTP")
        .set(Field.OUTCOME, outcome);
    log.add(fields.build(1, "key", VENDOR, 0, ++line, 0));
  }

  static final class Told implements CredentialProfile.Out {
    final List<Window> matched = new ArrayList<>();

    @Override
    public void window(Window window) {
      if (window.matches() != null) {
        matched.add(window);
      }
    }

    @Override
    public void pane(Window pane) {}

    @Override
    public void hit(RuleHit hit) {}

    @Override
    public void duplicate(AccessEvent event) {}

    @Override
    public void idReuse(AccessEvent event) {}

    byte[] bytes() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      for (Window w : matched) {
        w.write(out);
      }
      return bytes.toByteArray();
    }

    Matches only() {
      assertEquals(1, matched.size());
      return at(0);
    }

    Matches at(int i) {
      return Objects.requireNonNull(matched.get(i).matches());
    }
  }

  /** Plays events in arrival order, acting whenever the profile asks for it, until all is told. */
  static Told play(List<AccessEvent> events, boolean copied) throws IOException {
    Told told = new Told();
    CredentialProfile profile = new CredentialProfile();
    for (AccessEvent event : events) {
      // No event arrives behind its release, so whatever was to be done before may be done.
      while (profile.wake() < event.eventTime()) {
        profile.drain(profile.wake(), BOOK, LATENESS, told);
      }
      profile.add(event, BOOK, LATENESS);
      profile = copied ? copy(profile) : profile;
    }
    while (!told.matched.isEmpty() || !profile.isEmpty()) {
      if (profile.isEmpty()) {
        break;
      }
      profile.drain(profile.wake(), BOOK, LATENESS, told);
      profile = copied ? copy(profile) : profile;
    }
    return told;
  }

  private static CredentialProfile copy(CredentialProfile profile) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    profile.write(new DataOutputStream(bytes));
    return CredentialProfile.read(
        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  Told told() throws IOException {
    return play(log, false);
  }
}
