import {
  DataWaveError,
  defineFramework,
  type Framework,
  type Logger,
  type Severity,
} from '@datawave/plugin-sdk';
import { buildFacts } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { createAssessment } from './assessment.ts';

const facts = buildFacts({ columns: { b: 'EMAIL_ADDRESS', a: 'PHONE_NUMBER' } });

function framework(id: string, severities: Readonly<Record<string, Severity>>): Framework {
  return defineFramework({
    info: {
      id,
      version: '1.0.0',
      title: id,
      jurisdiction: 'test',
      controls: [
        { id: 'C1', title: 'One', summary: 'A control made for a test.', url: 'https://example.com' },
      ],
    },
    rules: [
      ({ columns }) =>
        columns.map((column) => ({
          control: 'C1',
          severity: severities[column.name] ?? 'low',
          column: column.name,
          message: `because of ${column.name}`,
          remediation: 'mend it',
        })),
    ],
  });
}

function recordingLog(): { readonly log: Logger; readonly errors: string[] } {
  const errors: string[] = [];
  const silent = (): void => undefined;
  const log: Logger = {
    trace: silent,
    debug: silent,
    info: silent,
    warn: silent,
    error: (message) => void errors.push(message),
    child: () => log,
  };
  return { log, errors };
}

describe('assessment', () => {
  it('puts the gravest findings first, then orders by column', async () => {
    const assessment = createAssessment({
      frameworks: () => [framework('one', { a: 'high', b: 'critical' })],
      log: recordingLog().log,
    });
    expect(
      (await assessment.assess(facts, {})).map(({ column, severity }) => [column, severity]),
    ).to.deep.equal([
      ['b', 'critical'],
      ['a', 'high'],
    ]);
  });

  it('asks only the frameworks that are wanted', async () => {
    const assessment = createAssessment({
      frameworks: () => [framework('one', {}), framework('two', {})],
      log: recordingLog().log,
    });
    const found = await assessment.assess(facts, { frameworks: ['two'] });
    expect(new Set(found.map((finding) => finding.framework))).to.deep.equal(new Set(['two']));
  });

  it('names the frameworks there are when one is unknown', async () => {
    const assessment = createAssessment({
      frameworks: () => [framework('gdpr', {})],
      log: recordingLog().log,
    });
    let caught: unknown;
    try {
      await assessment.assess(facts, { frameworks: ['gpdr'] });
    } catch (error) {
      caught = error;
    }
    expect(DataWaveError.is(caught) && [caught.code, caught.hint]).to.deep.equal([
      'DW_FRAMEWORK_UNKNOWN',
      'Installed are: gdpr.',
    ]);
  });

  it('keeps the findings of the others when a framework throws, and says so', async () => {
    const broken: Framework = {
      info: framework('broken', {}).info,
      assess: async () => {
        throw new Error('broken');
      },
    };
    const { log, errors } = recordingLog();
    const assessment = createAssessment({ frameworks: () => [broken, framework('one', {})], log });
    expect(await assessment.assess(facts, {})).to.have.length(2);
    expect(errors).to.have.length(1);
  });
});
