import {
  type Asset,
  type AssetScan,
  type Classification,
  columnSensitivity,
  type ExecutionScope,
  isSensitive,
  type SchemaDrift,
  scanFacts,
  type Transaction,
} from '@datawave/plugin-sdk';
import { compareFindings, findingsOf } from '../changes/compare-findings.ts';
import type { RememberedScan } from '../discovery/asset-states.ts';
import type { RunRow } from '../run/run.ts';
import type { RunParts } from '../run/run-parts.ts';

/** What a scan of an asset amounts to. */
export interface Recorded {
  readonly columns: number;
  readonly sensitiveColumns: number;
}

/** Writes what came out of an asset wherever it belongs, in one transaction with the end of its task. */
export class AssetRecorder {
  readonly #parts: RunParts;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  /** @param found - the asset as discovery found it, by which the next run sees what changed */
  async record(
    tx: Transaction,
    scope: ExecutionScope,
    run: RunRow,
    { scan, asset: found }: { readonly scan: AssetScan; readonly asset: Asset },
  ): Promise<Recorded> {
    const { catalog, optional, states, events } = this.#parts;
    const entry = { sourceId: run.source_id, scanId: run.id };
    const { frameworks } = run.settings;
    const recorded = await catalog.record(tx, scope, { ...entry, scan });
    // What other frameworks said stands: nobody asked them.
    const assessed = { ...entry, ...(frameworks.length === 0 ? {} : { frameworks }) };
    // Where people decided otherwise, or something was not looked at, the scan's findings do not rest on the verdicts that stand.
    if (recorded === scan)
      await optional.compliance?.record(tx, scope, { ...assessed, asset: scan.urn, findings: scan.findings });
    else await optional.compliance?.assess(tx, scope, { ...assessed, facts: scanFacts(recorded) });
    const before = await states.remember(tx, scope, {
      ...{ runId: run.id, sourceId: run.source_id, urn: scan.urn, name: scan.name, asset: found },
      columns: scan.asset.columns,
      findings: findingsOf(readIn(recorded, scan), scan.columns),
      settingsKey: run.settings.key,
      durationMs: scan.durationMs,
    });
    const drift = before?.drift ?? null;
    await this.#compare(tx, scope, run, { recorded, said: scan }, before);
    if (drift !== null)
      await events.publish(tx, scope, {
        type: 'scans.schema.drifted',
        subject: scan.urn,
        data: { ...toldOf(drift), runId: run.id, sourceId: run.source_id },
      });
    return {
      columns: recorded.columns.length,
      sensitiveColumns: recorded.columns.filter(({ classifications }) => {
        const sensitivity = columnSensitivity(classifications);
        return sensitivity !== null && isSensitive(sensitivity);
      }).length,
    };
  }

  /** Records how what was found differs from what was found when the asset was last scanned. */
  async #compare(
    tx: Transaction,
    scope: ExecutionScope,
    run: RunRow,
    { recorded, said }: { readonly recorded: AssetScan; readonly said: AssetScan },
    before: RememberedScan | null,
  ): Promise<void> {
    const { states, changes } = this.#parts;
    const hasAskedAll = run.settings.classifiers.length === 0;
    const { urn, name } = recorded;
    const columns = { standing: readIn(recorded, said), said: said.columns };
    const { added, removed, known } = compareFindings(before === null ? [] : before.findings, columns, {
      hasAskedAll,
    });
    if (known.length > findingsOf(columns.standing, columns.said).length)
      await states.keepFindings(tx, run.source_id, urn, known);
    // Of the first run of a source everything is new, which says nothing.
    if (run.previous_id === null) return;
    const isReshaped = (before?.drift ?? null) !== null;
    if (before !== null && !isReshaped && added.length === 0 && removed.length === 0) return;
    const kind = before === null ? 'appeared' : 'changed';
    await changes.record(tx, scope, run.id, { urn, name, kind, isReshaped, added, removed });
  }
}

/** The columns of a scan without what stands of them though it did not look: in columns it left out, of classifiers it did not ask. */
function readIn({ columns }: AssetScan, said: AssetScan): AssetScan['columns'] {
  return columns.map((column, at) => {
    if (column.unread !== undefined) return { ...column, classifications: [] };
    if (said.askedClassifiers === undefined) return column;
    const own = said.columns[at]?.classifications ?? [];
    const classifications = column.classifications.filter(
      (entry) => entry.status !== 'suggested' || own.some((found) => isSame(found, entry)),
    );
    return { ...column, classifications };
  });
}

const isSame = (a: Classification, b: Classification): boolean =>
  a.question === b.question && a.infoType === b.infoType;

/** Changes of each kind that an event tells of, and characters of each: a wide table may change wholly. The run keeps them all. */
const MOST_TOLD = 50;
const MOST_LENGTH = 100;

const cut = (text: string): string => (text.length > MOST_LENGTH ? `${text.slice(0, MOST_LENGTH)}…` : text);

/** A drift as its event tells of it: with the first changes, and how many there are. */
function toldOf({ urn, name, added, removed, changed }: SchemaDrift) {
  return {
    ...{ urn, name },
    added: added.slice(0, MOST_TOLD).map(cut),
    removed: removed.slice(0, MOST_TOLD).map(cut),
    changed: changed
      .slice(0, MOST_TOLD)
      .map(({ column, from, to }) => ({ column: cut(column), from: cut(from), to: cut(to) })),
    counts: { added: added.length, removed: removed.length, changed: changed.length },
  };
}
