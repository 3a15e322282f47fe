import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type Messages, readLocaleFile } from './locale-file.ts';

/** Who brings texts: a running plugin, the kernel or the shell. */
export interface MessageSource {
  readonly id: string;
  readonly version: string;
  readonly directory: string;
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

/** Merges what sources bring, a language at a time, and keeps it for as long as the same sources are there. */
export class MessageMerger {
  readonly #sources: () => readonly MessageSource[];
  /** The promise, so that many browsers that ask at once wait for one. */
  readonly #merged = new Map<string, { readonly of: string; readonly messages: Promise<MergedMessages> }>();

  /** @param sources - in order of precedence: of two translations of one text the first is taken */
  constructor(sources: () => readonly MessageSource[]) {
    this.#sources = sources;
  }

  /** Languages in which there is something. English is what stands in the code. */
  locales(): readonly string[] {
    return [...new Set(this.#sources().flatMap(({ locales }) => Object.keys(locales)))].sort();
  }

  /** Null where nobody brings that language. */
  async of(locale: string): Promise<MergedMessages | null> {
    const sources = this.#sources().filter(({ locales }) => Object.hasOwn(locales, locale));
    if (sources.length === 0) {
      this.#merged.delete(locale);
      return null;
    }
    const of = JSON.stringify(sources.map(({ id, version, directory }) => [id, version, directory]));
    let known = this.#merged.get(locale);
    if (known?.of !== of) {
      known = { of, messages: merge(sources, locale) };
      this.#merged.set(locale, known);
    }
    return known.messages;
  }
}

async function merge(sources: readonly MessageSource[], locale: string): Promise<MergedMessages> {
  const files = await Promise.all(
    sources.map(({ id, directory, locales }) => readLocaleFile(directory, locales[locale] ?? '', id)),
  );
  // Without a prototype, so that a text "constructor" is one like others.
  const all: Record<string, string> = Object.create(null);
  let bytes = 0;
  for (const file of files) {
    // What is wrong with it has been said when the plugin came up.
    if ('problem' in file) continue;
    bytes += Buffer.byteLength(JSON.stringify(file.messages));
    if (bytes > MOST_BYTES) break;
    addMissing(all, file.messages);
  }
  const json = Buffer.from(JSON.stringify(all));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 6,
    [constants.BROTLI_PARAM_SIZE_HINT]: json.length,
  };
  const [gzipped, br] = await Promise.all([compressGzip(json), compressBrotli(json, { params })]);
  return { version: createHash('sha256').update(json).digest('base64url'), json, gzip: gzipped, br };
}

function addMissing(into: Record<string, string>, messages: Messages): void {
  for (const [key, text] of Object.entries(messages)) if (text !== '') into[key] ??= text;
}
