import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { readLocaleFile } from './locale-file.ts';

/** Who brings texts: a running plugin, the kernel or the shell. */
export interface MessageSource {
  readonly id: string;
  readonly version: string;
  readonly directory: string;
  /** Whose words win: those of the shell and the kernel, then those of plugins that come with DataWave, then those of others. */
  readonly rank: 'shell' | 'bundled' | 'other';
  /** Files relative to the folder, by language. */
  readonly locales: Readonly<Record<string, string>>;
}

/** All texts in one language, as they are sent. */
export interface MergedMessages {
  /** Changes exactly when the texts do. */
  readonly version: string;
  readonly json: Buffer;
  readonly gzip: Buffer;
  readonly br: Buffer;
}

/** Bytes of all texts of one language together, beyond which plugins are left out. */
const MOST_BYTES = 8 * 1_048_576;
const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

/** Two plugins that translate the same words otherwise; the first one's are shown. */
export interface MessageConflict {
  readonly locale: string;
  readonly shown: string;
  readonly ignored: string;
  /** English texts, the first few of them. */
  readonly texts: readonly string[];
}

const RANKS = ['shell', 'bundled', 'other'] as const;
/** Texts that a conflict names. */
const MOST_NAMED = 5;

/** Merges what sources bring, a language at a time, and keeps it for as long as the same sources are there. */
export class MessageMerger {
  readonly #sources: () => readonly MessageSource[];
  readonly #report: (conflict: MessageConflict) => void;
  /** The promise, so that many browsers that ask at once wait for one. */
  readonly #merged = new Map<string, { readonly of: string; readonly messages: Promise<MergedMessages> }>();

  /**
   * @param sources - of two of one rank that translate the same text the first is taken
   * @param report - told of each two that translate a text otherwise, whenever texts are put together
   */
  constructor(sources: () => readonly MessageSource[], report: (conflict: MessageConflict) => void) {
    this.#sources = () =>
      sources().toSorted((one, other) => RANKS.indexOf(one.rank) - RANKS.indexOf(other.rank));
    this.#report = report;
  }

  /** Languages in which there is something. English is what stands in the code. */
  locales(): readonly string[] {
    return [...new Set(this.#sources().flatMap(({ locales }) => Object.keys(locales)))].sort();
  }

  /** Null where nobody brings that language. */
  async of(locale: string): Promise<MergedMessages | null> {
    const all = this.#sources();
    const sources = all.filter(({ locales }) => Object.hasOwn(locales, locale));
    if (sources.length === 0) {
      this.#merged.delete(locale);
      return null;
    }
    const of = JSON.stringify(sources.map(({ id, version, directory }) => [id, version, directory]));
    let known = this.#merged.get(locale);
    if (known?.of !== of) {
      known = { of, messages: this.#merge(all, sources, locale) };
      this.#merged.set(locale, known);
    }
    return known.messages;
  }

  async #merge(
    all: readonly MessageSource[],
    sources: readonly MessageSource[],
    locale: string,
  ): Promise<MergedMessages> {
    return merge(sources, locale, await ownWords(all, locale), this.#report);
  }
}

/**
 * What only the shell and the kernel translate into a language: all their words where they speak it, and always into English, in which
 * the code is written. Else a plugin could have a button of the shell say the opposite of what it does. A language that the shell does
 * not speak may be brought by a plugin as a whole.
 */
async function ownWords(sources: readonly MessageSource[], locale: string): Promise<ReadonlySet<string>> {
  const own = sources.filter(({ rank }) => rank === 'shell');
  if (!/^en(?:-|$)/i.test(locale) && !own.some(({ locales }) => Object.hasOwn(locales, locale)))
    return new Set();
  const files = await Promise.all(
    own.flatMap(({ id, directory, locales }) =>
      Object.values(locales).map((path) => readLocaleFile(directory, path, id)),
    ),
  );
  return new Set(files.flatMap((file) => ('problem' in file ? [] : Object.keys(file.messages))));
}

async function merge(
  sources: readonly MessageSource[],
  locale: string,
  own: ReadonlySet<string>,
  report: (conflict: MessageConflict) => void,
): Promise<MergedMessages> {
  const files = await Promise.all(
    sources.map(({ id, directory, locales }) => readLocaleFile(directory, locales[locale] ?? '', id)),
  );
  // Without a prototype, so that a text "constructor" is one like others.
  const all: Record<string, string> = Object.create(null);
  const owners = new Map<string, string>();
  let bytes = 0;
  for (const [index, file] of files.entries()) {
    const source = sources[index];
    if (source === undefined) continue;
    // What is wrong with it has been said when the plugin came up.
    if ('problem' in file) continue;
    bytes += Buffer.byteLength(JSON.stringify(file.messages));
    if (bytes > MOST_BYTES) break;
    const conflicts = new Map<string, string[]>();
    for (const [key, text] of Object.entries(file.messages)) {
      if (text === '') continue;
      const owner = owners.get(key) ?? (source.rank !== 'shell' && own.has(key) ? 'shell' : undefined);
      if (owner === undefined) {
        all[key] = text;
        owners.set(key, source.id);
      } else if (all[key] !== text) conflicts.set(owner, [...(conflicts.get(owner) ?? []), key]);
    }
    for (const [shown, texts] of conflicts)
      report({ locale, shown, ignored: source.id, texts: texts.slice(0, MOST_NAMED) });
  }
  const json = Buffer.from(JSON.stringify(all));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 6,
    [constants.BROTLI_PARAM_SIZE_HINT]: json.length,
  };
  const [gzipped, br] = await Promise.all([compressGzip(json), compressBrotli(json, { params })]);
  return { version: createHash('sha256').update(json).digest('base64url'), json, gzip: gzipped, br };
}
