import assert from 'node:assert/strict';
import type { Classification } from '../governance/classification.ts';
import { type AssetFacts, type Finding, type Framework, SEVERITIES } from '../governance/framework.ts';
import { INFO_TYPES } from '../governance/info-types.ts';
import { conformanceSuite } from './conformance-suite.ts';

/** Facts and the controls that must come of them. @public */
export interface FrameworkCase {
  /** Completes the sentence "answers". */
  readonly title: string;
  /** Name of the table; `records` unless given. */
  readonly table?: string;
  readonly rowCount?: number;
  /** Columns with the info type that each holds; null for none. */
  readonly columns: Readonly<Record<string, string | null>>;
  /** `CONTROL` for the asset, `CONTROL COLUMN` for a column; exactly these, in any order. */
  readonly expect: readonly string[];
}

/** What {@link frameworkConformance} may be told. @public */
export interface FrameworkConformanceOptions {
  readonly cases: readonly FrameworkCase[];
  /** Findings that one column may raise at most; 3 unless given. */
  readonly mostFindingsPerColumn?: number;
}

/** Builds the facts of an asset whose columns hold published info types for certain, for tests. @public */
export function buildFacts(entry: Pick<FrameworkCase, 'table' | 'columns' | 'rowCount'>): AssetFacts {
  const table = entry.table ?? 'records';
  return {
    urn: `urn:dw:test:source:${encodeURIComponent(table)}`,
    name: table,
    asset: { path: [table], type: 'table', primaryKey: [], foreignKeys: [], comment: null },
    rowCount: entry.rowCount ?? 100,
    columns: Object.entries(entry.columns).map(([name, infoType]) => ({
      name,
      dataType: 'text',
      classifications: infoType === null ? [] : [certain(infoType)],
    })),
  };
}

function certain(infoType: string): Classification {
  const definition = INFO_TYPES.find((type) => type.id === infoType);
  assert.ok(definition !== undefined, `"${infoType}" is a published info type`);
  return {
    infoType,
    category: definition.category,
    sensitivity: definition.sensitivity,
    confidence: 0.99,
    matched: 10,
    sampled: 10,
    question: 'type',
    explanation: 'made for a test',
    version: 'test@1.0.0',
    status: 'suggested',
    evidence: [{ signal: 'pattern', classifier: 'test@1.0.0', weight: 5, detail: 'made for a test' }],
  };
}

/**
 * Registers mocha tests that hold a compliance framework to its contract: real controls, findings that name them,
 * no duplicates, no noise, stability, cloneability, and its own cases.
 * @public
 */
export function frameworkConformance(create: () => Framework, options: FrameworkConformanceOptions): void {
  const { info } = create();
  conformanceSuite({ kit: 'framework', version: 1, subject: info.id }, `framework ${info.id}`, () => {
    it('describes itself and its controls in full', () => {
      assert.match(info.id, /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
      assert.match(info.version, /^\d+\.\d+\.\d+/);
      assert.ok(info.title !== '' && info.jurisdiction !== '' && info.controls.length > 0);
      assert.equal(
        new Set(info.controls.map((control) => control.id)).size,
        info.controls.length,
        'ids of controls are unique',
      );
      for (const control of info.controls) {
        assert.ok(
          control.title.length > 3 && control.summary.length > 20,
          `${control.id} says what it asks for`,
        );
        assert.ok(
          URL.canParse(control.url) && control.url.startsWith('https://'),
          `${control.id} points to its text`,
        );
      }
      assert.deepEqual(structuredClone(info), info);
    });

    for (const entry of options.cases) {
      it(`answers ${entry.title}`, async () => {
        const findings = await create().assess(buildFacts(entry));
        const keys = findings.map((finding) =>
          finding.column === null ? finding.control : `${finding.control} ${finding.column}`,
        );
        assert.deepEqual(keys.toSorted(), [...entry.expect].sort());
      });
    }

    it('finds nothing where nothing personal is held', async () => {
      assert.deepEqual(
        await create().assess(buildFacts({ columns: { id: 'RECORD_ID', title: null, amount: null } })),
        [],
      );
      assert.deepEqual(await create().assess(buildFacts({ columns: {} })), []);
    });

    it('names its controls, says why and what to do, and never twice the same', async () => {
      for (const facts of everyType())
        checkFindings(create(), facts, await create().assess(facts), options.mostFindingsPerColumn ?? 3);
    });

    it('says the same each time, of a clone, and leaves the facts as they are', async () => {
      const framework = create();
      for (const facts of everyType()) {
        const before = structuredClone(facts);
        const findings = await framework.assess(facts);
        assert.deepEqual(facts, before);
        assert.deepEqual(await framework.assess(structuredClone(facts)), findings);
        assert.deepEqual(structuredClone(findings), findings);
      }
    });

    it('leaves out what a person has rejected', async () => {
      const facts = buildFacts({ columns: { email: 'EMAIL_ADDRESS' } });
      const rejected: AssetFacts = {
        ...facts,
        columns: facts.columns.map((column) => ({
          ...column,
          classifications: column.classifications.map((classification) => ({
            ...classification,
            status: 'rejected' as const,
          })),
        })),
      };
      assert.deepEqual(await create().assess(rejected), []);
    });
  });
}

/** One table for each published type, and one with all of them. */
function everyType(): readonly AssetFacts[] {
  const single = INFO_TYPES.map((type) => buildFacts({ columns: { [`the ${type.id}`]: type.id } }));
  const all = buildFacts({
    columns: Object.fromEntries(INFO_TYPES.map((type) => [type.id.toLowerCase(), type.id])),
    rowCount: 1_000_000,
  });
  return [...single, all];
}

function checkFindings(
  framework: Framework,
  facts: AssetFacts,
  findings: readonly Finding[],
  mostPerColumn: number,
): void {
  const controls = new Set(framework.info.controls.map((control) => control.id));
  const columns = new Set(facts.columns.map((column) => column.name));
  const seen = new Set<string>();
  const perColumn = new Map<string, number>();
  for (const finding of findings) {
    assert.equal(finding.framework, framework.info.id);
    assert.equal(finding.asset, facts.urn);
    assert.ok(controls.has(finding.control), `"${finding.control}" is one of its controls`);
    assert.ok(SEVERITIES.includes(finding.severity));
    assert.ok(finding.message.length > 10 && finding.remediation.length > 10, 'says why and what to do');
    if (finding.column !== null) {
      assert.ok(columns.has(finding.column), 'the column is one of the asset');
      assert.ok(finding.message.includes(finding.column), 'the message names the column');
      perColumn.set(finding.column, (perColumn.get(finding.column) ?? 0) + 1);
    }
    const key = JSON.stringify([finding.control, finding.column]);
    assert.ok(!seen.has(key), `${finding.control} is found once for each column`);
    seen.add(key);
  }
  for (const [column, count] of perColumn)
    assert.ok(count <= mostPerColumn, `no more than ${mostPerColumn} findings for "${column}"`);
}
