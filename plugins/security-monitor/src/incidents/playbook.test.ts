import { join } from 'node:path';
import { expect } from 'chai';
import { DETECTIONS } from '../detect/detection.ts';
import { readPlaybooks } from './playbook.ts';

describe('playbooks', () => {
  it('have the same steps in every language, because a step that is done is kept by its number', async () => {
    const playbooks = await readPlaybooks(join(import.meta.dirname, '../..'));
    for (const id of DETECTIONS) {
      const [english, german] = [playbooks(id, 'en'), playbooks(id, 'de-AT')];
      const shape = (of: typeof english): readonly number[] | undefined =>
        of?.sections.map(({ steps }) => steps.length);
      expect(shape(english)).to.have.length(3);
      expect(shape(german), id).to.deep.equal(shape(english));
      expect(german?.title).to.not.equal(english?.title);
    }
  });

  it('are English where a language is not written', async () => {
    const playbooks = await readPlaybooks(join(import.meta.dirname, '../..'));
    expect(playbooks('brute-force', 'fr')).to.equal(playbooks('brute-force', 'en'));
  });
});
