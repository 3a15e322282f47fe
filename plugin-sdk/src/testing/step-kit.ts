import { deepStrictEqual, fail, ok, rejects, strictEqual } from 'node:assert/strict';
import { DataWaveError } from '../errors.ts';
import type { StepContext, WorkflowStep } from '../governance/step.ts';
import { checkValue } from '../validation/check-value.ts';
import { conformanceSuite } from './conformance-suite.ts';
import { directEnvironment } from './connector-fixture.ts';

/** Input of a step and what must come of it. @alpha */
export interface StepCase {
  /** Completes the sentence "answers". */
  readonly title: string;
  readonly input: unknown;
  readonly output: unknown;
}

/** What {@link stepConformance} may be told. @alpha */
export interface StepConformanceOptions {
  /** At least one. */
  readonly cases: readonly StepCase[];
  /** Input that it must refuse, beside what the kit itself thinks of. */
  readonly refused?: readonly { readonly title: string; readonly input: unknown }[];
}

const HOSTILE = [
  '',
  '\0',
  '../../etc/passwd',
  "'; drop table x; --",
  '<script>',
  '\u202e',
  'x'.repeat(100_000),
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER,
  [],
  {},
  null,
  true,
];

/**
 * Registers mocha tests that hold a workflow step to its contract: closed schemas, plain data in and out, the same for the same, refusals
 * that name the place and no value, and an end when it is called off.
 * @alpha
 */
export function stepConformance(
  create: () => WorkflowStep,
  { cases, refused = [] }: StepConformanceOptions,
): void {
  const { info } = create();
  const context = (signal = new AbortController().signal): StepContext => ({
    ...{ runId: '0b8f6f0e-7d3c-4a53-9d53-6f2a52a9a001', workspace: '00000000-0000-7000-8000-000000000001' },
    ...{ signal, log: directEnvironment.log },
  });

  conformanceSuite({ kit: 'step', version: 1, subject: info.id }, `step ${info.id}`, () => {
    it('describes itself as data', () => {
      ok(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(info.id), 'the id is lower case with hyphens');
      ok(/^\d+\.\d+\.\d+/.test(info.version) && info.title !== '' && info.description !== '');
      deepStrictEqual(structuredClone(info), info);
    });

    it('has closed schemas, with a title for every input', () => {
      for (const schema of [info.input, info.output]) {
        strictEqual(schema['type'], 'object');
        strictEqual(schema['additionalProperties'], false);
      }
      for (const [name, property] of Object.entries(info.input['properties'] ?? {}))
        ok(
          typeof property === 'object' && property !== null && 'title' in property,
          `the input ${name} has a title`,
        );
    });

    it('carries a case', () => ok(cases.length > 0));
    for (const { title, input, output } of cases) {
      it(`answers ${title}`, async () => {
        const before = structuredClone(input);
        const answer = await create().run(input, context());
        deepStrictEqual(answer, output);
        deepStrictEqual(input, before, 'the input is left as it is');
        deepStrictEqual(structuredClone(answer), answer, 'its answer can be stored');
        deepStrictEqual(checkValue(info.output, structuredClone(answer)).errors, []);
      });
    }

    it('answers the same for the same run', async () => {
      for (const { input } of cases)
        deepStrictEqual(
          await create().run(structuredClone(input), context()),
          await create().run(input, context()),
        );
    });

    const unfit = [
      { title: 'nothing at all', input: null },
      { title: 'what no schema knows', input: { thisIsNoInput: 1 } },
      ...refused,
    ];
    for (const { title, input } of unfit) {
      it(`refuses ${title} as input`, async () => {
        await rejects(
          create().run(input, context()),
          (error) => DataWaveError.is(error) && error.code === 'DW_STEP_INPUT',
        );
      });
    }

    it('withstands hostile input: it answers what fits, or refuses without telling the value', async () => {
      const [first] = cases;
      if (first === undefined || typeof first.input !== 'object' || first.input === null) return;
      for (const name of Object.keys(first.input))
        for (const value of HOSTILE) {
          try {
            const answer = await create().run({ ...first.input, [name]: value }, context());
            deepStrictEqual(checkValue(info.output, structuredClone(answer)).errors, []);
          } catch (error) {
            if (!DataWaveError.is(error))
              return fail(`${name}: expected a DataWaveError, got ${String(error)}`);
            if (typeof value === 'string' && value.length > 6)
              ok(!error.message.includes(value), 'the error holds no value');
          }
        }
    });

    it('does nothing once it is called off', async () => {
      const gone = AbortSignal.abort(new Error('nobody waits'));
      for (const { input } of cases) await rejects(create().run(input, context(gone)));
    });
  });
}
