import { escapeHtml } from './html.ts';

interface Language {
  /** Kinds of token by name, tried in this order at each place. */
  readonly tokens: Readonly<Record<string, RegExp>>;
}

const STRING = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/y;
const NUMBER = /\b(?:0x[\da-f]+|\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)\b/iy;

const TYPESCRIPT: Language = {
  tokens: {
    comment: /\/\/[^\n]*|\/\*[\s\S]*?\*\//y,
    string: STRING,
    keyword:
      /\b(?:abstract|as|async|await|break|case|catch|class|const|continue|declare|default|delete|do|else|enum|export|extends|false|finally|for|from|function|get|if|implements|import|in|infer|instanceof|interface|is|keyof|let|namespace|new|null|of|override|private|protected|public|readonly|return|satisfies|set|static|super|switch|this|throw|true|try|type|typeof|undefined|unique|using|var|void|while|yield)\b/y,
    number: NUMBER,
    type: /\b[A-Z]\w*\b/y,
    call: /\b[a-z]\w*(?=\()/y,
    word: /[\w$]+/y,
  },
};

const LANGUAGES: Readonly<Record<string, Language>> = {
  ts: TYPESCRIPT,
  typescript: TYPESCRIPT,
  js: TYPESCRIPT,
  json: {
    tokens: {
      comment: /\/\/[^\n]*/y,
      key: /"(?:\\.|[^"\\\n])*"(?=\s*:)/y,
      string: STRING,
      keyword: /\b(?:true|false|null)\b/y,
      number: NUMBER,
    },
  },
  yaml: {
    tokens: {
      comment: /#[^\n]*/y,
      key: /(?:"[^"\n]*"|[\w.@/-]+)(?=:(?:\s|$))/my,
      string: STRING,
      keyword: /\b(?:true|false|null)\b/y,
      number: NUMBER,
    },
  },
  sh: {
    tokens: {
      comment: /(?<=^|\s)#[^\n]*/my,
      string: STRING,
      key: /(?<=^|\n)(?:npx?|node|printf|cd|git|export)\b/y,
      number: /(?!)/y,
    },
  },
};

/** Code as HTML, its tokens marked by classes; what language is not known stays plain. */
export function highlight(code: string, language: string): string {
  const known = LANGUAGES[language === 'jsonc' ? 'json' : language === 'bash' ? 'sh' : language];
  if (known === undefined) return escapeHtml(code);
  const kinds = Object.entries(known.tokens);
  let marked = '';
  let plain = '';
  for (let at = 0; at < code.length; ) {
    const token = tokenAt(kinds, code, at);
    if (token === null || token.kind === 'word') {
      const text = token?.text ?? code.charAt(at);
      plain += text;
      at += text.length;
      continue;
    }
    marked += `${escapeHtml(plain)}<span class="c-${token.kind}">${escapeHtml(token.text)}</span>`;
    plain = '';
    at += token.text.length;
  }
  return marked + escapeHtml(plain);
}

function tokenAt(
  kinds: readonly (readonly [string, RegExp])[],
  code: string,
  at: number,
): { readonly kind: string; readonly text: string } | null {
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = at;
    const text = pattern.exec(code)?.[0];
    if (text !== undefined && text !== '') return { kind, text };
  }
  return null;
}

/** A block of code that can be scrolled and copied. */
export const codeBlock = (code: string, language: string, title?: string): string =>
  `<figure class="code">${title === undefined ? '' : `<figcaption>${escapeHtml(title)}</figcaption>`}<pre tabindex="0" role="group" aria-label="${escapeHtml(title ?? 'Code')}"><code>${highlight(code.trimEnd(), language)}</code></pre></figure>`;
