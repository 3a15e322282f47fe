import { expect } from 'chai';
import { commonPasswords } from './common-passwords.ts';
import { passwordFault } from './password-policy.ts';

const owner = { username: 'anna.kowalska', displayName: 'Anna Kowalska', email: 'a.kowalska@example.org' };

describe('the policy of passwords', () => {
  const faultOf = async (password: string): Promise<string | null> =>
    passwordFault(password, owner, await commonPasswords(), 12);

  it('lets good ones pass, in any script and of any characters', async () => {
    for (const password of [
      'correct horse battery staple',
      'vK9tRwq2LmXp',
      'träumerische Wolken zählen',
      'мне очень нравится кофе',
      '我喜欢在早晨喝咖啡和看书听音乐',
      'four-score-and-seven',
    ])
      expect(await faultOf(password), password).to.equal(null);
  });

  it('refuses short and endless ones', async () => {
    expect(await faultOf('vK9tRwq2LmX')).to.contain('at least 12');
    expect(await faultOf('xy-z'.repeat(251))).to.contain('at most');
  });

  it('refuses those from breaches, with digits or marks around them, or repeated, in any case', async () => {
    for (const password of [
      'Password1234',
      'PASSWORD2024!!',
      '123456789012',
      'qwertyuiop123',
      'letmein!!!!!!',
      'dragondragondragon',
      'ＰＡＳＳＷＯＲＤ１２３４',
      '1234password!',
    ])
      expect(await faultOf(password), password).to.be.a('string');
  });

  it('refuses runs and repetitions', async () => {
    for (const password of [
      'aaaaaaaaaaaaaa',
      'abcdefghijklmnop',
      'zyxwvutsrqponm',
      'x9!x9!x9!x9!',
      'asdfghjklzxcvbnm',
    ])
      expect(await faultOf(password), password).to.be.a('string');
  });

  it('refuses the name of whose it is', async () => {
    for (const password of ['Anna.Kowalska', 'annakowalska1', 'a.kowalska@example.org', 'kowalska-2024'])
      expect(await faultOf(password), password).to.be.a('string');
    expect(await faultOf('anna sells seashells by the shore')).to.equal(null);
  });
});
