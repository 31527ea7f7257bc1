package org.gatewatch.ingest;

import java.util.Set;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/** What the request line, the URL or the chain of proxies of a request says. */
final class Target {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT");

  private Target() {}

  /** Method, host, path without query, and model; junk that a port scan sent is no path. */
  static void request(String request, Values values, AccessEvent.Builder out) {
    int space = request.indexOf(' ');
    if (space > 0 && !METHODS.contains(request.substring(0, space))) {
      String clean = values.redacted(request); // before a secret with blanks in it is torn apart
      if (!clean.equals(request)) {
        values.text(out, Field.ENDPOINT, clean);
        return;
      }
    }
    if (space < 1 || !isMethod(request, space)) {
      return;
    }
    int last = request.lastIndexOf(' ');
    boolean versioned = last > space && request.startsWith("HTTP/", last + 1);
    String target = request.substring(space + 1, versioned ? last : request.length()).strip();
    values.text(out, Field.METHOD, request.substring(0, space));
    url(target, values, out);
  }

  /** Host and path of a URL, or a path alone, without the query; and the model the path names. */
  static void url(String url, Values values, AccessEvent.Builder out) {
    String target = url;
    int scheme = target.indexOf("://");
    if (scheme > 0 && scheme < 6) {
      int path = end(target, "/?#", scheme + 3);
      String authority = target.substring(scheme + 3, path);
      values.text(out, Field.HOST, authority.substring(authority.lastIndexOf('@') + 1));
      target = target.substring(path);
      target = target.startsWith("/") ? target : "/" + target;
    }
    String path = target.substring(0, end(target, "?#", 0));
    values.text(out, Field.ENDPOINT, path);
    String model = model(path);
    if (model != null && !out.has(Field.MODEL)) {
      values.text(out, Field.MODEL, model);
    }
  }

  /** Where the first of those characters stands, or the text ends. */
  private static int end(String text, String any, int from) {
    int i = from;
    while (i < text.length() && any.indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  /** Whether the text up to there is a method: capitals. */
  static boolean isMethod(String request, int end) {
    for (int i = 0; i < end; i++) {
      char c = request.charAt(i);
      if (c != '-' && c != '_' && (c < 'A' || c > 'Z')) {
        return false;
      }
    }
    return end <= 20 && request.charAt(0) != '-';
  }

  /**
   * The model a path names: the segment after {@code models}, {@code model}, {@code deployments}.
   */
  static @Nullable String model(String path) {
    String[] parts = path.split("/", 12);
    for (int i = 0; i + 1 < parts.length; i++) {
      String name = parts[i + 1];
      if (name.isEmpty()) {
        continue;
      }
      switch (parts[i]) {
        case "models" -> {
          int verb = name.indexOf(':');
          return verb > 0 ? name.substring(0, verb) : name;
        }
        case "model", "deployments", "engines" -> {
          return name;
        }
        default -> {}
      }
    }
    return null;
  }

  /**
   * The client of an X-Forwarded-For list. Each proxy appends whom it saw, and the client may have
   * begun the list as it liked: so it is the last address that is not one of an internal network,
   * and the last of all where all are.
   */
  static @Nullable String client(String forwarded) {
    String[] parts = forwarded.split(",");
    String last = null;
    for (int i = parts.length - 1; i >= 0; i--) {
      String part = parts[i].strip();
      int colon = Address.portColon(part);
      byte[] bytes = Address.bytes(colon > 0 ? part.substring(0, colon) : part);
      if (bytes == null) {
        break; // what stands before something that no proxy writes is not to be believed
      }
      if (!isInternal(bytes)) {
        return part;
      }
      last = last == null ? part : last;
    }
    return last;
  }

  /** RFC 1918, RFC 6598, loopback, link-local, RFC 4193. */
  private static boolean isInternal(byte[] a) {
    int b0 = a[0] & 255;
    int b1 = a[1] & 255;
    if (a.length == 4) {
      return b0 == 10
          || b0 == 127
          || (b0 == 172 && b1 >= 16 && b1 < 32)
          || (b0 == 192 && b1 == 168)
          || (b0 == 169 && b1 == 254)
          || (b0 == 100 && b1 >= 64 && b1 < 128);
    }
    boolean loopback = a[15] == 1;
    for (int i = 0; i < 15; i++) {
      loopback &= a[i] == 0;
    }
    return loopback || (b0 & 0xfe) == 0xfc || (b0 == 0xfe && (b1 & 0xc0) == 0x80);
  }
}
