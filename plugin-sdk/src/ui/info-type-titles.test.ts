import { expect } from 'chai';
import { InfoTypeTitles } from './info-type-titles.ts';

describe('titles of info types', () => {
  it('are those that people chose, once they are known, and say so once', () => {
    const titles = new InfoTypeTitles();
    let changes = 0;
    titles.addEventListener('change', () => {
      changes += 1;
    });
    expect(titles.titleOf('STAFF_BADGE')).to.equal('Staff badge');
    const types = [{ id: 'STAFF_BADGE', title: 'Dienstausweisnummer' }];
    titles.learn(types);
    titles.learn(types);
    expect([titles.titleOf('STAFF_BADGE'), changes]).to.deep.equal(['Dienstausweisnummer', 1]);
  });

  it('stay what is published, whatever else they are called', () => {
    const titles = new InfoTypeTitles();
    titles.learn([{ id: 'EMAIL_ADDRESS', title: 'Something else' }]);
    expect(titles.titleOf('EMAIL_ADDRESS')).to.equal('E-mail address');
  });

  it('are known to those alone who were told', () => {
    new InfoTypeTitles().learn([{ id: 'STAFF_BADGE', title: 'Dienstausweisnummer' }]);
    expect(new InfoTypeTitles().titleOf('STAFF_BADGE')).to.equal('Staff badge');
  });

  it('are written out where nobody has named the type', () => {
    expect(new InfoTypeTitles().titleOf('ACME_BADGE')).to.equal('Acme badge');
  });
});
