import { expect } from 'chai';
import { infoTypeTitle, infoTypeTitles, learnInfoTypeTitles } from './info-type-titles.ts';

describe('titles of info types', () => {
  it('are those that people chose, once they are known, and say so once', () => {
    let changes = 0;
    const count = (): void => {
      changes += 1;
    };
    infoTypeTitles.addEventListener('change', count);
    expect(infoTypeTitle('LEARNT_BADGE_NUMBER')).to.equal('Learnt badge number');
    const types = [{ id: 'LEARNT_BADGE_NUMBER', title: 'Dienstausweisnummer' }];
    learnInfoTypeTitles(types);
    learnInfoTypeTitles(types);
    infoTypeTitles.removeEventListener('change', count);
    expect([infoTypeTitle('LEARNT_BADGE_NUMBER'), changes]).to.deep.equal(['Dienstausweisnummer', 1]);
  });

  it('stay what is published, whatever else they are called', () => {
    learnInfoTypeTitles([{ id: 'EMAIL_ADDRESS', title: 'Something else' }]);
    expect(infoTypeTitle('EMAIL_ADDRESS')).to.equal('E-mail address');
  });
});
