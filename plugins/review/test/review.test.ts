import { catalogService, coreServices, sql } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { itemsOf, ReviewPlatform, urnOf } from './review-platform.ts';
import { said, verdict } from './staged-classification.ts';

describe('review', () => {
  let platform: ReviewPlatform;

  before(async function () {
    this.timeout(120_000);
    platform = await ReviewPlatform.start();
  });
  after(() => platform?.stop());

  it('queues what the engine suggests, the uncertain and sensitive first', async () => {
    platform.engine.verdicts = {
      mail: said([verdict('EMAIL_ADDRESS', { confidence: 0.97 })]),
      city: said([verdict('CITY', { confidence: 0.55 })]),
      ssn: said([verdict('US_SSN', { confidence: 0.6 })]),
      plain: said(),
      unsure: said([], {
        reason: 'It may be a telephone number, but the evidence is not enough.',
        candidates: [
          verdict('PHONE_NUMBER', { confidence: 0.4 }),
          verdict('BANK_ACCOUNT_NUMBER', { confidence: 0.3 }),
        ],
      }),
    };
    await platform.scan({ people: ['mail', 'city', 'ssn', 'plain', 'unsure'] });
    const queue = await platform.queue();
    expect(queue.map(({ column }) => column)).to.deep.equal(['ssn', 'unsure', 'city', 'mail']);
    const unsure = queue.find(({ column }) => column === 'unsure');
    expect(unsure).to.deep.include({
      infoType: 'PHONE_NUMBER',
      reason: 'abstained',
      reasonDetail: 'It may be a telephone number, but the evidence is not enough.',
      alternatives: [{ infoType: 'BANK_ACCOUNT_NUMBER', confidence: 0.3 }],
    });
    expect(queue[0]).to.include({
      sensitivity: 'restricted',
      assetName: 'main.people',
      sourceTitle: 'staged',
    });
    expect(queue[0]?.explanation).to.match(/^Probably US_SSN, because/);
    expect(queue[0]?.neighbours.map(({ name }) => name)).to.deep.equal(['mail', 'city', 'plain', 'unsure']);
    expect(queue[0]?.shapes[0]).to.deep.equal({ shape: 'aa-99', share: 1 });
    expect(await platform.catalogued('people', 'unsure'), 'an abstention is no verdict').to.deep.equal([]);
  });

  it('narrows by every filter and counts the same', async () => {
    const columns = async (query: string) => (await platform.queue(query)).map(({ column }) => column);
    expect(await columns('infoType=CITY,US_SSN')).to.deep.equal(['ssn', 'city']);
    expect(await columns('sensitivity=internal')).to.deep.equal(['city']);
    expect(await columns('reason=abstained')).to.deep.equal(['unsure']);
    expect(await columns('minConfidence=0.5&maxConfidence=0.6')).to.deep.equal(['ssn', 'city']);
    expect(await columns('q=SS')).to.deep.equal(['ssn']);
    expect(await columns('q=%25')).to.deep.equal([]);
    expect(await columns('status=accepted')).to.deep.equal([]);
    const [{ sourceId } = { sourceId: '' }] = await platform.queue();
    expect(await columns(`source=${sourceId}&limit=500`)).to.have.length(4);
    expect((await platform.get('classifications?reason=abstained')).body).to.include({ total: 1 });
    expect((await platform.get('classifications?q=ssn&status=all')).body).to.include({ total: 1 });
    expect((await platform.get('classifications?reason=nonsense')).status).to.equal(400);
    expect((await platform.get('classifications/summary')).body).to.deep.include({
      waiting: 4,
      byReason: { suggested: 3, abstained: 1 },
    });
  });

  it('pages without losing or repeating any', async () => {
    for (const limit of [1, 3]) {
      const seen: string[] = [];
      for (let cursor = ''; ; ) {
        const page = await platform.get(`classifications?limit=${limit}${cursor}`);
        seen.push(...itemsOf<{ column: string }>(page).map(({ column }) => column));
        const next: unknown = Reflect.get(Object(page.body), 'nextCursor');
        if (next === null) break;
        cursor = `&cursor=${String(next)}`;
      }
      expect(seen).to.deep.equal(['ssn', 'unsure', 'city', 'mail']);
    }
    expect((await platform.get('classifications?cursor=nonsense')).status).to.equal(400);
  });

  it('shows a correction at once everywhere, and takes it back at once', async () => {
    const { id } = await platform.verdictOn('people', 'mail');
    await platform.decide(id, 'correct', { infoType: 'USERNAME', note: 'They sign in with it.' });
    expect(await platform.best('people', 'mail')).to.include({
      infoType: 'USERNAME',
      status: 'corrected',
      confidence: 1,
    });
    expect((await platform.best('people', 'mail'))?.explanation).to.match(
      /corrected it from E-mail address to User name on \d{4}-/,
    );
    const facets = await platform.get('assets?infoType=USERNAME&facets=true');
    expect(facets.body).to.include({ total: 1 });
    const facts = await platform.test.service(catalogService).facts(platform.test.scope(), urnOf('people'));
    expect(facts?.columns[0]?.classifications[0]).to.include({ infoType: 'USERNAME', status: 'corrected' });
    await platform.decide(id, 'withdraw');
    expect(await platform.best('people', 'mail')).to.include({
      infoType: 'EMAIL_ADDRESS',
      status: 'suggested',
    });
    expect((await platform.get('assets?infoType=USERNAME')).body).to.include({ total: 0 });
  });

  it('assesses anew what a decision changes', async () => {
    const open = async (): Promise<readonly string[]> =>
      itemsOf<{ column: string }>(await platform.get('violations?limit=500'))
        .map(({ column }) => column)
        .filter((column) => column !== null);
    expect(await open()).to.include('ssn');
    const { id } = await platform.verdictOn('people', 'ssn');
    await platform.decide(id, 'reject');
    expect(await open()).not.to.include('ssn');
    await platform.scan({ people: ['mail', 'city', 'ssn', 'plain', 'unsure'] });
    expect(await open(), 'nor does a scan bring it back').not.to.include('ssn');
    await platform.decide(id, 'withdraw');
    expect(await open()).to.include('ssn');
  });

  it('keeps what a person decided through every scan', async () => {
    const mail = await platform.verdictOn('people', 'mail');
    const city = await platform.verdictOn('people', 'city');
    const ssn = await platform.verdictOn('people', 'ssn');
    await platform.decide(mail.id, 'accept');
    await platform.decide(city.id, 'correct', { infoType: 'COUNTRY' });
    await platform.decide(ssn.id, 'reject');
    platform.engine.verdicts = {
      ...platform.engine.verdicts,
      mail: said([verdict('PHONE_NUMBER', { confidence: 0.99 })]),
      city: said(),
    };
    await platform.scan({ people: ['mail', 'city', 'ssn', 'plain', 'unsure'] });
    expect(await platform.best('people', 'mail')).to.include({
      infoType: 'EMAIL_ADDRESS',
      status: 'accepted',
    });
    expect(await platform.best('people', 'city')).to.include({ infoType: 'COUNTRY', status: 'corrected' });
    expect(await platform.catalogued('people', 'ssn')).to.deep.equal([]);
    expect((await platform.queue()).map(({ column }) => column)).to.deep.equal(['unsure']);
  });

  it('keeps it also while a column or its asset is away', async () => {
    await platform.scan({ people: ['city', 'ssn', 'plain', 'unsure'] });
    await platform.scan({ others: ['plain'] });
    expect(await platform.queue('status=all')).to.deep.equal([]);
    await platform.scan({ people: ['mail', 'city', 'ssn', 'plain', 'unsure'] });
    expect(await platform.best('people', 'mail')).to.include({
      infoType: 'EMAIL_ADDRESS',
      status: 'accepted',
    });
    expect(await platform.best('people', 'city')).to.include({ infoType: 'COUNTRY', status: 'corrected' });
    expect((await platform.queue()).map(({ column }) => column)).to.deep.equal(['unsure']);
  });

  it('asks again about what was rejected once its evidence has changed, and says what', async () => {
    const rescan = async (part: Parameters<typeof verdict>[1]) => {
      platform.engine.verdicts = {
        ...platform.engine.verdicts,
        ssn: said([verdict('US_SSN', { confidence: 0.6, ...part })]),
      };
      await platform.scan({ people: ['mail', 'city', 'ssn', 'plain', 'unsure'] });
      return platform.verdictOn('people', 'ssn');
    };
    const same = await rescan({ matched: 8, confidence: 0.7 });
    expect(same.status, 'a tenth fewer is nothing new').to.equal('rejected');
    const fewer = await rescan({ matched: 6, confidence: 0.5 });
    expect(fewer).to.include({
      status: 'suggested',
      reason: 'returned',
      reasonDetail: '60 % of the values match now, 90 % matched when this was rejected.',
    });
    expect((await platform.best('people', 'ssn'))?.infoType).to.equal('US_SSN');
    await platform.decide(fewer.id, 'reject');
    const evidence = [{ signal: 'pattern', classifier: 'staged@2.0.0', weight: 5, detail: 'fits' } as const];
    const newer = await rescan({ matched: 6, evidence });
    expect(newer.reasonDetail).to.equal(
      'The rules of the classifier "staged" were updated since this was rejected: version 1.0.0 then, 2.0.0 now.',
    );
    await platform.decide(newer.id, 'reject');
    const engine = await rescan({ matched: 6, evidence, version: 'engine@2.0.0' });
    expect(engine.reasonDetail).to.match(
      /^The engine that weighs all evidence was updated since this was rejected: engine@1.0.0.* then, engine@2.0.0/,
    );
    const { body } = await platform.get(`classifications/decisions?verdict=${engine.id}`);
    const actions = (Reflect.get(Object(body), 'items') as readonly { action: string }[]).map(
      ({ action }) => action,
    );
    expect(actions).to.deep.equal([
      'return',
      'reject',
      'return',
      'reject',
      'return',
      'reject',
      'withdraw',
      'reject',
    ]);
  });

  it('offers the next best type once the best is rejected', async () => {
    platform.engine.verdicts = {
      phone: said([
        verdict('PHONE_NUMBER', { confidence: 0.5 }),
        verdict('POSTAL_CODE', { confidence: 0.5 }),
      ]),
    };
    await platform.scan({ calls: ['phone'] });
    const first = await platform.verdictOn('calls', 'phone');
    expect(first.alternatives.map(({ infoType }) => infoType)).to.deep.equal(['POSTAL_CODE']);
    await platform.decide(first.id, 'reject');
    expect(await platform.best('calls', 'phone')).to.include({
      infoType: 'POSTAL_CODE',
      status: 'suggested',
    });
    expect(await platform.queue(`asset=${encodeURIComponent(urnOf('calls'))}`)).to.have.length(1);
    const next = await platform.verdictOn('calls', 'phone', 'POSTAL_CODE');
    await platform.decide(next.id, 'accept');
    await platform.decide(first.id, 'accept');
    expect(await platform.catalogued('calls', 'phone'), 'the newer word counts').to.have.length(1);
    expect(await platform.best('calls', 'phone')).to.include({
      infoType: 'PHONE_NUMBER',
      status: 'accepted',
    });
  });

  it('shows at once what the engine abstained from and a person accepted', async () => {
    const unsure = { reason: 'It is uncertain.', candidates: [verdict('PHONE_NUMBER', { confidence: 0.4 })] };
    platform.engine.verdicts = { line: said([], unsure) };
    await platform.scan({ lines: ['line'] });
    await platform.decide((await platform.verdictOn('lines', 'line')).id, 'accept');
    expect(await platform.best('lines', 'line')).to.include({ infoType: 'PHONE_NUMBER', status: 'accepted' });
    await platform.scan({ lines: ['line'] });
    expect(await platform.best('lines', 'line')).to.include({ infoType: 'PHONE_NUMBER', status: 'accepted' });
  });

  it('writes a column anew only when a scan says something else of it', async () => {
    const storage = platform.test.service(coreServices.storage);
    const scope = platform.test.scope();
    const scanned = async (city: string): Promise<ReadonlyMap<string, string>> => {
      platform.engine.verdicts = {
        mail: said([verdict('EMAIL_ADDRESS', { confidence: 0.97 })]),
        city: said([verdict(city)]),
      };
      await platform.scan({ written: ['mail', 'city', 'plain'] });
      const rows = await storage.transaction(scope, (tx) =>
        storage.query<{ name: string; writer: string }>(
          tx,
          sql`select name, xmin::text as writer from ${sql.identifier('review', 'columns')} where asset = ${urnOf('written')}`,
        ),
      );
      return new Map(rows.map(({ name, writer }) => [name, writer]));
    };
    const first = await scanned('CITY');
    expect(await scanned('CITY')).to.deep.equal(first);
    const changed = await scanned('COUNTRY');
    expect(
      first
        .keys()
        .filter((name) => changed.get(name) !== first.get(name))
        .toArray(),
    ).to.deep.equal(['city']);
  });

  it('finds columns again whose names PostgreSQL cannot keep', async () => {
    const names = ['a\0b', 'a\uD800b', 'a\uFFFDb'];
    platform.engine.verdicts = Object.fromEntries(names.map((name) => [name, said([verdict('CITY')])]));
    await platform.scan({ odd: names });
    const ids = async () =>
      (await platform.queue(`asset=${encodeURIComponent(urnOf('odd'))}`)).map(({ id }) => id).toSorted();
    const before = await ids();
    expect(before).to.have.length(3);
    await platform.scan({ odd: names });
    expect(await ids()).to.deep.equal(before);
  });

  it('tells apart what a column is and what it contains', async () => {
    const contained = verdict('US_SSN', { question: 'contains', matched: 1, sampled: 50, confidence: 0.8 });
    platform.engine.verdicts = { note: said([contained]) };
    await platform.scan({ notes: ['note'] });
    const inside = await platform.verdictOn('notes', 'note');
    expect(inside.question).to.equal('contains');
    await platform.post('classifications', { asset: urnOf('notes'), column: 'note', infoType: 'OCCUPATION' });
    expect((await platform.catalogued('notes', 'note')).map(({ infoType }) => infoType)).to.deep.equal([
      'OCCUPATION',
      'US_SSN',
    ]);
    await platform.decide(inside.id, 'reject');
    expect((await platform.catalogued('notes', 'note')).map(({ infoType }) => infoType)).to.deep.equal([
      'OCCUPATION',
    ]);
  });

  it('lets a person name the type of a column that nothing was found in', async () => {
    platform.engine.verdicts = {};
    await platform.scan({ plain: ['code'] });
    const answer = await platform.post('classifications', {
      asset: urnOf('plain'),
      column: 'code',
      infoType: 'PERSON_ID',
    });
    expect(answer.status).to.equal(201);
    expect(answer.headers.get('location')).to.match(/^\/api\/v1\/classifications\//);
    expect(await platform.best('plain', 'code')).to.include({ infoType: 'PERSON_ID', status: 'corrected' });
    const { id } = await platform.verdictOn('plain', 'code');
    expect((await platform.post(`classifications/${id}/reject`)).status).to.equal(409);
    await platform.decide(id, 'withdraw');
    expect(await platform.catalogued('plain', 'code')).to.deep.equal([]);
    const unknown = { asset: urnOf('plain'), column: 'none', infoType: 'PERSON_ID' };
    expect((await platform.post('classifications', unknown)).status).to.equal(404);
  });

  it('refuses a lost race and repeats a decision without doing anything', async () => {
    platform.engine.verdicts = { mail: said([verdict('EMAIL_ADDRESS')]) };
    await platform.scan({ races: ['mail'] });
    const { id } = await platform.verdictOn('races', 'mail');
    const { headers } = await platform.get(`classifications/${id}`);
    const etag = headers.get('etag') ?? '';
    const accepted = await platform.post(`classifications/${id}/accept`, {}, { 'if-match': etag });
    expect(accepted.status).to.equal(200);
    const late = await platform.post(`classifications/${id}/reject`, {}, { 'if-match': etag });
    expect([late.status, Reflect.get(Object(late.body), 'code')]).to.deep.equal([412, 'DW_REVIEW_CHANGED']);
    const again = await platform.post(
      `classifications/${id}/accept`,
      {},
      { 'if-match': accepted.headers.get('etag') ?? '' },
    );
    expect(again.headers.get('etag')).to.equal(accepted.headers.get('etag'));
    const history = itemsOf(await platform.get(`classifications/decisions?verdict=${id}`));
    expect(history).to.have.length(1);
    await platform.scan({ races: ['mail'] });
    expect(
      (await platform.get(`classifications/${id}`)).headers.get('etag'),
      'a scan that says the same',
    ).to.equal(accepted.headers.get('etag'));
  });

  it('needs no body where there is nothing to say', async () => {
    const { id } = await platform.verdictOn('races', 'mail');
    const path = `/api/v1/classifications/${id}`;
    expect((await platform.test.request('POST', `${path}/withdraw`)).status).to.equal(200);
    expect((await platform.test.request('POST', `${path}/accept`)).status).to.equal(200);
  });

  it('answers what is unknown or not allowed', async () => {
    const { id } = await platform.verdictOn('races', 'mail');
    const nobody = '00000000-0000-7000-8000-00000000dead';
    expect((await platform.get(`classifications/${nobody}`)).status).to.equal(404);
    expect((await platform.post(`classifications/${nobody}/accept`)).status).to.equal(404);
    expect((await platform.post('classifications/nonsense/accept')).status).to.equal(400);
    const unknown = await platform.post(`classifications/${id}/correct`, { infoType: 'NO_SUCH_TYPE' });
    expect([unknown.status, Reflect.get(Object(unknown.body), 'code')]).to.deep.equal([
      400,
      'DW_REVIEW_INFO_TYPE_UNKNOWN',
    ]);
    expect((await platform.post(`classifications/${id}/correct`, {})).status).to.equal(400);
    const stranger = { id: 'user:stranger', kind: 'user', displayName: 'Stranger', roles: [] } as const;
    const path = `/api/v1/classifications/${id}/accept`;
    expect((await platform.test.request('POST', path, { as: null, body: {} })).status).to.equal(401);
    expect(
      (await platform.test.request('POST', path, { as: stranger, body: {} })).status,
      'nor seen',
    ).to.equal(404);
  });
});
