package org.gatewatch.ingest;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.gatewatch.event.Field;

/**
 * How the fields of access logs are called, and what their values look like: one line each. Names
 * are in words ({@link Column#words}), and a pattern is of the whole name.
 *
 * @param needed what every value must be
 * @param excluded names that mean something else
 * @param names the likelier ones first
 */
record GuessRules(Field field, Predicate<String> needed, Pattern excluded, List<Pattern> names) {
  private static final String TOK = " ?(?:tok(?:en)?s?)(?: ?(?:count|used|n))?";
  private static final String ID = " ?(?:id|uid|uuid|guid|no|nr|number)";
  private static final String UNIT =
      "(?: (?:in )?(?:ms|msec|millis|milliseconds|s|sec|secs|seconds|us|usec|micros|microseconds|ns|nanos"
          + "|nanoseconds))?";
  private static final String NOT_CLIENT =
      "server|upstream|dst|dest|destination|target|local|backend|gateway|gw|listener|response";

  private static GuessRules rule(
      Field field, Predicate<String> needed, String excluded, String... names) {
    return new GuessRules(
        field,
        needed,
        Pattern.compile(excluded.isEmpty() ? "(?!)" : "\\b(?:" + excluded + ")\\b"),
        java.util.Arrays.stream(names).map(Pattern::compile).toList());
  }

  static final List<GuessRules> TIMES =
      List.of(
          rule(
              Field.EVENT_TIME,
              v -> true,
              "expir\\w*|until|revoked?|updated?|modified|birth\\w*|issued?|valid",
              "(?:event |request |req )?(?:start(?:ed)?|begin|began|received)(?: ?(?:at|time|ts|date|on))?"
                  + "|(?:request|req) ?(?:time|ts|date|at)",
              "(?:event |log |request |access )?(?:time ?stamp|date ?time|time|ts|date time)|when|at",
              "(?:event |log |utc )?(?:date|created(?: at)?|logged(?: at)?|published|occurred(?: at)?|t|time utc)"
                  + "(?: ?time)?",
              "(?:event |request )?(?:end(?:ed)?|finish(?:ed)?|completed?|done)(?: ?(?:at|time|ts))?"));

