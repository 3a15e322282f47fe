/**
 * Statements that would end the transaction, shed its role or its workspace, run text that was put together elsewhere, or leave something behind on
 * the connection, which the transaction of another workspace gets next.
 */
const REFUSED_FIRST =
  /^\s*(?:begin|start\s+transaction|commit|end|rollback(?!\s+to)|abort|prepare|execute|deallocate|do|call|declare|reset|discard|copy|listen|unlisten|load|set(?!\s+(?:constraints|local\s+(?:statement_timeout|lock_timeout|work_mem|jit|plan_cache_mode|enable_\w+))\b)|create\s+(?:or\s+replace\s+)?(?:(?:local\s+|global\s+)?temp(?:orary)?|function|procedure|aggregate|operator|cast|trigger|rule))\b/i;

/** Functions that change settings or run a text as SQL, views through which settings are changed, and tables of the connection. */
const REFUSED_ANYWHERE =
  /\b(?:set_config|query_to_xml\w*|cursor_to_xml\w*|ts_stat|ts_rewrite|dblink\w*|pg_settings|pg_temp\w*)\b|\binto\s+(?:local\s+|global\s+)?temp(?:orary)?\b|u&\s*"/i;

/** What has to be looked at more closely, because a string or a comment may be all that it is. */
const SUSPICIOUS = new RegExp(`${REFUSED_ANYWHERE.source}|^\\s*(?:--|/\\*)`, 'i');

/**
 * Whether a plugin may not send a statement. A first line of defence, not the last: what gets through is still bound by row-level security, and found
 * out at the commit if it has changed the workspace all the same.
 */
export function isRefused(text: string): boolean {
  if (REFUSED_FIRST.test(text)) return true;
  if (!SUSPICIOUS.test(text)) return false;
  const bare = bareSql(text);
  return REFUSED_FIRST.test(bare) || REFUSED_ANYWHERE.test(bare);
}

const PIECE =
  /--[^\n]*|\/\*|e'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|\$([a-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|u&\s*"|"((?:[^"]|"")*)"/giu;

/** The statement without comments and strings, names in quotes as they are. */
export function bareSql(text: string): string {
  const pieces = new RegExp(PIECE);
  let bare = '';
  let from = 0;
  for (let piece = pieces.exec(text); piece !== null; piece = pieces.exec(text)) {
    const [token, , name] = piece;
    const isName = /[\w$\u0080-\uffff]/u.test(text[piece.index - 1] ?? '');
    // Of a name such as value$1$ or type'…' it is a part, and begins nothing.
    if (isName && (token.startsWith('$') || /^[eu]/i.test(token))) {
      pieces.lastIndex = piece.index + 1;
      continue;
    }
    bare += text.slice(from, piece.index);
    if (token === '/*') from = endOfComment(text, piece.index + 2);
    else if (token.startsWith('$')) from = endAfter(text, token, piece.index + token.length);
    else {
      // Escapes in a name are not decoded, so that none is let through.
      bare += name ?? (/^u/i.test(token) ? 'u&"' : ' ');
      from = piece.index + token.length;
    }
    if (token === '/*' || token.startsWith('$')) bare += ' ';
    pieces.lastIndex = from;
  }
  return bare + text.slice(from);
}

const endAfter = (text: string, mark: string, from: number): number => {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at + mark.length;
};

/** Comments stand within each other. */
function endOfComment(text: string, from: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = from;
  for (let depth = 1; depth > 0; ) {
    const mark = marks.exec(text);
    if (mark === null) return text.length;
    depth += mark[0] === '/*' ? 1 : -1;
  }
  return marks.lastIndex;
}
