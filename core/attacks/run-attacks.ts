import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SeededRandom, seedOf } from '../faults/seeded-random.ts';
import { type Attack, Findings, type ProgramAttack } from './attack.ts';
import { AttackedPlatform } from './attacked-platform.ts';
import { ATTACKS, PROGRAM_ATTACKS } from './attacks.ts';
import { attackTests, runTestFile } from './test-files.ts';

const USAGE = `Usage: npm run test:attacks -- [OPTION...]

  --seed S      where chance begins; 1 unless given
  --only NAME   only attacks whose name has NAME in it; may be given more than once
  --short       part of the cases, as in npm test
  --list        name them
  --json FILE   also write what came out as JSON`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true },
    short: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** One line of the table. */
interface Row {
  readonly name: string;
  readonly cases: number;
  readonly faults: readonly string[];
  readonly notes: readonly string[];
  readonly seconds: number;
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const isWanted = (name: string): boolean => values.only?.some((part) => name.includes(part)) ?? true;

/** On a platform of its own, so that no attack meets what another has left. */
async function onPlatform(attack: Attack, seed: number, findings: Findings): Promise<void> {
  const random = new SeededRandom(seedOf(seed, ATTACKS.indexOf(attack)));
  const platform = await AttackedPlatform.start({ ...attack.setting });
  try {
    await attack.run({ platform, random, isShort: values.short }, findings);
  } finally {
    await platform.stop();
  }
}

async function perform(attack: Attack | ProgramAttack, seed: number): Promise<Row> {
  const findings = new Findings();
  const started = performance.now();
  try {
    if ('run' in attack) await onPlatform(attack, seed, findings);
    else await attack.runAlone(findings);
  } catch (error) {
    findings.faults.push(
      `it did not come to an end: ${error instanceof Error ? error.stack : String(error)}`,
    );
  }
  const { cases, faults, notes } = findings;
  return { name: attack.name, cases, faults, notes, seconds: (performance.now() - started) / 1000 };
}

function tell({ name, cases, faults, notes, seconds }: Row): void {
  const verdict = faults.length === 0 ? 'ok' : `FAILED ${faults.length}`;
  const said = [`${seconds.toFixed(0)} s`, ...notes].join('; ');
  say(`${name.padEnd(54)} ${String(cases).padStart(7)}  ${verdict.padEnd(12)} ${said}`);
  for (const fault of faults.slice(0, 40)) say(`    ${fault.slice(0, 600)}`);
  if (faults.length > 40) say(`    and ${faults.length - 40} more`);
}

async function main(): Promise<void> {
  const attacks = [...ATTACKS, ...PROGRAM_ATTACKS].filter(({ name }) => isWanted(name));
  const files = attackTests().filter(isWanted);
  if (values.help) return say(USAGE);
  if (values.list) {
    for (const { name, title } of attacks) say(`${name.padEnd(24)} ${title}`);
    for (const file of files) say(file);
    return;
  }
  if (!/^\d{1,9}$/.test(values.seed))
    throw new Error(`--seed takes a whole number, not "${values.seed}".\n\n${USAGE}`);
  if (attacks.length + files.length === 0)
    throw new Error(`No attack is called so; --list names them.\n\n${USAGE}`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(130));
  say(`${'attack'.padEnd(54)} ${'cases'.padStart(7)}  result`);
  const rows: Row[] = [];
  const add = (row: Row): void => {
    rows.push(row);
    tell(row);
  };
  for (const attack of attacks) add(await perform(attack, Number(values.seed)));
  for (const file of files) {
    const { cases, faults, seconds } = await runTestFile(file);
    add({ name: file, cases, faults, notes: [], seconds });
  }
  const failed = rows.filter(({ faults }) => faults.length > 0);
  const cases = rows.reduce((sum, row) => sum + row.cases, 0);
  say(`${rows.length - failed.length} of ${rows.length} attacks came to nothing, in ${cases} cases`);
  for (const { name } of failed)
    say(`  once more: npm run test:attacks -- --seed ${values.seed} --only ${name}`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

await main();
