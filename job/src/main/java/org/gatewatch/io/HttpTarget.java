package org.gatewatch.io;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.gatewatch.settings.Outlet;

/** How one type of HTTP receiver is spoken to. By default one message a request. */
interface HttpTarget {
  /** What an answer means for the messages of its request. */
  enum Reply {
    DONE,
    /** The receiver is busy, or set up wrongly: again. */
    AGAIN,
    /** It will never take them: one by one, and those it still refuses not again. */
    REFUSED
  }

  /** Messages in a request, at most. */
  default int batch() {
    return 1;
  }

  /** Where to. */
  default URI uri(Outlet outlet, String url) {
    return URI.create(url);
  }

  /** The body, in UTF-8. */
  default String body(Outlet outlet, List<Parcel> parcels, String token) {
    return parcels.get(0).body();
  }

  /** Adds headers; the token is empty when there is none. */
  default void headers(
      Outlet outlet, List<Parcel> parcels, String token, HttpRequest.Builder request) {
    request.header("Content-Type", "application/json");
  }

  /** What became of the messages. By default the status tells it for all of them. */
  default Courier.Outcome outcome(int status, String answer, List<Parcel> parcels) {
    return of(reply(status, answer), status, answer, parcels);
  }

  /**
   * By the status: 2xx done; 400, 413 and 422 are about the message; anything else is about the
   * receiver or our access to it, and may be mended while the message waits.
   */
  default Reply reply(int status, String answer) {
    if (status >= 200 && status < 300) {
      return Reply.DONE;
    }
    return status == 400 || status == 413 || status == 422 ? Reply.REFUSED : Reply.AGAIN;
  }

  /** The same for all messages. */
  static Courier.Outcome of(Reply reply, int status, String answer, List<Parcel> parcels) {
    String why = "HTTP " + status + (answer.isBlank() ? "" : ": " + answer.strip());
    return switch (reply) {
      case DONE -> Courier.Outcome.DONE;
      case AGAIN -> Courier.Outcome.again(parcels, 0, why);
      case REFUSED ->
          new Courier.Outcome(
              List.of(), parcels.stream().map(p -> new Courier.Refused(p, why)).toList(), 0, "");
    };
  }

  /** The value of an Authorization header; a token with a blank in it is the whole value. */
  static String authorization(String scheme, String token) {
    return token.indexOf(' ') >= 0 ? token : scheme + " " + token;
  }
}
