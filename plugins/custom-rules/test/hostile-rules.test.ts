import { pluginFolder } from '@datawave/core/test-platform';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

const ROOT = '/api/v1/classification-rules';
const columns = (values: readonly string[]) => [{ name: 'c', values }];

describe('rules that mean harm', () => {
  let test: TestKernel;

  before(async function () {
    this.timeout(120_000);
    test = await createTestKernel({
      plugins: [
        ...['classification', 'catalog'].map(pluginFolder),
        { directory: pluginFolder('custom-rules'), config: { previewTimeoutMs: 10_000 } },
      ],
    });
    expect(test.plugin('custom-rules')).to.include({ state: 'active', reason: null });
  });
  after(() => test?.stop());

  const preview = (match: unknown, values: readonly string[]) =>
    test.request('POST', `${ROOT}/preview`, {
      body: { rule: { infoType: 'PERSON_ID', match }, columns: columns(values) },
    });
  const codeOf = ({ body }: { readonly body: unknown }): unknown => Reflect.get(Object(body), 'code');

  it('are answered or refused, and meanwhile everybody else is answered', async function () {
    this.timeout(120_000);
    const long = 'a'.repeat(10_000);
    const patterns = [
      '(a+)+$',
      '(a|a)*b',
      '(.*a){25}b',
      '((a*)*)*c',
      `(?:${Array.from({ length: 150 }, (_, index) => `w${index}`).join('|')})+x`,
      '(?s).*(?:a.{900}b)',
      '[a-z]*[a-z]*[a-z]*[a-z]*[0-9]',
      '(a{1,30}){1,30}',
      '((((a{50}){50}){50}){50}){50}',
      '(?:(?=a)a)+',
      '(a)\\1',
      '('.repeat(2_500),
    ];
    let isDone = false;
    const others = (async () => {
      const statuses: number[] = [];
      while (!isDone) {
        statuses.push((await test.request('GET', ROOT)).status);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return statuses;
    })();
    const answers: { readonly status: number; readonly body: unknown }[] = [];
    for (const pattern of patterns)
      for (const anywhere of [false, true])
        answers.push(
          await preview({ kind: 'pattern', pattern, anywhere }, [
            long,
            `${long}b`,
            'é'.repeat(4_000),
            '\u200b'.repeat(4_000),
          ]),
        );
    isDone = true;
    for (const answer of answers) {
      expect(answer.status, JSON.stringify(answer.body)).to.be.oneOf([200, 400, 422]);
      if (answer.status === 400) expect(codeOf(answer)).to.equal('DW_RULE_PATTERN');
      if (answer.status === 422) expect(codeOf(answer)).to.equal('DW_RULE_TOO_SLOW');
    }
    const seen = await others;
    expect(seen.length).to.be.greaterThan(patterns.length);
    expect(new Set(seen)).to.deep.equal(new Set([200]));
  });

  it('cannot fill the memory, and the next rule is tried as if nothing had been', async function () {
    this.timeout(120_000);
    const pattern = Array.from({ length: 40 }, (_, index) => `[\\pL\\pN]{${30 + (index % 10)}}`)
      .join('|')
      .slice(0, 1_990)
      .replace(/\|[^|]*$/, '');
    const values = Array.from({ length: 200 }, (_, index) =>
      String.fromCodePoint(
        ...Array.from({ length: 800 }, (_, at) => 0x4e00 + ((index * 7_919 + at * 104_729) % 20_000)),
      ),
    );
    const heavy = await preview(
      { kind: 'any', of: Array.from({ length: 60 }, () => ({ kind: 'pattern', pattern, anywhere: true })) },
      values,
    );
    expect(heavy.status, JSON.stringify(heavy.body)).to.be.oneOf([200, 422]);
    const next = await preview({ kind: 'pattern', pattern: '\\d+' }, ['1', 'a']);
    expect(next.status).to.equal(200);
    expect(next.body).to.have.nested.property('columns[0].hits', 1);
  });

  it('of a hundred thousand terms are taken, and one more is not', async function () {
    this.timeout(120_000);
    const terms = Array.from({ length: 100_000 }, (_, index) => `term ${index}`);
    const rule = { key: 'big', title: 'Big', infoType: 'PERSON_ID', match: { kind: 'dictionary', terms } };
    const added = await test.request('POST', ROOT, { body: rule });
    expect(added.status, JSON.stringify(added.body).slice(0, 300)).to.equal(201);
    const more = await test.request('POST', ROOT, {
      body: { ...rule, key: 'bigger', match: { kind: 'dictionary', terms: [...terms, 'x'] } },
    });
    expect(more.status).to.equal(400);
    const file = await test.request('GET', `${ROOT}/export?format=json`);
    expect(file.body).to.have.nested.property('rules[0].match.terms.length', 100_000);
    for (let copy = 2; copy <= 5; copy += 1)
      expect((await test.request('POST', ROOT, { body: { ...rule, key: `big-${copy}` } })).status).to.equal(
        201,
      );
    const full = await test.request('POST', ROOT, { body: { ...rule, key: 'big-6' } });
    expect(full.status).to.equal(409);
    expect(codeOf(full)).to.equal('DW_RULE_LIMIT');
  });

  it('of any size beyond the bound are turned away before they are read', async () => {
    const huge = {
      key: 'huge',
      title: 'Huge',
      infoType: 'PERSON_ID',
      match: { kind: 'dictionary', terms: ['x'.repeat(9 * 1024 * 1024)] },
    };
    expect((await test.request('POST', ROOT, { body: huge })).status).to.equal(413);
    expect(
      (
        await test.request('POST', `${ROOT}/preview`, {
          body: { rule: {}, columns: columns(Array.from({ length: 1_001 }, () => 'a')) },
        })
      ).status,
    ).to.equal(400);
  });
});