  /** All but the time. */
  static final List<GuessRules> ALL =
      List.of(
          rule(
              Field.REQUEST_ID,
              Shapes::id,
              "",
              "(?:\\w+ )?(?:request|req|call|x request)" + ID,
              "(?:message|msg|event|log|transaction|txn|record)" + ID,
              "uuid|uid|guid|id|rid|reqid|requestid"),
          rule(
              Field.TRACE_ID,
              Shapes::id,
              "",
              "(?:\\w+ )?trace(?: ?(?:id|parent))?|correlation" + ID + "|correlationid|traceid"),
          rule(
              Field.SESSION_ID,
              Shapes::id,
              "",
              "(?:\\w+ )?(?:session|conversation|thread|chat)(?: ?(?:id|key|uid))?|sid|sessionid"),
          rule(
              Field.CREDENTIAL_ID,
              Shapes::brief,
              "user agent|public",
              "(?:\\w+ )?(?:api ?|access ?)?(?:key|credential|cred) ?(?:id|alias|name|hash|fingerprint|ref)",
              "(?:\\w+ )?(?:api ?key|access ?key|credential|cred|token (?:id|name|hash|alias)|api ?token)"
                  + "|(?:auth|caller|client|req(?:uest)?) key|key",
              "(?:client|consumer|subscription|service account|app(?:lication)?)(?: ?(?:id|name|username))?",
              "(?:cert(?:ificate)?|client cert) (?:serial|fingerprint)|(?:\\w+ )?authorization|bearer|token"),
          rule(
              Field.CREDENTIAL_TYPE,
              Shapes::credentialType,
              "",
              "(?:credential|cred|auth|key|token) ?type"),
          rule(
              Field.PRINCIPAL,
              Shapes::brief,
              "agent|server|host|product|model",
              "(?:\\w+ )?user ?(?:name|email|id|mail|principal(?: name)?|login)?|(?:\\w+ )?e ?mail",
              "principal(?: ?(?:id|name))?|sub(?:ject)?|login(?: ?name)?|actor(?: ?(?:name|id|email))?"
                  + "|account name",
              "who|employee(?: ?(?:id|name))?|person|caller(?: ?(?:id|name))?|owner|identity|usr"),
          rule(
              Field.SOURCE_IP,
              Shapes::address,
              NOT_CLIENT,
              "(?:\\w+ )?(?:client|remote|source|src|caller|peer|requester|user|origin|real|downstream)"
                  + " ?(?:real |remote )?(?:ip|addr(?:ess)?|host|peer|ip ?addr(?:ess)?)",
              "(?:\\w+ )?(?:remote|client|source|src|from|peer|caller|c ip)",
              "(?:\\w+ )?(?:ip|ip ?addr(?:ess)?|addr(?:ess)?)"),
          rule(
              Field.IP_CHAIN,
              Shapes::addresses,
              NOT_CLIENT,
              "(?:\\w+ )?(?:x ?)?forwarded(?: ?for)?|xff|ip chain|proxy chain|via"),
          rule(
              Field.SOURCE_PORT,
              Shapes::port,
              NOT_CLIENT,
              "(?:\\w+ )?(?:client|remote|source|src|peer) ?port|port"),
          rule(
              Field.USER_AGENT,
              Shapes::brief,
              "",
              "(?:\\w+ )?user ?agent|ua|(?:client |http )?agent",
              "client(?: ?(?:name|version|app|software|sdk))?|sdk"),
          rule(Field.JA3, Shapes::fingerprint, "", "(?:\\w+ )?ja3(?: ?(?:hash|fingerprint))?"),
          rule(Field.JA4, Shapes::fingerprint, "", "(?:\\w+ )?ja4(?: ?(?:hash|fingerprint))?"),
          rule(Field.METHOD, Shapes::method, "", "(?:\\w+ )?(?:method|verb)|m"),
          rule(
              Field.ENDPOINT,
              Shapes::path,
              "referr?er|upstream|origin|file|callback",
              "(?:\\w+ )?(?:path|uri|url|endpoint|route|resource|target|request uri)|request|req"),
          rule(
              Field.HOST,
              Shapes::host,
              "client|remote|source|upstream|user",
              "(?:http |request |req |virtual |v)?(?:host|vhost|authority|server ?name|domain|sni|hostname)"),
          rule(
              Field.STATUS,
              Shapes::status,
              "upstream|provider",
              "(?:\\w+ )?(?:status|(?:status|response|result|http) ?code|rc|http ?status|http)|code"),
          rule(
              Field.OUTCOME,
              Shapes::outcome,
              "cache",
              "(?:\\w+ )?(?:outcome|result|status|decision|success|verdict|disposition|ok|state)"),
          rule(
              Field.ERROR_CODE,
              Shapes::brief,
              "",
              "(?:\\w+ )?err(?:or)?(?: ?(?:code|type|class|reason|name))?",
              "(?:failure|deny|denial|reject)? ?reason|failure ?(?:code|type)"),
          rule(
              Field.MODEL_RESOLVED,
              Shapes::name,
              "",
              "(?:response|resp|served|resolved|actual|backend|upstream|real) model(?: ?(?:name|id))?"
                  + "|model (?:resolved|served|actual)"),
          rule(
              Field.MODEL,
              Shapes::name,
              "version|resolved|served|provider",
              "(?:\\w+ )?model(?: ?(?:name|id|requested))?",
              "(?:\\w+ )?(?:deployment|engine)(?: ?(?:name|id))?|llm"),
          rule(
              Field.INPUT_TOKENS,
              Shapes::whole,
              "cached?|reasoning|write",
              "(?:\\w+ ){0,2}?(?:input|prompt|context|in|req(?:uest)?|read)" + TOK,
              "(?:\\w+ )?(?:tok(?:en)?s?|usage) (?:input|prompt|in|req(?:uest)?)(?: ?count)?"),
          rule(
              Field.OUTPUT_TOKENS,
              Shapes::whole,
              "cached?|reasoning",
              "(?:\\w+ ){0,2}?(?:output|completion|out|generated|resp(?:onse)?|answer|reply)" + TOK,
              "(?:\\w+ )?(?:tok(?:en)?s?|usage) (?:output|completion|out|generated|resp(?:onse)?)"
                  + "(?: ?count)?"),
          rule(
              Field.CACHE_WRITE_TOKENS,
              Shapes::whole,
              "",
              "(?:\\w+ ){0,2}?cache (?:write|creation|create)(?: input)?" + TOK,
              "(?:\\w+ )?(?:tok(?:en)?s?|usage) cache (?:write|creation)"),
          rule(
              Field.CACHED_TOKENS,
              Shapes::whole,
              "write|creation",
              "(?:\\w+ ){0,2}?(?:cached?|cache (?:read|hit))(?: input| prompt)?" + TOK,
              "(?:\\w+ )?(?:tok(?:en)?s?|usage) (?:cached?|cache read)"),
          rule(
              Field.REASONING_TOKENS,
              Shapes::whole,
              "",
              "(?:\\w+ ){0,2}?(?:reasoning|thinking)" + TOK,
              "(?:\\w+ )?(?:tok(?:en)?s?|usage) (?:reasoning|thinking)"),
          rule(
              Field.BYTES_IN,
              Shapes::whole,
              "",
              "(?:bytes|size|length|octets) (?:in|received|rx|request|req|up|read)",
              "(?:\\w+ )?(?:request|req|in|received|rx|upload) ?(?:body )?(?:bytes|size|length|octets|len)",
              "content length"),
          rule(
              Field.BYTES_OUT,
              Shapes::whole,
              "",
              "(?:body )?(?:bytes|size|length|octets) (?:out|sent|tx|response|resp|down|written)",
              "(?:\\w+ )?(?:response|resp|out|sent|tx|reply|download) ?(?:body )?(?:bytes|size|length|len)",
              "bytes|size"),
          rule(
              Field.LATENCY_MS,
              Shapes::number,
              "upstream|first|ttft|queue|backend|connect",
              "(?:\\w+ )?(?:latency|duration|elapsed|took|dur|(?:request|req|response|resp|processing|wall|total)"
                  + " ?time|time taken|time spent|rt|runtime)"
                  + UNIT,
              "(?:\\w+ )?time (?:ms|msec|millis|s|sec|seconds|us|micros|ns|nanos)"),
          rule(
              Field.COUNTRY,
              Shapes::country,
              "",
              "(?:\\w+ )?country(?: ?(?:code|iso(?: code)?))?|cc"),
          rule(
              Field.ASN,
              Shapes::whole,
              "",
              "(?:\\w+ )?asn|(?:\\w+ )?as (?:number|num|no)|autonomous system(?: number)?"),
          rule(Field.AS_ORG, Shapes::brief, "", "(?:\\w+ )?(?:as ?org|as ?name|isp|asn org)"),
          rule(Field.LATITUDE, Shapes::degrees, "", "(?:\\w+ )?lat(?:itude)?"),
          rule(Field.LONGITUDE, Shapes::degrees, "", "(?:\\w+ )?(?:lon|lng|long|longitude)"),
          rule(
              Field.TENANT,
              Shapes::brief,
              "as|name of",
              "(?:\\w+ )?(?:tenant|org|organi[sz]ation|team|project|workspace)(?: ?(?:id|name))?",
              "(?:account|customer)(?: ?id)?"),
          rule(
              Field.VENDOR,
              Shapes::brief,
              "",
              "(?:vendor|contractor|company|partner|supplier|third party)(?: ?(?:id|name))?"),
          rule(
              Field.REGION,
              Shapes::brief,
              "",
              "(?:\\w+ )?(?:region|zone|dc|data ?center|location|colo)(?: ?name)?"),
          rule(
              Field.NODE,
              Shapes::brief,
              "client",
              "(?:gateway |gw |proxy )?(?:node|pod|instance|server|replica)(?: ?(?:id|name))?"),
          rule(
              Field.OPERATION,
              Shapes::brief,
              "",
              "(?:\\w+ )?op(?:eration)?(?: ?name)?|(?:api |event )?action|event ?(?:name|type)|call ?type",
              "api(?: ?(?:call|name|operation))?|event|request type"),
          rule(
              Field.AUTH_METHOD,
              Shapes::brief,
              "",
              "auth(?:n|entication)? ?(?:method|scheme|mechanism)|login (?:method|type)"),
          rule(
              Field.MFA,
              Shapes::flag,
              "",
              "(?:\\w+ )?mfa(?: ?(?:used|passed|ok))?|(?:is )?(?:second|two) factor"));
}
