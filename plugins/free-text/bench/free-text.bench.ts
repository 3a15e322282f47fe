import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blockEnd, createTextScanner } from '../src/detection.ts';
import { loadNameModel, SHIPPED_MODEL } from '../src/names/load-model.ts';
import { compileRules } from '../src/rules/compile-rules.ts';
import { shippedSpanRules } from '../test/shipped-span-rules.ts';
import { benchTexts, SENTENCES } from './texts.ts';

/**
 * `npm run bench -- free-text`: megabytes a second of one core's own time, with all rules and the model, with the rules alone, and
 * a loop of the same regular expressions over the same text. The mean of some rounds counts. Where
 * DATAWAVE_PRESIDIO_PYTHON names a Python that has presidio-analyzer, its pattern recognisers run beside.
 */
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 12);
const SIZE = 4_000_000;
/** The loop and the densest texts are slow: they get a part of the text. */
const SLOW_SIZE = 400_000;
const PRESIDIO_SIZE = 40_000;
const TARGET = 150;
/** What a process reads before the engine has compiled what it runs. */
const COLD_SIZE = 20_000_000;
/** Passed to this file it looks at one text in a process of its own and says how quick it was. */
const COLD = '--cold';
/** How many times quicker than the loop sentences, and log lines of each kind, are gone through at least, the model included. */
const LEAST_WARM = 16;
const LEAST_COLD = 6;
const LEAST_LOGS = 7;

const index = compileRules(shippedSpanRules);
const model = loadNameModel(SHIPPED_MODEL);
const full = createTextScanner({
  sets: () => shippedSpanRules,
  rules: () => index,
  model: () => ({ model, problem: null }),
});
const rulesOnly = createTextScanner({
  sets: () => shippedSpanRules,
  rules: () => index,
  model: () => ({ model: null, problem: null }),
});

/** What one writes first: every pattern over the whole text, each match checked. */
function naiveLoop(text: string): number {
  let found = 0;
  for (const set of shippedSpanRules) {
    for (const rule of set.rules) {
      for (const match of text.matchAll(new RegExp(rule.pattern.source, `${rule.pattern.flags}g`))) {
        const value = match.groups?.['value'] ?? match[0];
        if (rule.validate === undefined || rule.validate(value)) found++;
      }
    }
  }
  return found;
}

/** Milliseconds of the processor's own time: what else the machine does is no matter of the text's. */
function busy(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** The mean of some rounds after one that warms: the processor's time is counted in steps, of which a short round holds few. */
function speed(text: string, look: (text: string) => unknown): number {
  look(text);
  const started = busy();
  for (let round = 0; round < ROUNDS; round++) look(text);
  return (text.length * ROUNDS) / 1_000 / (busy() - started);
}

function presidioSpeed(text: string): number | null {
  const python = process.env['DATAWAVE_PRESIDIO_PYTHON'];
  if (python === undefined) return null;
  const answer = execFileSync(python, [join(import.meta.dirname, 'presidio_speed.py')], {
    input: text.replaceAll('. ', '.\n'),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return Number(answer.trim().split('\n').at(-1)?.split(' ')[0]);
}

/** As the service does it: block by block. */
function scanBlocks(scanner: typeof full, text: string): void {
  for (let at = 0, end = 0; at < text.length; at = end) {
    end = blockEnd(text, at);
    scanner.scan(text, at, end, {});
  }
  scanner.endText();
}

/** The first 20 MB that a process of its own looks at. */
function coldSpeed(): number {
  const answer = execFileSync(process.execPath, [import.meta.filename, COLD], { encoding: 'utf8' });
  return Number(answer.trim().split('\n').at(-1));
}

if (process.argv.includes(COLD)) {
  const text = benchTexts(COLD_SIZE).find(({ title }) => title === SENTENCES)?.text ?? '';
  const started = busy();
  scanBlocks(full, text);
  process.stdout.write(`${text.length / 1_000 / (busy() - started)}\n`);
  process.exit(0);
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const figures = benchTexts(SIZE).map(({ title, text }) => {
  const part = text.slice(0, SLOW_SIZE);
  const scanned = (scanner: typeof full) => (sample: string) => scanBlocks(scanner, sample);
  const spans = full.scan(part, 0, part.length, {}).length;
  const isDense = spans > part.length / 500 || title.startsWith('documentation');
  return {
    title,
    spansPerMegabyte: Math.round((spans * 1e6) / part.length),
    withModel: speed(isDense ? part : text, scanned(full)),
    rulesOnly: speed(text, scanned(rulesOnly)),
    naive: speed(part, naiveLoop),
    presidio: presidioSpeed(part.slice(0, PRESIDIO_SIZE)),
  };
});
print(
  'free text, MB/s of one core                            finds/MB   rules and model   rules alone   loop of the same patterns',
);
for (const { title, spansPerMegabyte, withModel, rulesOnly: rules, naive, presidio } of figures)
  print(
    `  ${title.padEnd(52)}${String(spansPerMegabyte).padStart(8)}${withModel.toFixed(1).padStart(18)}${rules.toFixed(1).padStart(14)}${naive.toFixed(2).padStart(14)}   x${(rules / naive).toFixed(1)} (x${(withModel / naive).toFixed(1)} with the model)${presidio === null ? '' : `; Presidio's patterns ${presidio.toFixed(3)}`}`,
  );
const sentences = figures.find(({ title }) => title === SENTENCES);
// The quicker of two: other processes take the caches away.
const cold = Math.max(coldSpeed(), coldSpeed());
const warmRatio = (sentences?.withModel ?? 0) / (sentences?.naive ?? 1);
const coldRatio = cold / (sentences?.naive ?? 1);
print(
  `  sentences: ${(sentences?.withModel ?? 0).toFixed(0)} MB/s warm, x${warmRatio.toFixed(1)} the loop (at least ${LEAST_WARM}); ${cold.toFixed(0)} MB/s in the first ${COLD_SIZE / 1e6} MB of a process, x${coldRatio.toFixed(1)} (at least ${LEAST_COLD})`,
);
const quiet = figures.filter(
  ({ title }) => title.endsWith('nothing in it') || title.endsWith('nothing in them'),
);
const logs = figures.filter(({ title }) => title.endsWith('nothing in them'));
const slowest = Math.min(...quiet.map(({ withModel }) => withModel));
const logRatio = Math.min(...logs.map(({ withModel, naive }) => withModel / naive));
print(`  log lines: at least x${logRatio.toFixed(1)} the loop (at least ${LEAST_LOGS})`);
print(
  `  asked for: ${TARGET} MB/s when nothing is in the text; reached ${slowest.toFixed(0)} and more, ${(figures[0]?.withModel ?? 0).toFixed(0)} in small letters`,
);
const results = process.env['DATAWAVE_BENCH_RESULTS'];
if (results !== undefined) {
  mkdirSync(results, { recursive: true });
  writeFileSync(
    join(results, 'free-text.json'),
    `${JSON.stringify({ targetMBs: TARGET, figures, cold }, null, 2)}
`,
  );
}
if (
  (figures[0]?.withModel ?? 0) < TARGET ||
  warmRatio < LEAST_WARM ||
  coldRatio < LEAST_COLD ||
  logRatio < LEAST_LOGS
)
  process.exitCode = 1;
