import { expect } from 'chai';
import { grantWords, reasonWords } from './reason-words.ts';

const names = {
  role: (key: string): string => ({ viewer: 'Viewer', 'data-owner': 'Data owner' })[key] ?? key,
  permission: (id: string): string => (id === 'catalog:read' ? 'See assets' : id),
};

describe('the words for a decision', () => {
  it('name roles and permissions by what people call them', () => {
    const cases = [
      ['Allowed by role viewer.', 'Allowed by the role Viewer.'],
      [
        'Allowed by role data-owner, which inherits viewer, through group Finance.',
        'Allowed by the role Data owner, which inherits Viewer, through the group Finance.',
      ],
      [
        'Allowed by role viewer as a member of the workspace.',
        'Allowed by the role Viewer, as a member of the workspace.',
      ],
      ['Denied by policy "Hushed".', 'Denied by policy "Hushed".'],
      [
        'Ann holds no role that grants "catalog:read" on asset urn:dw:x.',
        'Ann holds no role that grants “See assets”.',
      ],
      [
        'No role and no policy lets Ann use "catalog:read": one policy would, for other things.',
        'No role and no policy lets Ann use “See assets” here.',
      ],
    ] as const;
    for (const [said, words] of cases) expect(reasonWords(said, names)).to.equal(words);
  });

  it('write a moment as people read it', () => {
    const words = grantWords(
      'Allowed by role viewer through an elevation until 2026-07-01T12:30:00.000Z.',
      names,
    );
    expect(words).to.match(/^Viewer, held for a time, until .*2026/);
    expect(words).not.to.contain('T12:30');
  });

  it('say as it is what is said otherwise', () => {
    expect(reasonWords('It rains.', names)).to.equal('It rains.');
    expect(grantWords('Allowed by the weather.', names)).to.equal('Allowed by the weather.');
  });
});
