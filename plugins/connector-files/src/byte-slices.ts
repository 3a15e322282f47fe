import type { Asset, AssetSlice, PlanOptions } from '@datawave/plugin-sdk';
import {
  assetLabel,
  numberSlices,
  positionOf,
  type SlicePart,
  sliceCount,
  strangeSlice,
} from '@datawave/plugin-sdk/connector';
import type { FilePart, SourceFile } from './source-file.ts';

/** Slices of a text file, and why it has none although it is large. */
export interface ByteSlices {
  readonly slices: readonly AssetSlice[];
  readonly reason: string | null;
}

const NONE: ByteSlices = { slices: [], reason: null };

/**
 * Cuts a text file where records begin. `recordAt` answers the first one known to begin at a position or after it, before a
 * second position; null where it cannot tell.
 */
export async function cutBytes(
  file: SourceFile,
  asset: Asset,
  { sample, sliceBytes }: PlanOptions,
  encoding: string,
  recordAt: (from: number, before: number) => Promise<number | null>,
): Promise<ByteSlices> {
  const count = sliceCount(file.sizeBytes, sliceBytes);
  if (sample.rows !== 'full' || sample.slice !== undefined || count < 2) return NONE;
  if (file.compression !== 'none') return { slices: [], reason: 'it is compressed as a whole' };
  if (!isPlain(encoding)) return { slices: [], reason: `in ${encoding} bytes alone tell no line break` };
  const bounds: number[] = [];
  for (let at = 1; at < count; at += 1) {
    const place = Math.floor((file.sizeBytes * at) / count);
    const last = bounds.at(-1) ?? 0;
    if (place <= last) continue;
    const bound = await recordAt(place, file.sizeBytes);
    if (bound === null) return { slices: [], reason: 'where its records begin cannot be told for certain' };
    if (bound > last && bound < file.sizeBytes) bounds.push(bound);
  }
  const parts = [0, ...bounds].map((from, at): SlicePart => {
    const to = bounds[at] ?? null;
    const share = ((to ?? file.sizeBytes) - from) / file.sizeBytes;
    return {
      bounds: { file: file.node, from, to },
      title: to === null ? `from ${megabytes(from)}` : `${megabytes(from)} to ${megabytes(to)}`,
      rowEstimate: asset.rowEstimate === null ? null : Math.round(asset.rowEstimate * share),
    };
  });
  return { slices: numberSlices('byte-range', parts), reason: null };
}

/** Encodings in which the bytes of ASCII stand for nothing else. */
const isPlain = (encoding: string): boolean =>
  /^(utf-?8|ascii|windows-|iso-8859-|koi8|euc-|x-mac)/i.test(encoding);

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** The bytes that a slice stands for. @throws DataWaveError DW_SOURCE_CHANGED when it is another file by now, or shorter */
export function partOf(file: SourceFile, asset: Asset, slice: AssetSlice | undefined): FilePart | undefined {
  if (slice === undefined) return undefined;
  const label = assetLabel(asset.path);
  if (slice.kind !== 'byte-range' || slice.bounds['file'] !== file.node) throw strangeSlice(label);
  const part = { from: positionOf(slice, 'from', label) ?? 0, to: positionOf(slice, 'to', label) };
  if (file.compression !== 'none' || (part.to ?? part.from) > file.sizeBytes) throw strangeSlice(label);
  return part;
}

const LINE_FEED = 10;
/** Bytes that are looked through for a line break at a time, and in all. */
const STEP_BYTES = 64 * 1024;
const MOST_BYTES = 64 * 1024 * 1024;

/** Position after the first line break from a position on; null when there is none near. */
export async function lineAfter(file: SourceFile, from: number): Promise<number | null> {
  for (let at = from; at < from + MOST_BYTES; at += STEP_BYTES) {
    const bytes = await file.block(at, STEP_BYTES);
    const found = bytes.indexOf(LINE_FEED);
    if (found >= 0) return at + found + 1;
    if (bytes.length < STEP_BYTES) return file.sizeBytes;
  }
  return null;
}
