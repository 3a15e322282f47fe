import type { Classifier, InfoTypeEvidence, Logger } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { createClassification } from './classification.ts';
import { weighColumn } from './weigh-column.ts';

const evidenceFor = (infoType: string, ...weights: readonly number[]): InfoTypeEvidence => ({
  infoType,
  matched: 3,
  sampled: 3,
  evidence: weights.map((weight) => ({
    signal: 'pattern',
    classifier: 'test@1.0.0',
    weight,
    detail: 'made for a test',
  })),
});

const classifier = (
  id: string,
  found: readonly InfoTypeEvidence[],
  infoTypes: Classifier['info']['infoTypes'] = [],
): Classifier => ({
  info: { id, version: '1.0.0', title: id, description: id, infoTypes, sources: ['test'] },
  examine: async (sample) => sample.asset.columns.map(() => found),
});

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

const sample = buildSample('people', [{ name: 'x', values: ['a', 'b', 'c'] }]);

describe('weighing a column', () => {
  it('finds nothing likely where nothing speaks for it', () => {
    expect(weighColumn([evidenceFor('EMAIL_ADDRESS', 0)])[0]?.confidence).to.be.below(0.05);
  });

  it('grows surer with evidence and never quite sure', () => {
    const confidences = [2, 4, 6, 8, 20].map(
      (weight) => weighColumn([evidenceFor('EMAIL_ADDRESS', weight)])[0]?.confidence ?? 0,
    );
    expect(confidences).to.deep.equal([...confidences].sort((a, b) => a - b));
    expect(confidences.at(-1)).to.be.above(0.99).and.at.most(1);
  });

  it('lets types compete, so that together with "none" they share one', () => {
    const verdicts = weighColumn([
      evidenceFor('FIRST_NAME', 9),
      evidenceFor('LAST_NAME', 9),
      evidenceFor('CITY', 4),
    ]);
    expect(verdicts.reduce((sum, verdict) => sum + verdict.confidence, 0)).to.be.at.most(1.001);
    expect(verdicts.map((verdict) => verdict.infoType)).to.deep.equal(['FIRST_NAME', 'LAST_NAME', 'CITY']);
    expect(verdicts[0]?.confidence).to.be.closeTo(0.5, 0.02);
  });

  it('lets evidence against outweigh evidence for', () => {
    expect(weighColumn([evidenceFor('EMAIL_ADDRESS', 5, -6)])[0]?.confidence).to.be.below(0.05);
  });

  it('counts what a workspace decided in full, whatever other classifiers say', () => {
    const feedback: InfoTypeEvidence = {
      infoType: 'EMAIL_ADDRESS',
      matched: 0,
      sampled: 3,
      evidence: [
        { signal: 'feedback', classifier: 'feedback@1.0.0', weight: -6, detail: 'people rejected it' },
      ],
    };
    const before = weighColumn([evidenceFor('EMAIL_ADDRESS', 7)])[0]?.confidence ?? 0;
    const after = weighColumn([evidenceFor('EMAIL_ADDRESS', 7), feedback])[0]?.confidence ?? 1;
    expect(before).to.be.above(0.85);
    expect(after).to.be.below(0.15);
  });

  it('counts a second classifier for less than the first', () => {
    const one = weighColumn([evidenceFor('EMAIL_ADDRESS', 5)])[0]?.confidence ?? 0;
    const two =
      weighColumn([evidenceFor('EMAIL_ADDRESS', 5), evidenceFor('EMAIL_ADDRESS', 5)])[0]?.confidence ?? 0;
    const double = weighColumn([evidenceFor('EMAIL_ADDRESS', 10)])[0]?.confidence ?? 0;
    expect(two).to.be.above(one).and.below(double);
  });
});

