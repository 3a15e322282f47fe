import { createSocket, type Socket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Frame, Page } from 'playwright-core';
import type { Fixture } from './fixture/fixture-server.ts';
import { addStranger } from './fixture/stranger-plugin.ts';
import { onFixturePages } from './fixture-page.ts';

const ATTEMPTS = readFileSync(new URL('./fixture/escape-attempts.js', import.meta.url), 'utf8');
const PAGE = `
import { DataWaveElement, defineElement } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';
defineElement('stranger-page', class extends DataWaveElement { render() { return html\`<h1>Here</h1>\`; } });
`;
/** Runs every attempt, one after the other, and answers what each came to. */
const RUN = `async ({ module, own, foreign, without }) => {
  const { ATTEMPTS } = await import(module);
  const outcomes = {};
  for (const [name, attempt] of Object.entries(ATTEMPTS)) {
    if (without.includes(name)) continue;
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error('nothing came')), 1500));
    try { outcomes[name] = 'got ' + (await Promise.race([(async () => attempt(own, foreign))(), late])); }
    catch (error) { outcomes[name] = 'held: ' + error; }
  }
  return outcomes;
}`;

describe('the frame of a plugin that nobody has verified', () => {
  let fixture: Fixture;
  let page: Page;
  let faults: string[];
  let foreign: Server;
  let peers: Socket;
  let reached: string[];

  onFixturePages({ stepMs: 60_000, isSignedIn: true }, (opened) => {
    ({ fixture, page, faults } = opened);
    fixture.modules.set('/plugins/stranger/ui/attempts.js', ATTEMPTS);
    addStranger(fixture, PAGE);
  });
  before(async () => {
    foreign = createServer((request, response) => {
      reached.push(request.url ?? '');
      response
        .writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' })
        .end();
    });
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
    peers = createSocket('udp4').on('message', () => void reached.push('a peer'));
    await new Promise<void>((resolve) =>
      peers.bind((foreign.address() as AddressInfo).port, '127.0.0.1', resolve),
    );
  });
  after(() => {
    foreign.close();
    peers.close();
  });
  beforeEach(() => {
    reached = [];
  });

  /** What each attempt came to. */
  const run = (where: Page | Frame, without: readonly string[] = []): Promise<Record<string, string>> => {
    const given = {
      module: '/plugins/stranger/ui/attempts.js',
      own: fixture.url,
      foreign: `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`,
      without,
    };
    return where.evaluate(`(${RUN})(${JSON.stringify(given)})`);
  };

  it('gives way to none of the attempts to get out of it', async function () {
    this.timeout(120_000);
    const saved: string[] = [];
    page.on('download', (download) => saved.push(download.suggestedFilename()));
    const opened: string[] = [];
    page.context().on('page', (other) => opened.push(other.url()));
    await page.goto(`${fixture.url}/stranger`);
    await page.frameLocator('iframe').getByRole('heading', { name: 'Here' }).waitFor();
    const frame = page.frames().find((one) => one.url().endsWith('/plugins/stranger/frame'));
    if (frame === undefined) throw new Error('There is no frame.');
    const outcomes = await run(frame);
    expect(Object.keys(outcomes)).to.have.length.greaterThan(39);
    const through = Object.entries(outcomes).filter(([, outcome]) => !outcome.startsWith('held'));
    expect(through).to.deep.equal([]);
    expect(reached, 'what a server elsewhere was told').to.deep.equal([]);
    const session = await page.request.get(`${fixture.url}/api/v1/auth/session`);
    expect(session.status(), 'still signed in').to.equal(200);
    expect(saved).to.deep.equal([]);
    expect(opened).to.deep.equal([]);
    expect(await page.title()).to.equal('Stranger · DataWave');
    expect(page.url()).to.equal(`${fixture.url}/stranger`);
    faults.splice(0);
  });

  it('is what holds them: elsewhere the same attempts get through', async function () {
    this.timeout(120_000);
    fixture.modules.set('/beside/index.html', '<!doctype html><title>Beside</title><h1>Beside</h1>');
    await page.goto(`${fixture.url}/beside/index.html`);
    page.on('dialog', (dialog) => void dialog.accept('secret'));
    // These would take the page along that is to be asked.
    const outcomes = await run(page, ['signs out by a form', 'takes the page on top elsewhere']);
    const through = Object.entries(outcomes).filter(([, outcome]) => outcome.startsWith('got'));
    expect(through, JSON.stringify(outcomes, null, 1)).to.have.length.greaterThan(24);
    expect(reached).to.include.members(['/beacon', '/image.svg', '/x', 'a peer']);
    faults.splice(0);
  });
});
