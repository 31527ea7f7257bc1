package org.gatewatch.ingest;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets from leaving the parser: each becomes {@code hmac:<32 hex>}, HMAC-SHA-256 under the
 * deployment's key, so that the same secret still has the same name. Every text passes here before
 * anything else sees it. Not safe for use by two threads: {@link #copy} one for each.
 */
public final class Redactor implements Serializable {
  private static final long serialVersionUID = 1;
  private static final String PREFIX = "hmac:";

  /** Known to everyone: names are stable with it, but guessable secrets can be found again. */
  private static final byte[] PUBLISHED =
      "gatewatch: no redaction key was configured".getBytes(StandardCharsets.UTF_8);

  private static final String NOT_DONE = "(?!hmac:[0-9a-f]{32})";

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN [A-Z0-9 ]{1,40}-----.*?(?:-----END [A-Z0-9 ]{1,40}-----|$)", 32);
  private static final Pattern USERINFO =
      Pattern.compile("(?<=://)" + NOT_DONE + "([^/?#@\\s\"]++)(?=@)");
  private static final String LONG_NAMES =
      "(?:proxy[-_])?authorization|ocp[-_]apim[-_]subscription[-_]key|api[-_]?key(?![-_]?id)"
          + "|(?:set[-_])?cookie2?|(?:x[-_]amz[-_])?security[-_]?token|x[-_]amz[-_]signature"
          + "|x[-_]amz[-_]credential|(?:access|refresh|id|auth|session|bearer)[-_]?token"
          + "|client[-_]?secret|secret(?:[-_]?access)?(?:[-_]?key)?|passw(?:or)?d|pwd"
          + "|private[-_]?key|token";

  /** A word before the secret; the name of one is none. */
  private static final Pattern SCHEME =
      Pattern.compile(
          "(?i)(?<![a-z0-9])(?:bearer|basic|negotiate|splunk)(?:[ \\t]|%20|\\+){1,4}"
              + "(?!(?:bearer|basic|negotiate|splunk)[ \\t%+])"
              + "(?!(?:[a-z0-9]{1,16}[-_]){0,4}(?:"
              + LONG_NAMES
              + ")[\"']?\\s{0,4}[=:])"
              + "([a-z0-9._~+/=-]{6,})");

  /** Values that are secrets by their look, wherever they stand. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<![A-Za-z0-9])(?:"
              + "sk-[A-Za-z0-9_-]{12,}|[sr]k_(?:live|test)_[A-Za-z0-9]{8,}"
              + "|eyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*){0,4}"
              + "|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|glpat-[A-Za-z0-9_-]{12,}"
              + "|hf_[A-Za-z0-9]{16,}|npm_[A-Za-z0-9]{20,}|xox[abeprs]-[A-Za-z0-9-]{8,}"
              + "|AIza[A-Za-z0-9_-]{30,}|ya29\\.[A-Za-z0-9_-]{10,}"
              + "|SG\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,})");

  /** An AWS key id is a name; the 40 characters beside it are not. */
  private static final Pattern AWS_PAIR =
      Pattern.compile("(?<=A[KS]IA[A-Z0-9]{12,28}[^A-Za-z0-9]{1,8})([A-Za-z0-9/+]{40})(?![\\w/+])");

  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)(?<![a-z0-9])(?:(?:"
              + LONG_NAMES
              + ")\\\\?+[\"']?+\\s{0,4}+[=:]|(?:key|code|sig|signature|auth)=)\\s{0,4}+\\\\?+[\"']?+"
              + "(?:(?:bearer|basic)\\s)?+"
              + NOT_DONE
              + "([^\\s\"'&;,\\\\]++)");

  /** A cookie or authorization header holds blanks and semicolons: everything up to its quote. */
  private static final Pattern HEADER =
      Pattern.compile(
          "(?i)(?<![a-z0-9])(?:(?:proxy[-_])?authorization|(?:set[-_])?cookie2?)"
              + "\\\\?+[\"']?+\\s{0,4}+[=:]\\s{0,4}+\\\\?+[\"']?+"
              + NOT_DONE
              + "([^\"'\\\\\\r\\n]++)");

  /** In quotes the secret goes up to the closing one, whatever it holds. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?i)(?<![a-z0-9])(?:"
              + LONG_NAMES
              + ")\\\\?+[\"']?+\\s{0,4}+[=:]\\s{0,4}+\\\\?+[\"'](?:(?:bearer|basic)\\s)?+"
              + NOT_DONE
              + "([^\"'\\\\\\r\\n]++)");

  private static final Pattern BODY =
      Pattern.compile(
          "(?i)\\\\?\"[a-z0-9_.]*(?:messages?|prompts?|completions?|content|body(?:json)?|choices"
              + "|input|output|text|payload)\\\\?\"\\s*:\\s*[\\[{\"\\\\]");

  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i)(?:.{0,64}[-_.])?(?:" + LONG_NAMES + ")");

  /** The two characters before the underscore of a known kind of token. */
  private static final Set<String> UNDERSCORED =
      Set.of("sk", "rk", "hf", "pm", "at", "hp", "ho", "hu", "hs", "hr");

  /** The characters at which {@link #isSuspicious} looks closer. */
  private static final boolean[] TRIGGERS = triggers();

  private final byte[] key;
  private transient @Nullable Mac mac;

  /** Redacts under that key; not empty. */
  public Redactor(byte[] key) {
    if (key.length == 0) {
      throw new IllegalArgumentException("the redaction key is empty");
    }
    this.key = key.clone();
  }

  /** Redacts under a constant that everyone can read: the caller should warn. */
  public static Redactor unkeyed() {
    return new Redactor(PUBLISHED);
  }

  /** One of the same key, for another thread. */
  public Redactor copy() {
    return new Redactor(key);
  }

  /** Tells keys apart without telling the key: first 8 hex digits of its SHA-256. */
  public String fingerprint() {
    try {
      return hex(MessageDigest.getInstance("SHA-256").digest(key), 4);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The name of that secret under the deployment's key. */
  public String hmac(String secret) {
    Mac m = mac;
    if (m == null) {
      try {
        m = Mac.getInstance("HmacSHA256");
        m.init(new SecretKeySpec(key, "HmacSHA256"));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has HmacSHA256", e);
      }
      mac = m;
    }
    return PREFIX + hex(m.doFinal(secret.getBytes(StandardCharsets.UTF_8)), 16);
  }

  /** Whether a key of that name holds a secret whatever its value looks like. */
  static boolean isSecretName(String name) {
    return SECRET_NAME.matcher(name).matches();
  }

  /** The text with every secret in it replaced; the same instance when there is none. */
  public String text(String value) {
    return isSuspicious(value) ? replace(value) : value;
  }

  /**
   * A credential id: a value that is one secret becomes its name whole ({@code Bearer x} and {@code
   * x} alike), an AWS key pair its key id, and an id stays.
   */
  public String credential(String value) {
    if (!isSuspicious(value)) {
      return value;
    }
    Matcher scheme = SCHEME.matcher(value);
    if (scheme.lookingAt()) {
      return hmac(scheme.group(1));
    }
    Matcher pair = AWS_PAIR.matcher(value);
    if (value.startsWith("A") && pair.find()) {
      return value.substring(0, 20);
    }
    Matcher token = TOKEN.matcher(value);
    return token.matches() ? hmac(value) : replace(value);
  }

  /**
   * Hostile text made fit to be shown: redacted, prompt bodies cut off, control characters escaped,
   * at most {@code max} characters.
   */
  public String shown(String raw, int max) {
    String text = replace(raw);
    Matcher body = BODY.matcher(text);
    if (body.find()) {
      text = text.substring(0, body.start()) + "[body dropped]";
    }
    StringBuilder out = new StringBuilder(Math.min(text.length(), max) + 16);
    for (int i = 0; i < text.length() && out.length() <= max; i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == 0x7f || isInvisible(c)) {
        out.append("\\u").append(String.format(Locale.ROOT, "%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    if (out.length() > max) {
      out.setLength(max);
      out.append('…');
    }
    return out.toString();
  }

  private static boolean isInvisible(char c) {
    return (c >= 0x80 && c < 0xa0)
        || (c >= 0x200b && c <= 0x200f)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0xfeff
        || Character.isSurrogate(c);
  }

  /** One pass over the characters: false means that no pattern can match. */
  static boolean isSuspicious(String s) {
    for (int i = 0, n = s.length(); i < n; i++) {
      char c = s.charAt(i);
      if (c >= 128 || !TRIGGERS[c]) {
        continue;
      }
      boolean hit =
          switch (c) {
            case '=' -> true;
            case '-' ->
                ends(s, i, "sk") || ends(s, i, "--") || ends(s, i, "glpat") || isSlack(s, i);
            case 'J' -> ends(s, i, "ey");
            case ' ', '\t', '+', '%' -> isScheme(s, i);
            case '@' -> s.lastIndexOf("//", i) >= 0;
            case '_' -> i >= 2 && UNDERSCORED.contains(s.substring(i - 2, i));
            case 'A' -> ends(s, i, "AKI") || ends(s, i, "ASI");
            case 'z' -> ends(s, i, "AI");
            case '.' -> ends(s, i, "ya29") || ends(s, i, "SG");
            case ':' -> isNameEnd(s, i);
            default -> false;
          };
      if (hit) {
        return true;
      }
    }
    return false;
  }

  private static boolean[] triggers() {
    boolean[] out = new boolean[128];
    for (char c : "=-J \t+%@_Az.:".toCharArray()) {
      out[c] = true;
    }
    return out;
  }

  private static boolean ends(String s, int end, String word) {
    return s.startsWith(word, end - word.length());
  }

  private static boolean isSlack(String s, int dash) {
    return s.startsWith("xox", dash - 4);
  }

  private static boolean isScheme(String s, int end) {
    if (end < 5) {
      return false;
    }
    String word =
        switch (s.charAt(end - 1)) {
          case 'r', 'R' -> "bearer";
          case 'c', 'C' -> "basic";
          case 'e', 'E' -> "negotiate";
          case 'k', 'K' -> "splunk";
          default -> "";
        };
    return !word.isEmpty() && s.regionMatches(true, end - word.length(), word, 0, word.length());
  }

  /** Whether the colon may follow the name of a secret, quotes and blanks between them. */
  private static boolean isNameEnd(String s, int colon) {
    int i = colon - 1;
    while (i > 0 && (s.charAt(i) <= ' ' || "\"'\\".indexOf(s.charAt(i)) >= 0)) {
      i--;
    }
    return i >= 2 && "nyetdl2NYETDL".indexOf(s.charAt(i)) >= 0;
  }

  private String replace(String value) {
    String text = each(PEM, 0, value);
    text = each(USERINFO, 1, text);
    text = each(HEADER, 1, text);
    text = each(AWS_PAIR, 1, text);
    text = each(SCHEME, 1, text);
    text = each(TOKEN, 0, text);
    text = each(QUOTED, 1, text);
    return each(NAMED, 1, text);
  }

  private String each(Pattern pattern, int group, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    do {
      out.append(text, at, found.start(group)).append(hmac(found.group(group)));
      at = found.end(group);
    } while (found.find());
    return out.append(text, at, text.length()).toString();
  }

  private static String hex(byte[] bytes, int count) {
    StringBuilder out = new StringBuilder(count * 2);
    for (int i = 0; i < count; i++) {
      out.append(Character.forDigit(bytes[i] >> 4 & 15, 16));
      out.append(Character.forDigit(bytes[i] & 15, 16));
    }
    return out.toString();
  }
}
