import { expect } from 'chai';
import { conditionWords, policyWords } from './conditions-words.ts';

describe('the words for a policy', () => {
  it('say whom it is about, what it denies and where', () => {
    expect(
      policyWords({
        effect: 'deny',
        permissions: ['catalog:read'],
        subjects: { roles: ['viewer'], groups: ['group:eu'] },
        when: { sensitivity: { atLeast: 'confidential' }, tags: { any: ['pii', 'hr'] } },
      }),
    ).to.equal(
      'Denies the role viewer and the group group:eu catalog:read, where the sensitivity is confidential or higher and it has one of the tags pii or hr.',
    );
    expect(policyWords({ effect: 'allow', permissions: ['*'], subjects: {}, when: {} })).to.equal(
      'Allows everybody everything.',
    );
  });

  it('say what each condition looks at', () => {
    const cases = [
      [
        { owner: { isMe: true, in: ['user:ann'], orNone: true } },
        'the owner is whoever asks, user:ann or nobody',
      ],
      [{ owner: { notIn: ['group:eu'] } }, 'the owner is not group:eu'],
      [{ domain: { in: ['sales'], orNone: true } }, 'the domain is sales or unknown'],
      [{ source: { notIn: ['crm', 'erp'] } }, 'the source is not crm or erp'],
      [
        { sensitivity: { atMost: 'internal', orNone: true } },
        'the sensitivity is internal or lower, or nothing was recognised',
      ],
      [{ sensitivity: { atLeast: 'internal', atMost: 'internal' } }, 'the sensitivity is internal'],
      [{ tags: { none: ['hush'] } }, 'it is not tagged hush'],
      [
        { time: { zone: 'Europe/Berlin', days: [5, 1, 2, 3, 4], from: '08:00', to: '18:00' } },
        'it is asked from Monday to Friday between 08:00 and 18:00 (Europe/Berlin)',
      ],
      [{ time: { zone: 'UTC', days: [6, 7] } }, 'it is asked on Saturday and Sunday (UTC)'],
      [{ network: { in: ['10.0.0.0/8'] } }, 'the request comes from 10.0.0.0/8'],
    ] as const;
    for (const [when, words] of cases) expect(conditionWords(when)).to.deep.equal([words]);
  });
});
