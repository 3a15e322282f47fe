import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { createFeedbackClassifier } from './feedback-classifier.ts';
import { LessonTable } from './lessons.ts';

const WORKSPACE = { workspaceId: '00000000-0000-7000-8000-000000000001' };
const TABLE = new LessonTable([
  { nameKey: 'badge', kind: 'text', shapeKey: 'AA-9+', infoType: 'PERSON_ID', votes: 4 },
  { nameKey: 'badge', kind: 'text', shapeKey: 'AA-9+', infoType: 'POSTAL_CODE', votes: -4 },
]);
const classifier = createFeedbackClassifier(async () => TABLE);
const badges = ['AB-12345', 'CD-67890', 'EF-24680'];
const say = async (name: string, values: readonly (string | null)[], context = WORKSPACE) =>
  (await classifier.examine(buildSample('staff', [{ name, values }]), context))[0] ?? [];

describe("people's decisions as evidence", () => {
  it('speak for and against, of columns of the same name and shape', async () => {
    const found = await say('Badge_2', badges);
    expect(
      found.map(({ infoType, evidence }) => [infoType, Math.sign(evidence[0]?.weight ?? 0)]),
    ).to.deep.equal([
      ['PERSON_ID', 1],
      ['POSTAL_CODE', -1],
    ]);
    expect(found[0]?.evidence[0]).to.include({
      signal: 'feedback',
      classifier: 'feedback@1.0.0',
      detail: '4 more decisions of people on columns of this name and shape say so than otherwise',
    });
  });

  it('speak of the shape alone more weakly, and of anything else not at all', async () => {
    const byName = (await say('badge', badges))[0]?.evidence[0]?.weight ?? 0;
    const byShape = (await say('card', badges))[0]?.evidence[0]?.weight ?? 0;
    expect(byShape)
      .to.be.above(0)
      .and.below(byName / 2);
    expect(await say('card', ['x', 'y'])).to.deep.equal([]);
    expect(await say('badge', [null, null])).to.deep.equal([]);
  });

  it('are silent outside any workspace', async () => {
    const sample = buildSample('staff', [{ name: 'badge', values: badges }]);
    expect(await classifier.examine(sample, { workspaceId: null })).to.deep.equal([[]]);
  });

  it('never tell a value, whatever stands in the column', async () => {
    const answer = JSON.stringify(await say('badge', [...badges, '🙈', '\0', '', 'x'.repeat(100_000)]));
    for (const value of badges) expect(answer).not.to.include(value);
  });
});
