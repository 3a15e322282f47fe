import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Asset } from '@datawave/plugin-sdk';
import { DEFAULT_DOCUMENT, type RuleDocument, type RulePatch, withPatch } from '../src/rule/rule-document.ts';
import { selectAssets } from '../src/select/select-assets.ts';
import { TEMPLATES } from '../src/templates.ts';

/**
 * `npm run bench -- scan-rules`: assets a second that rules decide about, in pages of 500 as a scan asks. The quickest of several
 * rounds counts; the first line is the rule that says nothing, beside which the others are held.
 */
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 5);
const ASSETS = 10_000;
const COLUMNS = 20;
const PAGE = 500;

const SCHEMAS = ['sales', 'hr', 'finance', 'logistics', 'web'];
const NAMES = [
  'orders',
  'customers',
  'staff',
  'invoice_lines',
  'tmp_import',
  'events',
  'payments_old',
  'stock',
];
const COLUMN_NAMES = ['id', 'email', 'first_name', 'created_at', 'note', 'amount', 'country', 'phone'];

const assets: readonly Asset[] = Array.from({ length: ASSETS }, (_, index) => ({
  path: ['shop', SCHEMAS[index % SCHEMAS.length] ?? '', `${NAMES[index % NAMES.length]}_${index}`],
  type: 'table',
  columns: Array.from({ length: COLUMNS }, (__, ordinal) => ({
    name: `${COLUMN_NAMES[ordinal % COLUMN_NAMES.length]}_${ordinal}`,
    ordinal,
    dataType: ordinal % 3 === 0 ? 'INTEGER' : 'TEXT',
    kind: ordinal % 3 === 0 ? 'integer' : 'text',
    nullable: true,
    comment: null,
  })),
  comment: null,
  rowEstimate: index * 1000,
  sizeBytes: index * 100_000,
  primaryKey: ['id_0'],
  uniqueKeys: [],
  foreignKeys: [],
  fingerprint: `f${index}`,
}));

const rule = (patch: RulePatch): RuleDocument => withPatch({ ...DEFAULT_DOCUMENT, title: 'bench' }, patch);

const RULES: readonly (readonly [name: string, rule: RuleDocument])[] = [
  ['says nothing', rule({})],
  ['two globs', rule({ assets: { include: ['shop.*'], exclude: ['*.tmp_*'] } })],
  [
    'fifty globs',
    rule({ assets: { exclude: Array.from({ length: 50 }, (_, index) => `*.nothing_${index}_*`) } }),
  ],
  ...TEMPLATES.filter(({ rule: { assets, columns } }) => assets !== undefined || columns !== undefined).map(
    (template) => [`template ${template.id}`, rule(template.rule)] as const,
  ),
];

const figures: { name: string; assetsPerSecond: number; included: number }[] = [];
for (const [name, document] of RULES) {
  let best = Number.POSITIVE_INFINITY;
  let included = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    included = 0;
    for (let at = 0; at < ASSETS; at += PAGE)
      for (const { isIncluded } of await selectAssets(document, assets.slice(at, at + PAGE)))
        if (isIncluded) included += 1;
    best = Math.min(best, performance.now() - started);
  }
  figures.push({ name, assetsPerSecond: Math.round((ASSETS / best) * 1000), included });
}

const plain = figures[0]?.assetsPerSecond ?? 1;
process.stdout.write(
  `Assets a second, ${ASSETS.toLocaleString('en')} of ${COLUMNS} columns, ${ROUNDS} rounds\n`,
);
for (const { name, assetsPerSecond, included } of figures)
  process.stdout.write(
    `  ${name.padEnd(32)} ${assetsPerSecond.toLocaleString('en').padStart(12)}  ${(assetsPerSecond / plain).toFixed(4)} of the rule that says nothing  lets in ${included.toLocaleString('en')}\n`,
  );
const folder = process.env['DATAWAVE_BENCH_RESULTS'];
if (folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'scan-rules.json'), `${JSON.stringify(figures, null, 2)}\n`);
}
