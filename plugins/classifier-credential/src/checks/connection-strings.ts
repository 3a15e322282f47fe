const URL_WITH_PASSWORD = /^(?:jdbc:)?[a-z][a-z\d+.-]{1,30}:\/\/[^\s:@/]{0,128}:([^\s@/]{1,256})@[^\s/]+/i;
const JDBC_QUERY = /^jdbc:[^\s]{3,512}[?&;]password=([^&;\s]{1,256})/i;
const ORACLE_THIN = /^jdbc:oracle:thin:[^\s/@]{1,128}\/([^\s@]{1,256})@/i;
const SERVER_PAIR =
  /(?:^|;)\s{0,8}(?:server|data source|host|endpoint|accountname|accountendpoint|blobendpoint|defaultendpointsprotocol|hostname|driver|addr|address)\s{0,8}=/i;
const SECRET_PAIR =
  /(?:^|;)\s{0,8}(?:password|pwd|accountkey|sharedaccesskey|sharedaccesssignature)\s{0,8}=\s{0,8}([^;\s]{1,512})/i;
const KEYWORDS = /(?:^|\s)(?:host|hostaddr|service|dbname)=\S/;
const KEYWORD_PASSWORD = /(?:^|\s)password=('[^']{1,256}'|\S{1,256})/;
const SHARED_ACCESS =
  /^https:\/\/[a-z\d.-]{1,128}\.(?:blob|file|queue|table|dfs)\.core\.[a-z.]{4,40}\/\S{0,1024}[?&]sig=([\w%+/-]{20,100})/i;

/** What stands where a password would: a mask, a variable or the word itself in brackets. */
const PLACEHOLDER =
  /^(?:\*+|x{3,}|<[^>]*>|\[[^\]]*\]|\{[^}]*\}|\$\{?[\w.-]+\}?|%[\w.-]*%?|%s|\.\.\.|redacted|null)$/i;

/**
 * A connection with a password in clear: a URL, a JDBC URL, pairs of ODBC, ADO.NET and Azure, keywords of libpq, or an
 * Azure URL that a shared access signature opens. One whose password is masked or a variable gives nothing away.
 */
export function isConnectionString(value: string): boolean {
  const secret = secretOf(value);
  return secret !== null && !PLACEHOLDER.test(secret.replace(/^'|'$/g, ''));
}

function secretOf(value: string): string | null {
  const isUrl = value.includes('://');
  if (isUrl) {
    const url = URL_WITH_PASSWORD.exec(value) ?? SHARED_ACCESS.exec(value);
    if (url !== null) return url[1] ?? null;
  }
  if (value.startsWith('jdbc:')) {
    const jdbc = JDBC_QUERY.exec(value) ?? ORACLE_THIN.exec(value);
    if (jdbc !== null) return jdbc[1] ?? null;
  }
  if (!value.includes('=')) return null;
  if (SERVER_PAIR.test(value)) {
    const pair = SECRET_PAIR.exec(value);
    if (pair !== null) return pair[1] ?? null;
  }
  return KEYWORDS.test(value) ? (KEYWORD_PASSWORD.exec(value)?.[1] ?? null) : null;
}
