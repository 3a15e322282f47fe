import type { AuditRecord } from '@datawave/plugin-sdk';
import manifest from '../package.json' with { type: 'json' };
import { canonicalJson } from './canonical-json.ts';
import { cefLine } from './cef-line.ts';

/** Characters that are sent at once. */
const PART = 64 * 1024;

/** Entries as text, in parts that are made as they are taken. JSON lines are canonical: what was sealed can be computed from them. */
export async function* exportParts(
  entries: AsyncIterable<AuditRecord>,
  format: 'jsonl' | 'cef',
): AsyncGenerator<string> {
  let part = '';
  for await (const entry of entries) {
    part += `${format === 'cef' ? cefLine(entry, manifest.version) : canonicalJson(entry)}\n`;
    if (part.length < PART) continue;
    yield part;
    part = '';
  }
  if (part !== '') yield part;
}

/** Passes entries on, and tells how many were taken, also where the export was broken off: how much got out is known only then. */
export async function* counted(
  entries: AsyncIterable<AuditRecord>,
  ended: (count: number, isWhole: boolean) => Promise<void>,
): AsyncGenerator<AuditRecord> {
  let count = 0;
  let isWhole = false;
  try {
    for await (const entry of entries) {
      count += 1;
      yield entry;
    }
    isWhole = true;
  } finally {
    await ended(count, isWhole);
  }
}
