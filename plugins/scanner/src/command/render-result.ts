import type { FrameworkInfo } from '@datawave/plugin-sdk';
import { renderCsv } from './render-csv.ts';
import { renderSarif } from './render-sarif.ts';
import { renderTable } from './render-table.ts';
import type { ScanFormat } from './scan-arguments.ts';
import type { ScanResult } from './scan-result.ts';

/** What a rendering may know beside the result. */
export interface RenderOptions {
  readonly frameworks: readonly FrameworkInfo[];
  /** Columns of the terminal. */
  readonly width: number;
  readonly hasColor: boolean;
}

export function renderResult(result: ScanResult, format: ScanFormat, options: RenderOptions): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(result, null, 2)}\n`;
    case 'csv':
      return renderCsv(result);
    case 'sarif':
      return `${JSON.stringify(renderSarif(result, options.frameworks), null, 2)}\n`;
    case 'table':
      return renderTable(result, options);
  }
}
