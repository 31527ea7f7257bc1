package org.gatewatch.ingest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Records made fit to be shown: read and told anew, so that secrets and what people asked a model
 * are left out by the names they stand under, however they were escaped, quoted or cut. What cannot
 * be read like that is not shown.
 */
final class ShownRecord {
  static final String NOT_SHOWN = "[record not shown]";
  private static final String HIDDEN = "[not shown]";
  private static final String BODY = "[body dropped]";

  /** A line of text longer than this may be cut within a secret. */
  private static final int LONGEST_LINE = 8192;

  private static final int LONGEST_VALUE = 160;
  private static final int DEEPEST = 12;

  /** Names of what people ask a model, and of what it says. */
  private static final String BODIES =
      "(?:.* )?(?:prompts?|completions?|messages?|content|body|questions?|answers?|text|payload"
          + "|input|output|reply|query|queries)|(?:.* )?(?:prompts?|completions?|questions?|answers?)"
          + " .*";

  private final Redactor redactor;
  private final @Nullable Draft draft;
  private final int most;
  private StringBuilder out = new StringBuilder();

  /**
   * Shows records of one file.
   *
   * @param draft what the names were guessed to mean; null when a format knows the log
   * @param most characters shown of a record
   */
  ShownRecord(Redactor redactor, @Nullable Draft draft, int most) {
    this.redactor = redactor;
    this.draft = draft;
    this.most = most;
  }

  /**
   * One record.
   *
   * @param header names of the columns, where the log is a table
   */
  String of(byte[] bytes, int from, int to, List<String> header) {
    String raw = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    out = new StringBuilder();
    boolean read;
    if (raw.stripLeading().startsWith("{")) {
      read = json(raw, new Place("", "", false, 0));
    } else if (draft != null) {
      read = row(raw, draft.map().delimiter(), header);
    } else {
      read = raw.length() <= LONGEST_LINE;
      out.append(raw);
    }
    return read ? redactor.shown(out.toString(), most) : NOT_SHOWN;
  }

  /**
   * Where a value stands.
   *
   * @param name the nearest one
   * @param path as a field map names it
   * @param body whether all texts in it are dropped
   */
  private record Place(String name, String path, boolean body, int depth) {}

  private boolean row(String raw, char delimiter, List<String> header) {
    List<String> cells = new ArrayList<>();
    if (!MappedCsv.split(raw, delimiter, cells) || cells.size() != header.size()) {
      return false;
    }
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      String name = header.get(i).strip();
      String quote = cell.indexOf('"') >= 0 || cell.indexOf(delimiter) >= 0 ? "\"" : "";
      out.append(i == 0 ? "" : String.valueOf(delimiter)).append(quote);
      text(new Place(name, name, false, 0), cell);
      out.append(quote);
    }
    return true;
  }

  /** Appends JSON that is in a text; false when it is none. */
  private boolean json(String text, Place at) {
    try (JsonParser p =
        Canonical.JSON.createParser(
            ObjectReadContext.empty(), text.strip().getBytes(StandardCharsets.UTF_8))) {
      p.nextToken();
      value(p, at);
      return p.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }

  private void value(JsonParser p, Place at) {
    JsonToken token = p.currentToken();
    if (token.isStructStart() && (at.depth >= DEEPEST || isSecret(at.name))) {
      p.skipChildren();
      out.append(HIDDEN);
    } else if (token == JsonToken.START_OBJECT) {
      members(p, at);
    } else if (token == JsonToken.START_ARRAY) {
      elements(p, at);
    } else if (token == JsonToken.VALUE_STRING) {
      string(p.getString(), at);
    } else {
      text(at, p.getString());
    }
  }

  private void members(JsonParser p, Place at) {
    out.append('{');
    String comma = "";
    for (String name = p.nextName(); name != null; name = p.nextName()) {
      p.nextToken();
      out.append(comma).append('"').append(redactor.text(name)).append("\":");
      comma = ",";
      String step = Columns.step(name); // null when no field map can name it
      String path = at.path.isEmpty() ? step + "" : at.path + "." + step;
      boolean body = at.body || (isBody(name) && !Column.words(name).endsWith("payload"));
      value(p, new Place(name, path, body, at.depth + 1));
    }
    out.append('}');
  }

  /** As a field map names them: scalars by the list's name, objects by their place in it. */
  private void elements(JsonParser p, Place at) {
    out.append('[');
    for (int i = 0; p.nextToken() != JsonToken.END_ARRAY; i++) {
      out.append(i == 0 ? "" : ",");
      String path = p.currentToken().isScalarValue() ? at.path : at.path + "[" + i + "]";
      value(p, new Place(at.name, path, at.body, at.depth + 1));
    }
    out.append(']');
  }

  /** A text may hold JSON; one that only looks like it may be JSON cut off, and is not shown. */
  private void string(String text, Place at) {
    String inner = text.strip();
    if (!isHidden(at) && (inner.startsWith("{") || inner.startsWith("["))) {
      int before = out.length();
      if (!json(inner, new Place(at.name, at.path, at.body, at.depth + 1))) {
        out.setLength(before);
        out.append(HIDDEN);
      }
      return;
    }
    out.append('"');
    text(at, text);
    out.append('"');
  }

  private void text(Place at, String text) {
    if (isHidden(at)) {
      out.append(redactor.hmac(text.strip()));
    } else if ((at.body || isBody(at.name)) && !isPlain(text)) {
      out.append(BODY);
    } else {
      String clean = redactor.text(text); // before it is cut: half a secret has no look
      out.append(clean, 0, Math.min(clean.length(), LONGEST_VALUE));
      out.append(clean.length() > LONGEST_VALUE ? "…" : "");
    }
  }

  private boolean isHidden(Place at) {
    return isSecret(at.name) || (draft != null && draft.isHashed(at.path));
  }

  private static boolean isSecret(String name) {
    return Redactor.isSecretName(name)
        || Redactor.isSecretName(Column.words(name).replace(' ', '_'));
  }

  private static boolean isBody(String name) {
    return Column.words(name).matches(BODIES);
  }

  /** Numbers and truth values tell nothing of what was asked. */
  private static boolean isPlain(String text) {
    return text.length() < 20 && text.strip().matches("-?[0-9.]*|true|false|null");
  }
}
