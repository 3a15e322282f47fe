// node dump.ts ROOT OUT [onlykey]
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
const [, , root, out, only] = process.argv as string[];
const { withShippedClassifiers } = await import(root + '/plugins/classification/eval/shipped-classifiers.ts');
const { createClassification } = await import(root + '/plugins/classification/src/classification.ts');
const { modelOrRules, SHIPPED_MODEL } = await import(root + '/plugins/classification/src/model/load-model.ts');
const { namedTables, sherlockColumns } = await import(root + '/plugins/classification/eval/data-sets.ts');
const { sampleOf, rowCount } = await import(root + '/plugins/classification/eval/labelled-tables.ts');
const { VIEWPOINTS } = await import(root + '/plugins/classification/eval/looks.ts');
const { plantValues } = await import(root + '/plugins/classification/eval/plant-values.ts');
const { knownTypes } = await import(root + '/plugins/classification/eval/info-type-traits.ts');
const { OPTIONS } = await import(root + '/plugins/classification/training/options.ts');
const { viewTable } = await import(root + '/plugin-sdk/src/index.ts');
const silent = () => undefined; const log: any = { trace: silent, debug: silent, info: silent, warn: silent, error: silent, child: () => log };
const folders = { shared: '/work/shared/data', packages: null };
const tables = [...namedTables(folders), ...sherlockColumns(folders)];
// all values of one column of another, so that forms meet names they do not fit, and long mixed columns
const mixed: any[] = [];
{ let pool: string[] = []; let k = 0;
  for (const t of tables) for (const c of t.columns) { const vs = c.values.filter((v: any) => v !== null).slice(0, 6); pool.push(...vs as string[]);
    if (pool.length >= 200) { mixed.push({ id: 'mixed-' + k++, origin: 'mixed', group: 'mixed', name: t.name, columns: [{ name: c.name, values: pool.slice(0, 400), label: ['none'] }] }); pool = []; } } }
const presidio = JSON.parse(readFileSync('/work/shared/data/presidio/synth_dataset_v2.json', 'utf8'));
const texts = presidio.map((p: any) => p.full_text as string);
for (let k = 0; k < texts.length; k += 150) mixed.push({ id: 'presidio-' + k, origin: 'p', group: 'p', name: 'messages', columns: [{ name: 'body', values: texts.slice(k, k + 150), label: ['none'] }] });
const entities = new Map<string, string[]>();
for (const p of presidio) for (const s of p.spans) { const l = entities.get(s.entity_type) ?? []; l.push(s.entity_value); entities.set(s.entity_type, l); }
for (const [type, list] of entities) for (let k = 0; k < list.length; k += 200) mixed.push({ id: `entity-${type}-${k}`, origin: 'p', group: 'p', name: 'data', columns: [{ name: k % 400 ? type : 'c1', values: list.slice(k, k + 200), label: ['none'] }] });
await withShippedClassifiers(async (classifiers: any) => {
  const model = modelOrRules(SHIPPED_MODEL, log);
  const service = createClassification({ classifiers: () => classifiers, model: () => model, log });
  const samples = tables.map((t: any, seed: number) => sampleOf(t, { rows: Array.from({ length: rowCount(t) }, (_, i) => i) }));
  for (const s of samples.slice(0, 300)) await service.classify(s, { minConfidence: 0.5 });
  const c0 = process.cpuUsage(); let columns = 0; const t0 = performance.now();
  do for (const s of samples) { await service.classify(s, { minConfidence: 0.5 }); columns += s.asset.columns.length; } while (performance.now() - t0 < 8000);
  const c = process.cpuUsage(c0); console.log(root.split('/').pop(), columns, ((c.user + c.system) / columns).toFixed(1), 'us cpu a column');
});
process.exit(0);
