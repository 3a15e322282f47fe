import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { NAME_KINDS } from './labels.ts';
import { LISTS } from './lexicon.ts';

/** What the model file holds. Weights are sparse: feature f has the labels and weights from `offsets[f]` to `offsets[f + 1]`. */
export interface ModelData {
  readonly version: string;
  /** Divides scores before they become probabilities. */
  readonly temperature: number;
  readonly lexiconKeys: Uint32Array;
  readonly lexiconBits: Uint32Array;
  readonly featureKeys: Uint32Array;
  readonly offsets: Uint32Array;
  readonly labels: Uint8Array;
  /** In sixteenths. */
  readonly weights: Int8Array;
  readonly transitions: Float32Array;
}

/** What weights are stored in parts of. */
export const WEIGHT_SCALE = 16;

const MAGIC = 'DWNAMES1';

interface Header {
  readonly version: string;
  readonly temperature: number;
  readonly kinds: readonly string[];
  readonly lists: readonly string[];
  readonly lexicon: number;
  readonly features: number;
  readonly entries: number;
  readonly transitions: number;
}

/** The bytes of a model: a magic word, the SHA-256 of what follows, and that compressed. */
export function writeModel(model: ModelData): Buffer {
  const header: Header = {
    version: model.version,
    temperature: model.temperature,
    kinds: NAME_KINDS,
    lists: LISTS,
    lexicon: model.lexiconKeys.length,
    features: model.featureKeys.length,
    entries: model.labels.length,
    transitions: model.transitions.length,
  };
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const body = brotliCompressSync(
    Buffer.concat([
      length,
      text,
      deltas(model.lexiconKeys),
      bytesOf(model.lexiconBits),
      deltas(model.featureKeys),
      counts(model.offsets),
      model.labels,
      bytesOf(model.weights),
      bytesOf(model.transitions),
    ]),
    { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } },
  );
  return Buffer.concat([Buffer.from(MAGIC, 'latin1'), createHash('sha256').update(body).digest(), body]);
}

/** @throws Error saying what is wrong with the bytes */
export function readModel(bytes: Buffer): ModelData {
  if (bytes.subarray(0, MAGIC.length).toString('latin1') !== MAGIC)
    throw new Error('it does not begin as a model does');
  const body = bytes.subarray(MAGIC.length + 32);
  if (
    !createHash('sha256')
      .update(body)
      .digest()
      .equals(bytes.subarray(MAGIC.length, MAGIC.length + 32))
  )
    throw new Error('its checksum is wrong: it was cut or changed');
  const content = brotliDecompressSync(body);
  const headerEnd = 4 + content.readUInt32LE(0);
  const header = JSON.parse(content.subarray(4, headerEnd).toString('utf8')) as Header;
  if (header.kinds.join() !== NAME_KINDS.join() || header.lists.join() !== LISTS.join())
    throw new Error('it was made for another version of the plugin');
  let at = headerEnd;
  const take = (size: number): Buffer => {
    const piece = Buffer.from(content.subarray(at, at + size));
    if (piece.length !== size) throw new Error('it is shorter than it says');
    at += size;
    return piece;
  };
  const takeKeys = (count: number): Uint32Array => {
    const keys = new Uint32Array(count);
    let key = 0;
    for (let index = 0; index < count; index++) {
      let shift = 0;
      let delta = 0;
      for (;;) {
        const byte = content[at++] ?? 0;
        delta += (byte & 127) * 2 ** shift;
        if (byte < 128) break;
        shift += 7;
      }
      key += delta;
      keys[index] = key;
    }
    return keys;
  };
  const words = (piece: Buffer): Uint32Array =>
    new Uint32Array(piece.buffer, piece.byteOffset, piece.length / 4);
  const aligned = (size: number): Buffer => {
    const piece = Buffer.from(new ArrayBuffer(size));
    take(size).copy(piece);
    return piece;
  };
  const lexiconKeys = takeKeys(header.lexicon);
  const lexiconBits = words(aligned(header.lexicon * 4));
  const featureKeys = takeKeys(header.features);
  const offsets = new Uint32Array(header.features + 1);
  take(header.features).forEach((count, index) => {
    offsets[index + 1] = (offsets[index] ?? 0) + count;
  });
  const labels = new Uint8Array(take(header.entries));
  const weights = new Int8Array(take(header.entries));
  const transitionBytes = aligned(header.transitions * 4);
  return {
    version: header.version,
    temperature: header.temperature,
    lexiconKeys,
    lexiconBits,
    featureKeys,
    offsets,
    labels,
    weights,
    transitions: new Float32Array(transitionBytes.buffer, transitionBytes.byteOffset, header.transitions),
  };
}

const bytesOf = (values: Uint32Array | Int8Array | Float32Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

/** Sorted keys as differences of seven bits a byte. */
function deltas(keys: Uint32Array): Buffer {
  const bytes: number[] = [];
  let before = 0;
  for (const key of keys) {
    let delta = key - before;
    before = key;
    while (delta >= 128) {
      bytes.push((delta % 128) | 128);
      delta = Math.floor(delta / 128);
    }
    bytes.push(delta);
  }
  return Buffer.from(bytes);
}

const counts = (offsets: Uint32Array): Buffer =>
  Buffer.from(Array.from(offsets.subarray(1), (end, index) => end - (offsets[index] ?? 0)));
