import type { SourceFile } from './source-file.ts';

/** How a text file is encoded; a label that TextDecoder takes. */
export interface TextEncoding {
  readonly label: string;
  /** Bytes of the byte order mark. */
  readonly markBytes: number;
}

const PROBES = 8;
const PROBE_BYTES = 16_384;

/** Share of bad sequences up to which a text still counts as UTF-8 with damage. */
const DAMAGE = 0.02;

function byMark(head: Buffer): TextEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { label: 'utf-8', markBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { label: 'utf-16le', markBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { label: 'utf-16be', markBytes: 2 };
  return null;
}

/** UTF-16 without a mark: in the text of most languages every other byte is often zero. */
function byZeros(head: Buffer): TextEncoding | null {
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at += 1) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = head.length * 0.2;
  if (odd > many && even < odd / 10) return { label: 'utf-16le', markBytes: 0 };
  if (even > many && odd < even / 10) return { label: 'utf-16be', markBytes: 0 };
  return null;
}

/** Whether bytes that are not ASCII form UTF-8, but for a little damage; null when all are ASCII. */
function looksLikeUtf8(bytes: Buffer): boolean | null {
  let high = 0;
  for (const byte of bytes) if (byte >= 0x80) high += 1;
  if (high === 0) return null;
  const text = new TextDecoder('utf-8').decode(bytes, { stream: true });
  let replaced = 0;
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) replaced += 1;
  // A character may be cut at the beginning of a probe.
  return replaced <= 3 ? high - replaced >= replaced * 2 : replaced <= high * DAMAGE;
}

/**
 * Detects the encoding from the head and, where that is plain ASCII, from probes all over the file. What is no Unicode
 * is taken for what a detector is sure of, else for Windows-1252.
 */
export async function detectEncoding(
  file: SourceFile,
  head: Buffer,
  isWhole: boolean,
): Promise<TextEncoding> {
  const certain = byMark(head) ?? byZeros(head);
  if (certain !== null) return certain;
  let telling = head;
  let isUtf8 = looksLikeUtf8(head);
  if (isUtf8 === null && !isWhole && file.compression === 'none') {
    for (let probe = 1; probe <= PROBES && isUtf8 === null; probe += 1) {
      telling = await file.block(Math.floor((file.sizeBytes * probe) / (PROBES + 1)), PROBE_BYTES);
      isUtf8 = looksLikeUtf8(telling);
    }
  }
  if (isUtf8 !== false) return { label: 'utf-8', markBytes: 0 };
  const { analyse } = await import('chardet');
  const best = analyse(telling).find(({ name }) => name !== 'UTF-8' && name !== 'ASCII');
  // Single-byte guesses among Latin scripts are little better than chance; others have marks of their own.
  const isTelling =
    best !== undefined &&
    best.confidence >= 50 &&
    /^(Shift_JIS|GB18030|Big5|EUC-JP|EUC-KR|KOI8-R|windows-1251|windows-1253|windows-1255|windows-1256|ISO-8859-5)$/i.test(
      best.name,
    );
  return { label: isTelling ? best.name.toLowerCase() : 'windows-1252', markBytes: 0 };
}

/** Turns bytes into text piece by piece and counts what had to be replaced. */
export class TextReader {
  readonly #decoder: InstanceType<typeof TextDecoder>;
  #replaced = 0;

  constructor(encoding: TextEncoding) {
    // The mark at the beginning of a file is taken off; in the middle it is a character.
    this.#decoder = new TextDecoder(encoding.label, { ignoreBOM: false });
  }

  /** Places where bytes stood for no character. */
  get replaced(): number {
    return this.#replaced;
  }

  write(bytes: Buffer): string {
    return this.#count(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): string {
    return this.#count(this.#decoder.decode());
  }

  #count(text: string): string {
    for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) this.#replaced += 1;
    return text;
  }
}

/** What a sample says of replaced bytes; nothing when there were none. */
export const replacementWarnings = (replaced: number, encoding: TextEncoding): readonly string[] =>
  replaced === 0
    ? []
    : [`${replaced} byte sequences are not valid ${encoding.label.toUpperCase()} and were replaced`];