describe('classification', () => {
  it('leaves out what is less certain than asked', async () => {
    const service = createClassification({
      classifiers: () => [classifier('a', [evidenceFor('EMAIL_ADDRESS', 4)])],
      log: recordingLog().log,
    });
    expect((await service.classify(sample, { minConfidence: 0.9 }))[0]?.classifications).to.deep.equal([]);
    expect(
      (await service.classify(sample, { minConfidence: 0.1 }))[0]?.classifications[0]?.infoType,
    ).to.equal('EMAIL_ADDRESS');
  });

  it('has nothing to say of a column of nulls, whatever a classifier claims', async () => {
    const service = createClassification({
      classifiers: () => [classifier('a', [evidenceFor('EMAIL_ADDRESS', 9)])],
      log: recordingLog().log,
    });
    expect(
      await service.classify(buildSample('t', [{ name: 'email', values: [null, null] }]), {
        minConfidence: 0,
      }),
    ).to.deep.equal([{ classifications: [], sensitiveProbability: 0, review: null }]);
  });

  it('goes on without a classifier that throws or answers out of shape, and names it', async () => {
    const broken: Classifier = {
      ...classifier('broken', []),
      examine: async () => {
        throw new Error('broken');
      },
    };
    const short: Classifier = { ...classifier('short', []), examine: async () => [] };
    const { log, errors } = recordingLog();
    const service = createClassification({
      classifiers: () => [broken, short, classifier('good', [evidenceFor('EMAIL_ADDRESS', 9)])],
      log,
    });
    expect(
      (await service.classify(sample, { minConfidence: 0.5 }))[0]?.classifications[0]?.infoType,
    ).to.equal('EMAIL_ADDRESS');
    expect(errors).to.have.length(2);
  });

  it('goes on without a classifier that never answers, and says so in the verdict', async () => {
    const waiting: Classifier = { ...classifier('waiting', []), examine: () => new Promise(() => undefined) };
    const { log, errors } = recordingLog();
    const service = createClassification({
      classifiers: () => [waiting, classifier('good', [evidenceFor('EMAIL_ADDRESS', 9)])],
      timeoutMs: 50,
      log,
    });
    for (let table = 0; table < 3; table++) {
      const [verdict] = await service.classify(sample, { minConfidence: 0.5 });
      expect(verdict?.classifications[0]?.infoType).to.equal('EMAIL_ADDRESS');
      expect(verdict?.unheard).to.have.length(1);
      expect(verdict?.unheard?.[0]).to.include({
        classifier: 'waiting@1.0.0',
        code: 'DW_CLASSIFIER_TIMEOUT',
      });
    }
    expect(errors).to.have.length(3);
    const [later] = await service.classify(sample, { minConfidence: 0.5 });
    expect(later?.unheard?.[0]?.message).to.match(/not asked until/);
    expect(errors, 'it was not asked any more').to.have.length(3);
  });

  it('goes on without the types of a classifier that never names them', async () => {
    const waiting: Classifier = {
      ...classifier('waiting', []),
      definitions: () => new Promise(() => undefined),
    };
    const service = createClassification({
      classifiers: () => [waiting, classifier('good', [evidenceFor('EMAIL_ADDRESS', 9)])],
      timeoutMs: 50,
      log: recordingLog().log,
    });
    const [verdict] = await service.classify(sample, { minConfidence: 0.5 });
    expect(verdict?.classifications[0]?.infoType).to.equal('EMAIL_ADDRESS');
  });

  it('tells who would say verdicts now, as the verdicts themselves do', async () => {
    const service = createClassification({
      classifiers: () => [classifier('b', []), classifier('a', [evidenceFor('EMAIL_ADDRESS', 9)])],
      log: recordingLog().log,
    });
    const version = await service.version();
    expect(version.classifiers).to.deep.equal(['a@1.0.0', 'b@1.0.0']);
    const [verdict] = await service.classify(sample, { minConfidence: 0.5 });
    expect(verdict?.classifications[0]?.version).to.equal(version.engine);
    expect(verdict).to.not.have.property('unheard');
  });

  it('logs where a classifier failed, not what it said of it, which may quote a value', async () => {
    const quoting: Classifier = {
      ...classifier('quoting', []),
      examine: async () => {
        throw new RangeError('cannot read "ada@example.org"');
      },
    };
    const logged: unknown[] = [];
    const { log } = recordingLog();
    const service = createClassification({
      classifiers: () => [quoting],
      log: { ...log, error: (message, fields) => void logged.push({ message, fields }) },
    });
    await service.classify(sample, { minConfidence: 0.5 });
    expect(JSON.stringify(logged)).to.contain('RangeError').and.not.contain('ada@example.org');
  });

  it('knows the types that classifiers bring, and lets none redefine a published one', async () => {
    const own = {
      id: 'BADGE',
      title: 'Badge',
      category: 'user.unique_id',
      sensitivity: 'confidential',
      personal: true,
    } as const;
    const service = createClassification({
      classifiers: () => [classifier('a', [], [own, { ...own, id: 'EMAIL_ADDRESS', sensitivity: 'public' }])],
      log: recordingLog().log,
    });
    const types = new Map((await service.infoTypes()).map((type) => [type.id, type]));
    expect(types.get('BADGE')).to.deep.equal(own);
    expect(types.get('EMAIL_ADDRESS')?.sensitivity).to.equal('confidential');
  });

  it('raises names beside special categories and lowers coordinates that concern nobody', async () => {
    const byName: Classifier = {
      ...classifier('a', []),
      examine: async ({ asset }) => asset.columns.map((column) => [evidenceFor(column.name, 9)]),
    };
    const service = createClassification({ classifiers: () => [byName], log: recordingLog().log });
    const sensitivities = async (...types: readonly string[]): Promise<readonly (string | undefined)[]> =>
      (
        await service.classify(
          buildSample(
            't',
            types.map((name) => ({ name, values: ['a'] })),
          ),
          { minConfidence: 0.5 },
        )
      ).map(({ classifications }) => classifications[0]?.sensitivity);
    expect(await sensitivities('PERSON_NAME')).to.deep.equal(['confidential']);
    expect(await sensitivities('PERSON_NAME', 'RELIGION')).to.deep.equal(['restricted', 'restricted']);
    expect(await sensitivities('GEO_COORDINATES')).to.deep.equal(['internal']);
    expect(await sensitivities('GEO_COORDINATES', 'PERSON_NAME')).to.deep.equal([
      'confidential',
      'confidential',
    ]);
    expect(await sensitivities('CITY', 'COUNTRY', 'RECORD_ID')).to.deep.equal([
      'internal',
      'internal',
      'public',
    ]);
  });
});
