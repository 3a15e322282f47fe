import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreServices, definePlugin } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { inline, kernelBench, passer } from '../../../test/kernel-family.ts';
import { type MessageConflict, MessageMerger, type MessageSource } from './merged-messages.ts';

const server = definePlugin()({ deps: { http: coreServices.http }, setup: () => ({}) });
const LOCALES = { contributes: { locales: { tlh: 'locales/tlh.json' } } };

describe('texts in other languages', () => {
  const bench = kernelBench();
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-locales-'));
    const files: Readonly<Record<string, string>> = {
      'one/locales/tlh.json': '{"Source":"Hal","Empty":"","constructor":"chenmoHwI\'","__proto__":"x"}',
      'two/locales/tlh.json': '{"Source":"otherwise","Scan":"Hotlh"}',
      'broken/locales/tlh.json': '{"Source":',
      'strange/locales/tlh.json': '{"Source":1}',
      'many/locales/tlh.json': JSON.stringify(
        Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`said|${n} {x}`, '{x}'])),
      ),
    };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  });
  after(() => rm(folder, { recursive: true }));

  const plugin = (id: string, locales: object = LOCALES): ReturnType<typeof inline> => ({
    ...inline(id, passer, locales),
    directory: join(folder, id),
  });

  it('are merged over the running plugins, the first one’s word taken, and read without signing in', async () => {
    const kernel = await bench.boot([inline('server', server), plugin('one'), plugin('two')]);
    const messages = await kernel.request('GET', '/api/v1/ui/messages/tlh', { as: null });
    expect(messages.status).to.equal(200);
    expect(Object.entries(messages.body as object)).to.have.deep.members([
      ['Source', 'Hal'],
      ['constructor', "chenmoHwI'"],
      ['__proto__', 'x'],
      ['Scan', 'Hotlh'],
    ]);
    const { body } = await kernel.request('GET', '/api/v1/ui/messages', { as: null });
    expect(body).to.have.property('items').that.includes('tlh');
    await kernel.request('POST', '/api/v1/plugins/one/disable');
    expect((await kernel.request('GET', '/api/v1/ui/messages/tlh', { as: null })).body).to.deep.equal({
      Source: 'otherwise',
      Scan: 'Hotlh',
    });
  });

  it('are answered with 304 while they stay the same, compressed for whoever takes that', async () => {
    const kernel = await bench.boot([inline('server', server), plugin('one')]);
    const address = `${kernel.kernel.address}/api/v1/ui/messages/tlh`;
    const first = await fetch(address, { headers: { 'accept-encoding': 'br' } });
    expect([first.headers.get('content-encoding'), first.headers.get('cache-control')]).to.deep.equal([
      'br',
      'public, no-cache',
    ]);
    expect(await first.json()).to.have.property('Source', 'Hal');
    const etag = first.headers.get('etag') ?? '';
    const second = await fetch(address, { headers: { 'accept-encoding': 'br', 'if-none-match': etag } });
    expect(second.status).to.equal(304);
    const plain = await fetch(address, { headers: { 'accept-encoding': 'identity' } });
    expect([plain.headers.get('content-encoding'), plain.headers.get('etag') === etag]).to.deep.equal([
      null,
      false,
    ]);
    expect(await plain.json()).to.have.property('Source', 'Hal');
  });

  it('mark a plugin whose file is broken, and leave the others alone', async () => {
    const kernel = await bench.boot([
      ...[inline('server', server), plugin('broken'), plugin('strange'), plugin('one')],
      plugin('absent'),
      plugin('many'),
    ]);
    const states = new Map(kernel.kernel.plugins().map(({ id, state, reason }) => [id, { state, reason }]));
    expect(states.get('one')?.state).to.equal('active');
    for (const [id, word] of [
      ['broken', 'cannot be read'],
      ['strange', 'something else than a text at "Source"'],
      ['absent', 'ENOENT'],
      ['many', 'more than 1000 forms of sentences'],
    ] as const) {
      expect(states.get(id)?.state, id).to.equal('degraded');
      expect(states.get(id)?.reason, id).to.contain(word).and.to.contain('locales/tlh.json');
    }
    const { body } = await kernel.request('GET', '/api/v1/ui/messages/tlh', { as: null });
    expect(body).to.have.property('Source', 'Hal');
  });

  it('lie inside the package, or the manifest is refused', async () => {
    for (const path of ['../one/locales/tlh.json', '/etc/passwd', 'locales/../../x.json', 'package.txt']) {
      const kernel = await bench.boot([plugin('outside', { contributes: { locales: { tlh: path } } })]);
      expect(kernel.kernel.plugins()[0], path).to.include({ state: 'invalid' });
    }
  });

  it('of the shell and of what comes with it are no plugin’s to say otherwise, which is told', async () => {
    const files: Readonly<Record<string, object>> = {
      'shell/de.json': { Cancel: 'Abbrechen', 'state|Open': 'Offen' },
      'access/de.json': { Approve: 'Genehmigen' },
      'foreign/de.json': { Cancel: 'Löschen', 'state|Open': 'Zu', Approve: 'Ablehnen', Mine: 'Meins' },
      'foreign/en-gb.json': { Cancel: 'Delete', Colour: 'Colour' },
      'foreign/tlh.json': { Cancel: 'qIl' },
      'late/de.json': { Mine: 'Deins', Approve: 'Genehmigen' },
    };
    const made = await mkdtemp(join(tmpdir(), 'datawave-ranks-'));
    for (const [name, texts] of Object.entries(files)) {
      await mkdir(join(made, name, '..'), { recursive: true });
      await writeFile(join(made, name), JSON.stringify(texts));
    }
    const source = (id: string, rank: MessageSource['rank'], tags: readonly string[]): MessageSource => ({
      ...{ id, rank, version: '1.0.0', directory: join(made, id) },
      locales: Object.fromEntries(tags.map((tag) => [tag, `${tag}.json`])),
    });
    const told: MessageConflict[] = [];
    const merger = new MessageMerger(
      () => [
        source('foreign', 'other', ['de', 'en-gb', 'tlh']),
        source('late', 'other', ['de']),
        source('access', 'bundled', ['de']),
        source('shell', 'shell', ['de']),
      ],
      (conflict) => told.push(conflict),
    );
    const of = async (locale: string): Promise<unknown> =>
      JSON.parse(String((await merger.of(locale))?.json));
    expect(await of('de')).to.deep.equal({
      ...{ Cancel: 'Abbrechen', 'state|Open': 'Offen', Approve: 'Genehmigen', Mine: 'Meins' },
    });
    expect(told).to.deep.equal([
      { locale: 'de', shown: 'shell', ignored: 'foreign', texts: ['Cancel', 'state|Open'] },
      { locale: 'de', shown: 'access', ignored: 'foreign', texts: ['Approve'] },
      { locale: 'de', shown: 'foreign', ignored: 'late', texts: ['Mine'] },
    ]);
    // English is what stands in the code; another language may be brought as a whole.
    expect(await of('en-gb')).to.deep.equal({ Colour: 'Colour' });
    expect(await of('tlh')).to.deep.equal({ Cancel: 'qIl' });
    await rm(made, { recursive: true });
  });

  it('are not found in a language that nobody brings, whatever is asked for', async () => {
    const kernel = await bench.boot([inline('server', server), plugin('one')]);
    const ask = async (locale: string): Promise<number> =>
      (await kernel.request('GET', `/api/v1/ui/messages/${locale}`, { as: null })).status;
    expect(await ask('sjn')).to.equal(404);
    for (const strange of ['..%2Ftlh', '%252e%252e', 'constructor', '__proto__', 'a'.repeat(300)])
      expect(await ask(strange), strange).to.be.oneOf([400, 404, 422]);
  });
});
