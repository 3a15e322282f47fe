import type { Asset, ScanMode } from '@datawave/plugin-sdk';

/** What is remembered of an asset since it was last scanned. */
export interface AssetState {
  readonly fingerprint: string;
  readonly rowEstimate: number | null;
  readonly sizeBytes: number | null;
  /** As {@link markerOf} writes it. */
  readonly marker: string | null;
  /** Of the settings that it was scanned with. */
  readonly settingsKey: string;
  readonly durationMs: number;
  readonly scannedAt: string;
  /** Days since then, by the database's clock. */
  readonly ageDays: number;
}

/** What a run asks of an asset that it may leave as it is. */
export interface Asking {
  /** Of the settings that it would be scanned with. */
  readonly settingsKey: string;
  /** Days after which an asset that a column tells nothing new of is read again; null: never. */
  readonly fullReadEveryDays: number | null;
}

/** Whether an asset is read in this run, and why. */
export interface Decision {
  readonly isScanned: boolean;
  /** One sentence for people, without its full stop. */
  readonly reason: string;
}

/** The asset's change marker as it is kept; null where the source has none. */
export const markerOf = ({ changeMarker }: Asset): string | null =>
  changeMarker === undefined || changeMarker === null ? null : `${changeMarker.kind}:${changeMarker.value}`;

/** Decides what an incremental scan reads: whatever may have changed, and nothing that surely has not. */
export function decide(
  mode: ScanMode,
  asset: Asset,
  state: AssetState | undefined,
  { settingsKey, fullReadEveryDays }: Asking,
): Decision {
  if (mode === 'full') return scan('everything is scanned');
  if (state === undefined) return scan('it was not scanned before');
  if (asset.fingerprint !== state.fingerprint) return scan('its columns or keys changed');
  if (settingsKey !== state.settingsKey) return scan('the rule or the classifiers changed since');
  const marker = markerOf(asset);
  const since = state.scannedAt.slice(0, 16).replace('T', ' ');
  const column = asset.changeMarker?.kind === 'high-water' ? asset.changeMarker.column : undefined;
  if (column !== undefined) return decideByColumn(column, asset, state, fullReadEveryDays);
  if (marker === null || state.marker === null) {
    if (asset.rowEstimate !== state.rowEstimate) return scan('its number of rows changed');
    if (asset.sizeBytes !== state.sizeBytes) return scan('its size changed');
    const why = asset.unmarked === undefined ? '' : `: ${asset.unmarked}`;
    return scan(`its source does not tell whether its content changed${why}`);
  }
  if (marker !== state.marker)
    return scan(CHANGED[asset.changeMarker?.kind ?? 'counter'] ?? 'its content changed');
  // What was written since then is read by the next run: the mark is another one by then.
  const asOf = asset.changeMarker?.asOf?.slice(11, 16);
  const until = asOf === undefined ? '' : `, by what its source had counted at ${asOf}`;
  return { isScanned: false, reason: `unchanged since ${since} UTC${until}` };
}

/**
 * What a column tells, and the number of rows as far as the source knows it. Rows that changed without it and rows that were deleted
 * it does not tell: for them the asset is read again after some time.
 */
function decideByColumn(column: string, asset: Asset, state: AssetState, everyDays: number | null): Decision {
  if (!state.marker?.startsWith('high-water:')) return scan(`it was not marked by ${column} before`);
  if (markerOf(asset) !== state.marker) return scan(`${column} went on since`);
  if (asset.rowEstimate !== state.rowEstimate) return scan('its number of rows changed');
  if (everyDays !== null && isDue(state.ageDays, everyDays))
    return scan(
      `nothing is newer in ${column}, but it was last read ${days(Math.round(state.ageDays))} ago, and the rule has it read every ${everyDays === 1 ? 'day' : days(everyDays)}`,
    );
  return { isScanned: false, reason: `nothing newer than before in ${column}` };
}

/**
 * Runs do not come to an asset at the same minute each time: one of every seventh night is not to wait for the eighth. Hence a tenth
 * early, six hours at most.
 */
const isDue = (ageDays: number, everyDays: number): boolean =>
  ageDays >= everyDays - Math.min(0.25, everyDays / 10);

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

const CHANGED: Readonly<Record<string, string>> = {
  'modified-at': 'it was modified since',
  counter: 'rows were written since',
  'log-position': 'its log went on since',
  'high-water': 'rows were added since',
};

const scan = (reason: string): Decision => ({ isScanned: true, reason });
