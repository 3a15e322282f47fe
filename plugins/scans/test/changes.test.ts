import { endOf } from '@datawave/core/test-platform';
import { catalogService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { field, items, scanBench } from './scan-bench.ts';

const EMAILS = ['amelia@example.com', 'noah@example.org', 'clara@example.net'];
const IBANS = ['DE89370400440532013000', 'GB82WEST12345698765432', 'FR1420041010050500013M02606'];
const WORDS = ['oak', 'ash', 'elm'];

describe('what changed since the scan before', () => {
  const bench = scanBench({ plugins: ['scan-rules', 'review'] });
  const { get, register, staged, start } = bench;

  const scan = async (sourceId: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const run = await start(sourceId, more);
    expect(await endOf(bench.test, run)).to.have.property('state', 'completed');
    return run;
  };
  const changes = async (run: string, query = '') => items(await get(`${run}/changes${query}`));
  const counts = async (run: string) => field(await get(`${run}/comparison`), 'changes');

  it('is told by asset and finding: what appeared, what became different, what is gone', async () => {
    const { id } = await register();
    staged.assets = [
      { name: 'kept', columns: { mail: EMAILS } },
      { name: 'turned', columns: { extra: IBANS, note: WORDS } },
      { name: 'left', columns: { mail: EMAILS } },
    ];
    const first = await scan(id);
    expect(await counts(first), 'of a first scan everything would be new').to.equal(null);
    expect(await changes(first)).to.deep.equal([]);
    staged.assets = [
      { name: 'kept', columns: { mail: EMAILS } },
      { name: 'turned', columns: { extra: WORDS, note: EMAILS } },
      { name: 'fresh', columns: { extra: IBANS } },
    ];
    const second = await scan(id);
    const [fresh, turned, left, ...more] = await changes(second);
    expect(more).to.deep.equal([]);
    expect(fresh).to.deep.include({ name: 'main.fresh', kind: 'appeared', isReshaped: false, removed: [] });
    expect(turned).to.deep.include({ name: 'main.turned', kind: 'changed', isReshaped: false });
    expect(left).to.deep.include({ name: 'main.left', kind: 'gone', added: [] });
    const columnsOf = (change: object | undefined, what: 'added' | 'removed') => [
      ...new Set((Reflect.get(change ?? {}, what) as { column: string }[]).map(({ column }) => column)),
    ];
    expect(columnsOf(fresh, 'added')).to.deep.equal(['extra']);
    expect(columnsOf(turned, 'added')).to.deep.equal(['note']);
    expect(columnsOf(turned, 'removed')).to.deep.equal(['extra']);
    expect(columnsOf(left, 'removed')).to.deep.equal(['mail']);
    const told = JSON.stringify([fresh, turned, left]);
    for (const value of [...EMAILS, ...IBANS]) expect(told).not.to.include(value);
    expect(await counts(second)).to.deep.include({ appeared: 1, changed: 1, gone: 1, reshaped: 0 });
    expect(await changes(second, '?kind=gone')).to.have.length(1);
    const page = await get(`${second}/changes?limit=1`);
    const next = await changes(second, `?limit=1&cursor=${String(field(page, 'nextCursor'))}`);
    expect(next[0]).to.include({ name: 'main.turned' });
    // Nothing happened since: the third scan says so.
    const third = await scan(id, { mode: 'full' });
    expect(await counts(third)).to.deep.equal({
      ...{ appeared: 0, changed: 0, gone: 0, reshaped: 0 },
      findings: { added: 0, removed: 0 },
    });
  });

  it('does not call gone what a rule kept the scan from looking for', async () => {
    const { id } = await register();
    staged.assets = [{ name: 'people', columns: { mail: EMAILS, extra: IBANS } }];
    await scan(id);
    const create = await bench.test.request('POST', '/api/v1/scan-rules', {
      body: { title: 'Only mail', columns: { include: ['mail'], exclude: [], where: null }, mode: 'full' },
    });
    const known = async () => {
      const summary = await bench.test.service(catalogService).summary(bench.test.scope(), { sourceId: id });
      const violations = await bench.test.request('GET', `/api/v1/violations?source=${id}`);
      return { types: summary.infoTypes, violations: field(violations, 'total') };
    };
    const before = await known();
    expect(before.types.map(({ infoType }) => infoType)).to.include('IBAN');
    const partial = await scan(id, { ruleId: String(field(create, 'id')) });
    expect(await changes(partial)).to.deep.equal([]);
    expect(await known(), 'what is known of the column that was left out stands').to.deep.equal(before);
    staged.assets = [{ name: 'people', columns: { mail: EMAILS, extra: WORDS } }];
    const whole = await scan(id, { mode: 'full' });
    const [people] = await changes(whole);
    expect(people).to.deep.include({ name: 'main.people', kind: 'changed', added: [] });
    expect(JSON.stringify(Reflect.get(people ?? {}, 'removed')))
      .to.include('"extra"')
      .and.not.include('"mail"');
  });

  it('keeps what other classifiers said where a rule asks some of them only', async () => {
    const { id } = await register();
    staged.assets = [{ name: 'payees', columns: { mail: EMAILS, extra: IBANS } }];
    await scan(id);
    const create = await bench.test.request('POST', '/api/v1/scan-rules', {
      body: { title: 'Only contact', classifiers: ['contact'], mode: 'full' },
    });
    const ruleId = String(field(create, 'id'));
    const known = async () => {
      const summary = await bench.test.service(catalogService).summary(bench.test.scope(), { sourceId: id });
      const violations = await bench.test.request('GET', `/api/v1/violations?source=${id}`);
      const types = summary.infoTypes.map(({ infoType }) => infoType).toSorted();
      const ids = items(violations).map((violation) => String(Reflect.get(violation, 'id')));
      return { types, violations: ids.toSorted() };
    };
    const before = await known();
    expect(before.types).to.include.members(['EMAIL_ADDRESS', 'IBAN']);
    expect(before.violations).not.to.deep.equal([]);
    expect(await changes(await scan(id, { ruleId }))).to.deep.equal([]);
    expect(await known()).to.deep.equal(before);
    // What was asked answers for itself: of the addresses nothing is left, of the accounts nobody was asked.
    staged.assets = [{ name: 'payees', columns: { mail: WORDS, extra: WORDS } }];
    await scan(id, { ruleId });
    expect((await known()).types)
      .to.include('IBAN')
      .and.not.include('EMAIL_ADDRESS');
    const [whole] = await changes(await scan(id, { mode: 'full' }));
    expect(JSON.stringify(Reflect.get(whole ?? {}, 'removed'))).to.include('"extra"');
    expect((await known()).types).not.to.include('IBAN');
  });

  it('is nothing that people decided meanwhile: rejected, corrected, or taken back', async () => {
    const { id } = await register();
    staged.assets = [
      { name: 'staff', columns: { mail: EMAILS, other_mail: EMAILS, iban: IBANS } },
      { name: 'leaving', columns: { mail: EMAILS, iban: IBANS } },
    ];
    await scan(id);
    const ask = async (method: 'GET' | 'POST', path: string, body?: unknown) => {
      const answer = await bench.test.request(method, `/api/v1/classifications${path}`, { body });
      expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
      return answer;
    };
    const verdictOf = async (table: string, column: string): Promise<string> => {
      const found = items(await ask('GET', `?source=${id}&column=${column}&status=all`));
      const one = found.find((item) => Reflect.get(item, 'assetName') === `main.${table}`);
      return String(Reflect.get(one ?? {}, 'id'));
    };
    const [rejected, corrected] = [await verdictOf('staff', 'mail'), await verdictOf('staff', 'other_mail')];
    await ask('POST', `/${rejected}/reject`, {});
    await ask('POST', `/${corrected}/correct`, { infoType: 'USERNAME' });
    await ask('POST', `/${await verdictOf('leaving', 'mail')}/reject`, {});
    expect(await changes(await scan(id, { mode: 'full' }))).to.deep.equal([]);
    await ask('POST', `/${rejected}/withdraw`, {});
    expect(await changes(await scan(id, { mode: 'full' }))).to.deep.equal([]);
    staged.assets = [{ name: 'staff', columns: { mail: EMAILS, other_mail: EMAILS, iban: WORDS } }];
    const [staff, leaving, ...more] = await changes(await scan(id, { mode: 'full' }));
    expect(more).to.deep.equal([]);
    expect(staff).to.deep.include({ name: 'main.staff', kind: 'changed', added: [] });
    for (const change of [staff, leaving]) {
      const removed = Reflect.get(change ?? {}, 'removed');
      expect(JSON.stringify(removed))
        .to.include('"iban"')
        .and.not.include('mail"')
        .and.not.include('decided');
      expect(Reflect.get(change ?? {}, 'counts')).to.deep.equal({ added: 0, removed: removed.length });
    }
  });
});
