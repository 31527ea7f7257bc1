package org.gatewatch.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.gatewatch.settings.Outlet;
import org.gatewatch.settings.Secret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How each receiver is spoken to, and what its answers mean. */
class HttpCourierTest {
  @TempDir private Path folder;

  private static Courier.Outcome send(Outlet outlet, List<Parcel> parcels) throws Exception {
    try (Courier courier = Outlets.courier(outlet)) {
      return courier.send(parcels).orTimeout(60, TimeUnit.SECONDS).join();
    }
  }

  private static List<String> uids(List<Parcel> parcels) {
    return parcels.stream().map(Parcel::uid).toList();
  }

  private static Outlet outlet(Outlet.Type type, Receiver to, @Nullable Secret token) {
    return TestOutlets.of(type, to.url(), token);
  }

  @Test
  void aWebhookGetsOneMessageWithItsKeyAndToken() throws Exception {
    try (Receiver receiver = new Receiver((n, r) -> Receiver.Answer.of(204))) {
      Outlet outlet =
          outlet(Outlet.Type.WEBHOOK, receiver, TestOutlets.file(folder, "token", "abc"));
      assertEquals(Courier.Outcome.DONE, send(outlet, TestOutlets.parcels("u1")));
      Receiver.Request request = receiver.requests().get(0);
      assertEquals("{\"uid\":\"u1\"}", request.body());
      assertEquals("Bearer abc", request.headers().get("Authorization"));
      assertEquals("u1-1-c71cc46e", request.headers().get("Idempotency-Key"));
      assertEquals("application/json", request.headers().get("Content-Type"));
    }
  }

  /** A finding that belongs to a case now is the same revision of it, and no repetition. */
  @Test
  void aMessageIsToldByItsKeyFromAnotherOfTheSameRevision() throws Exception {
    try (Receiver receiver = new Receiver((n, r) -> Receiver.Answer.of(200))) {
      Outlet outlet = outlet(Outlet.Type.WEBHOOK, receiver, null);
      Parcel first = TestOutlets.parcel("u1");
      send(outlet, List.of(first));
      send(outlet, List.of(first));
      send(outlet, List.of(new Parcel(first.uid(), first.revision(), "{\"case\":\"c1\"}")));
      List<String> keys =
          receiver.requests().stream().map(r -> r.headers().get("Idempotency-Key")).toList();
      assertEquals(keys.get(0), keys.get(1));
      assertNotEquals(keys.get(0), keys.get(2));
    }
  }

  @Test
  void aTokenThatIsReplacedCountsAtOnceAndOneThatIsMissingIsNamedWithoutIt() throws Exception {
    try (Receiver receiver = new Receiver((n, r) -> Receiver.Answer.of(200))) {
      Secret token = TestOutlets.file(folder, "token", "first");
      Outlet outlet = outlet(Outlet.Type.WEBHOOK, receiver, token);
      try (Courier courier = Outlets.courier(outlet)) {
        courier.send(TestOutlets.parcels("a")).join();
        Files.writeString(folder.resolve("token"), "Basic c2Vjb25k\n");
        courier.send(TestOutlets.parcels("a")).join();
        Files.writeString(folder.resolve("token"), "evil\r\nX: y\n");
        CompletionException e =
            assertThrows(
                CompletionException.class, () -> courier.send(TestOutlets.parcels("a")).join());
        assertTrue(String.valueOf(e.getMessage()).contains("holds more than one line"));
        assertFalse(String.valueOf(e.getMessage()).contains("evil"));
      }
      assertEquals(
          List.of("Bearer first", "Basic c2Vjb25k"),
          receiver.requests().stream().map(r -> r.headers().get("Authorization")).toList());
    }
  }

  @Test
  void statusesAreAboutTheReceiverOrAboutTheMessage() throws Exception {
    int[] statuses = {429, 500, 503, 401, 403, 404, 302, 400, 413, 422};
    try (Receiver receiver =
        new Receiver(
            (n, r) ->
                new Receiver.Answer(
                    statuses[n], "no", Map.of("Retry-After", "7", "Location", "/elsewhere")))) {
      Outlet outlet = outlet(Outlet.Type.WEBHOOK, receiver, null);
      for (int status : statuses) {
        Courier.Outcome outcome = send(outlet, TestOutlets.parcels("a"));
        boolean about = status == 400 || status == 413 || status == 422;
        assertEquals(about ? 1 : 0, outcome.refused().size(), () -> "" + status);
        assertEquals(about ? 0 : 1, outcome.again().size(), () -> "" + status);
        assertEquals(about ? 0 : 7000, outcome.waitMs());
      }
      assertEquals(statuses.length, receiver.requests().size(), "no redirect is followed");
    }
  }

