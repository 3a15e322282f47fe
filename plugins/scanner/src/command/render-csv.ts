import type { ScanResult } from './scan-result.ts';

const HEADER = [
  'asset',
  'column',
  'data_type',
  'info_type',
  'category',
  'sensitivity',
  'confidence',
  'matched',
  'sampled',
  'status',
  'why',
  'urn',
  'contains',
];

/** One line for each column with its best classification, and what else it contains; RFC 4180. */
export function renderCsv(result: ScanResult): string {
  const lines = result.assets.flatMap((asset) =>
    asset.columns.map((column) => {
      const best = column.classifications[0];
      const why =
        best?.evidence
          .filter((piece) => piece.weight > 0)
          .map((piece) => piece.detail)
          .join('; ') ?? '';
      return [
        asset.name,
        column.name,
        column.dataType,
        best?.infoType ?? '',
        best?.category ?? '',
        best?.sensitivity ?? '',
        best === undefined ? '' : String(best.confidence),
        best === undefined ? '' : String(best.matched),
        best === undefined ? '' : String(best.sampled),
        best?.status ?? '',
        why,
        asset.urn,
        column.classifications
          .slice(1)
          .filter(({ question }) => question === 'contains')
          .map(({ infoType }) => infoType)
          .join(' '),
      ];
    }),
  );
  return `${[HEADER, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(text: string): string {
  // Names come from the source: one that starts like a formula would be run by a spreadsheet.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
