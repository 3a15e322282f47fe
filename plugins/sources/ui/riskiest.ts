import type { ShellContext } from '@datawave/plugin-sdk/ui';
import type { SourcesByRisk } from './api.ts';

/** Sources that are shown by their risk. */
const SHOWN = 6;

/** The sources at most risk and how many there are: what all parts of the start page ask in the same words, and so once. */
export const riskiest = ({ api }: Pick<ShellContext, 'api'>, signal: AbortSignal): Promise<SourcesByRisk> =>
  api.get<SourcesByRisk>('/sources/risk', { query: { limit: SHOWN }, signal });