  @Test
  void splunkGetsABatchAndTheRefusedEventIsFound() throws Exception {
    try (Receiver receiver =
        new Receiver(
            (n, r) ->
                r.body().contains("bad")
                    ? Receiver.Answer.of(400, "{\"text\":\"Invalid data format\",\"code\":6}")
                    : Receiver.Answer.of(200, "{\"text\":\"Success\",\"code\":0}"))) {
      Outlet outlet =
          outlet(Outlet.Type.SPLUNK_HEC, receiver, TestOutlets.file(folder, "token", "t-1"));
      Courier.Outcome outcome = send(outlet, TestOutlets.parcels("a", "b", "bad", "c", "d"));
      assertEquals(List.of(), outcome.again());
      assertEquals(List.of("bad"), outcome.refused().stream().map(r -> r.parcel().uid()).toList());
      Receiver.Request first = receiver.requests().get(0);
      assertEquals("/services/collector/event", first.path());
      assertEquals("Splunk t-1", first.headers().get("Authorization"));
      assertTrue(first.headers().containsKey("X-Splunk-Request-Channel"));
      assertTrue(first.body().startsWith("{\"uid\":\"a\"}\n{\"uid\":\"b\"}"), first.body());
    }
  }

  @Test
  void splunksWrongIndexIsNotTheEventsFault() throws Exception {
    try (Receiver receiver =
        new Receiver(
            (n, r) -> Receiver.Answer.of(400, "{\"text\":\"Incorrect index\",\"code\":7}"))) {
      Outlet outlet =
          outlet(Outlet.Type.SPLUNK_HEC, receiver, TestOutlets.file(folder, "token", "t-1"));
      assertEquals(2, send(outlet, TestOutlets.parcels("a", "b")).again().size());
    }
  }

  @Test
  void eachItemOfABulkRequestIsJudgedByItsOwnStatus() throws Exception {
    String answer =
        "{\"errors\":true,\"items\":[{\"index\":{\"status\":201}},{\"index\":{\"status\":429,"
            + "\"error\":{\"reason\":\"queue full\"}}},{\"index\":{\"status\":409}},"
            + "{\"index\":{\"status\":400,\"error\":{\"reason\":\"mapping\"}}},"
            + "{\"index\":{\"status\":503}}]}";
    try (Receiver receiver = new Receiver((n, r) -> Receiver.Answer.of(200, answer))) {
      Outlet outlet =
          outlet(Outlet.Type.ELASTICSEARCH, receiver, TestOutlets.file(folder, "token", "k"));
      Courier.Outcome outcome = send(outlet, TestOutlets.parcels("a", "b", "c", "d", "e"));
      assertEquals(List.of("b", "e"), uids(outcome.again()));
      assertEquals("d", outcome.refused().get(0).parcel().uid());
      assertEquals("HTTP 400: mapping", outcome.refused().get(0).why());
      Receiver.Request request = receiver.requests().get(0);
      assertEquals("/gatewatch/_bulk", request.path());
      assertEquals("ApiKey k", request.headers().get("Authorization"));
      assertEquals("application/x-ndjson", request.headers().get("Content-Type"));
      assertTrue(request.body().endsWith("}\n"), "a final line end");
    }
  }

  @Test
  void aBulkAnswerThatIsNoneIsAskedForAgain() throws Exception {
    String[] answers = {"<html>", "{}", "{\"items\":[]}"};
    try (Receiver receiver = new Receiver((n, r) -> Receiver.Answer.of(200, answers[n]))) {
      Outlet outlet = outlet(Outlet.Type.ELASTICSEARCH, receiver, null);
      for (int i = 0; i < answers.length; i++) {
        assertEquals(1, send(outlet, TestOutlets.parcels("a")).again().size());
      }
    }
  }

  @Test
  void pagerDutyGetsTheRoutingKeyWithTheEvent() throws Exception {
    try (Receiver receiver = new Receiver((n, r) -> Receiver.Answer.of(202))) {
      Outlet outlet =
          outlet(Outlet.Type.PAGERDUTY, receiver, TestOutlets.file(folder, "key", "r\"1"));
      send(outlet, TestOutlets.parcels("a"));
      assertEquals("{\"routing_key\":\"r\\\"1\",\"uid\":\"a\"}", receiver.requests().get(0).body());
    }
  }

  @Test
  void aChatsAddressIsReadFromItsFile() throws Exception {
    try (Receiver receiver = new Receiver((n, r) -> Receiver.Answer.of(200, "ok"))) {
      Secret url = TestOutlets.file(folder, "hook", receiver.url() + "/services/T0/B0/key");
      assertEquals(
          Courier.Outcome.DONE,
          send(TestOutlets.of(Outlet.Type.SLACK, null, url), TestOutlets.parcels("a")));
      assertEquals("/services/T0/B0/key", receiver.requests().get(0).path());
    }
  }

  @Test
  void nobodyThereIsAFailureOfTheWhole() throws Exception {
    Receiver gone = new Receiver((n, r) -> Receiver.Answer.of(200));
    gone.close();
    Outlet outlet = TestOutlets.of(Outlet.Type.WEBHOOK, gone.url(), null);
    assertThrows(CompletionException.class, () -> send(outlet, TestOutlets.parcels("a")));
  }
}
