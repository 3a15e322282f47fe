import { expect } from 'chai';
import { maskExample } from './mask-example.ts';
import { Workshop } from './workshop.ts';

const rule = (match: unknown, more: object = {}): object => ({
  key: 'r',
  title: 'R',
  infoType: 'PERSON_ID',
  match,
  ...more,
});
const column = (values: readonly string[], name = 'c') => ({ name, table: 't', kind: 'text', values });

describe('the workshop', () => {
  const workshop = new Workshop({ timeoutMs: 20_000 });
  after(() => workshop.close());

  it('tells hits, masked examples, near misses and the chance, and no value', async () => {
    const { preview } = await workshop.preview(
      rule({
        kind: 'all',
        of: [
          { kind: 'pattern', pattern: 'B\\d{6}' },
          { kind: 'not', block: { kind: 'dictionary', terms: ['B000000'] } },
        ],
      }),
      [
        column(['B123456', 'B654321', 'b777777', 'B12-34-56', 'B000000', 'hello', 'Über uns']),
        column([], 'empty'),
      ],
    );
    const [found, empty] = preview?.columns ?? [];
    expect(found).to.deep.include({
      name: 'c',
      hits: 2,
      values: 7,
      applies: false,
      confidence: null,
      examples: ['A999999'],
    });
    expect(found?.nearMisses).to.deep.equal([
      { example: 'a999999', because: 'would fit in capital letters' },
      { example: 'A99-99-99', because: 'would fit without blanks and signs' },
    ]);
    expect(empty).to.include({ hits: 0, values: 0, applies: false });
    expect(preview?.ordinary).to.include({ hits: 0 });
    expect(preview?.ordinary.value).to.be.within(0.0001, 0.001);
    expect(JSON.stringify(preview)).not.to.match(/123456|hello|ber uns/);
  });

  it('says which part of a rule a value lacks', async () => {
    const { preview } = await workshop.preview(
      rule({
        kind: 'all',
        of: [
          { kind: 'pattern', pattern: '\\d{16}' },
          { kind: 'checksum', checksum: 'luhn' },
        ],
      }),
      [column(['4111111111111111', '4111111111111112'])],
    );
    expect(preview?.columns[0]?.nearMisses[0]?.because).to.equal(
      'fits the pattern, not the check digit (luhn)',
    );
  });

  it('answers every fault of a rule instead of trying it', async () => {
    const { errors, preview } = await workshop.preview({ match: { kind: 'pattern', pattern: '(?=a)' } }, []);
    expect(preview).to.equal(null);
    expect(errors.map(({ pointer }) => pointer)).to.include.members(['/rule/key', '/rule/match/pattern']);
  });

  it('checks many at once and keeps their order', async () => {
    const answers = await workshop.assess(
      [rule({ kind: 'pattern', pattern: 'a' }), null, rule({ kind: 'checksum', checksum: 'damm' })],
      ['/a', '/b', '/c'],
    );
    expect(answers.map(({ rule: fine }) => fine !== null)).to.deep.equal([true, false, true]);
    expect(answers[1]?.errors[0]?.pointer).to.equal('/b');
  });

  it('writes rules and reads them back', async () => {
    const [assessed] = await workshop.assess(
      [rule({ kind: 'dictionary', terms: ['no', '012', '- a', 'ä: #b', '', '😀'].filter(Boolean) })],
      [''],
    );
    if (assessed?.rule == null) throw new Error('the rule is fine');
    for (const format of ['json', 'yaml'] as const)
      expect(await workshop.read(await workshop.write([assessed.rule], format))).to.deep.equal([
        assessed.rule,
      ]);
    const refusal = await workshop.read('rules: [').catch((error: unknown) => error);
    expect(refusal).to.include({ code: 'DW_RULE_BUNDLE', status: 400 });
  });

  it('ends what is not done in time, and goes on with the next', async () => {
    const impatient = new Workshop({ timeoutMs: 1 });
    // Seconds of work, of a rule that is not refused: an answer that is there when a machine looks at the clock is a good one.
    const slow = (_: unknown, index: number): object => ({
      kind: 'pattern',
      pattern: `(?s).*(?:a.{${600 - index}}b|b.{${600 - index}}a|.{${500 - index}}x)`,
    });
    const heavy = rule({ kind: 'any', of: Array.from({ length: 16 }, slow) });
    const values = Array.from({ length: 1_000 }, (_, index) => `${index} ${'abé漢'.repeat(1_000)}`);
    const outcomes = await Promise.allSettled([
      impatient.preview(heavy, [column(values)]),
      impatient.preview(heavy, [column(values)]),
    ]);
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)).to.deep.equal([
      'DW_RULE_TOO_SLOW',
      'DW_RULE_TOO_SLOW',
    ]);
    await impatient.close();
    const late = await impatient.read('{}').catch((error: unknown) => error);
    expect(late).to.include({ code: 'DW_RULE_BUSY', status: 503 });
  });

  it('leaves the thread that answers everybody free while it works', async () => {
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 1);
    const values = Array.from({ length: 300 }, (_, index) => `${index} ${'abba'.repeat(500)}`);
    await workshop.preview(
      rule({ kind: 'pattern', pattern: '(?:[ab ]*a[ab]{400}c|[ab ]*b[ab]{400}d)', anywhere: true }),
      [column(values)],
    );
    clearInterval(ticking);
    expect(turns).to.be.greaterThan(0);
  });

  it('masks every letter and digit, and signs where there is nothing else', () => {
    expect(maskExample('Müller-12 عمر 漢')).to.equal('Aaaaaa-99 aaa a');
    expect(maskExample('!!?#')).to.equal('????');
    expect(maskExample('é'.repeat(60))).to.equal(`${'a'.repeat(40)}…`);
    expect(maskExample('😀a')).to.equal('?a');
  });
});
