import { expect } from 'chai';
import type { CliScan } from './scan-with-cli.ts';
import { foldKey, type GroundTruth } from './truth/ground-truth.ts';

/** Holds a scan against the truth: every type found, nothing else flagged, nothing unread. */
export function judgeScan(
  scan: CliScan,
  truth: GroundTruth,
  options: { readonly isComplete: boolean } = { isComplete: true },
): void {
  expect(scan.errors).to.deep.equal([]);
  const wrong: string[] = [];
  const unseen = new Set(Object.keys(truth.holds));
  for (const asset of scan.assets) {
    for (const column of asset.columns) {
      const key = foldKey(asset.name.split('.').at(-1) ?? '', column.name);
      unseen.delete(key);
      const best = column.classifications[0];
      const found = best?.infoType ?? 'nothing';
      const flagged = column.classifications.find(
        ({ sensitivity }) => sensitivity === 'confidential' || sensitivity === 'restricted',
      );
      const expected = truth.holds[key];
      const why = best?.evidence.map((piece) => piece.detail).join('; ') ?? '';
      if (expected !== undefined && found !== expected)
        wrong.push(`${key} holds ${expected}, found ${found} (${why})`);
      if (expected === undefined && flagged !== undefined && !truth.arguable.includes(key))
        wrong.push(`${key} is ordinary, found ${flagged.infoType} (${why})`);
    }
  }
  expect(wrong).to.deep.equal([]);
  if (options.isComplete) expect([...unseen], 'columns that were not scanned').to.deep.equal([]);
}
