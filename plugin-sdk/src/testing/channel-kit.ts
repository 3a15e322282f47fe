import { deepStrictEqual, fail, ok, rejects, strictEqual } from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DataWaveError } from '../errors.ts';
import type { ChannelMessage, NotificationChannel } from '../governance/channel.ts';
import type { EgressService } from '../services/egress.ts';
import { conformanceSuite } from './conformance-suite.ts';
import { directEnvironment } from './connector-fixture.ts';

/** What {@link channelConformance} tests a channel against. @public */
export interface ChannelFixture {
  /**
   * The channel, set up so that it delivers to a server of the kit.
   * @param address - `http://127.0.0.1:PORT/hook/SECRET`, which is to be treated as a secret
   */
  create(address: string, egress: EgressService): NotificationChannel;
  /** Its id, which is needed before there is a server. */
  readonly id: string;
}

/** What the other side got. */
interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const SECRET = 'kit-secret-9f2c';
const TOLD_BY_THE_OTHER = 'words-of-the-other-side';
/** Far more than a busy machine needs to notice, and far less than the other side would have taken. */
const LONGEST_STOP_MS = 10_000;

const MESSAGE: ChannelMessage = {
  id: '0b8f6f0e-7d3c-4a53-9d53-6f2a52a9a001',
  workspace: '00000000-0000-7000-8000-000000000001',
  topic: 'scans.failed',
  text: 'The scan of Warehouse 7 failed',
  href: '/scans/42',
  tone: 'danger',
  at: '2026-01-31T10:00:00.000Z',
};
const HOSTILE = `<script>alert(1)</script> "quoted" 'single' \\back & <!channel> @everyone [link](javascript:x) \u202eesrever \u{1f4a5} ${'long '.repeat(80)}`;

/**
 * Registers mocha tests that hold a notification channel to its contract, against a server on this machine that takes, refuses, hangs and
 * goes away. For channels that speak HTTP.
 *
 * @example
 * ```ts
 * channelConformance({ id: 'pager', create: (url, egress) => createPagerChannel({ url, egress }) });
 * ```
 * @public
 */
export function channelConformance(fixture: ChannelFixture): void {
  conformanceSuite({ kit: 'channel', version: 1, subject: fixture.id }, `channel ${fixture.id}`, () => {
    let server: Server;
    let channel: NotificationChannel;
    let received: Received[];
    let answer: number | 'nothing';
    const never = (): AbortSignal => new AbortController().signal;
    const deliver = (message = MESSAGE, signal = never()): Promise<void> =>
      channel.deliver(message, { signal });

    beforeEach(async () => {
      received = [];
      answer = 200;
      server = createServer((request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (part: string) => {
          body += part;
        });
        request.on('end', () => {
          const headers = Object.fromEntries(
            Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
          );
          received.push({ method: request.method ?? '', path: request.url ?? '', headers, body });
          if (answer !== 'nothing')
            response.writeHead(answer, { 'content-type': 'text/plain' }).end(TOLD_BY_THE_OTHER);
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      channel = fixture.create(`http://127.0.0.1:${port}/hook/${SECRET}`, directEnvironment.egress);
    });
    afterEach(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    it('describes itself as data', () => {
      const { info } = channel;
      strictEqual(info.id, fixture.id);
      ok(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(info.id), 'the id is lower case with hyphens');
      ok(/^\d+\.\d+\.\d+/.test(info.version) && info.title !== '' && info.description !== '');
      deepStrictEqual(structuredClone(info), info, 'its description can be sent to another process');
      ok(!JSON.stringify(info).includes(SECRET), 'its description holds no secret');
    });

    it('delivers a message once, with its text, and leaves it as it is', async () => {
      const before = structuredClone(MESSAGE);
      await deliver();
      strictEqual(received.length, 1, 'one request for one message');
      ok(received[0]?.body.includes(MESSAGE.text), 'the text arrives');
      deepStrictEqual(MESSAGE, before);
    });

    it('delivers text of any kind, long or hostile, in a form that can be read', async () => {
      await deliver({ ...MESSAGE, text: HOSTILE });
      const [got] = received;
      if (got === undefined) return fail('nothing arrived');
      if (/json/.test(got.headers['content-type'] ?? '')) JSON.parse(got.body);
      ok(got.body.includes('quoted') && !/[\n\r]/.test(got.path), 'the text arrives');
    });

    it('delivers a message that leads nowhere', async () => {
      await deliver({ ...MESSAGE, href: null });
      ok(
        !received[0]?.body.includes('null/') && !received[0]?.body.includes('undefined'),
        'no address is made of nothing',
      );
    });

    it('sends the same twice as the same, so that the other side can tell', async () => {
      await deliver();
      await deliver();
      const [one, two] = received.map(({ method, path, body }) => ({ method, path, body }));
      deepStrictEqual(one, two);
      const told = JSON.stringify(received[0]);
      ok(told.includes(MESSAGE.id), 'the id of the message goes along');
    });

    it('says that the other side refuses, without its words and without a secret', async () => {
      for (const status of [400, 401, 404, 429, 500, 503]) {
        answer = status;
        await rejects(deliver(), isTellingError);
      }
    });

    it('says that the other side is away', async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rejects(deliver(), isTellingError);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });

    it('stops soon after it is called off', async () => {
      answer = 'nothing';
      const controller = new AbortController();
      const start = performance.now();
      const delivered = deliver(MESSAGE, controller.signal);
      setTimeout(() => controller.abort(new Error('called off')), 50);
      await rejects(delivered);
      ok(performance.now() - start < LONGEST_STOP_MS, 'it took long to stop');
      await rejects(deliver(MESSAGE, AbortSignal.abort(new Error('nobody waits'))));
    });
  });
}

function isTellingError(error: unknown): boolean {
  if (!DataWaveError.is(error)) return fail(`expected a DataWaveError, got ${String(error)}`);
  ok(
    error.message.length > 10 && (error.hint ?? '').length > 5,
    'an error says what went wrong and how to mend it',
  );
  const shown = `${error.message} ${error.hint ?? ''} ${error.where ?? ''} ${JSON.stringify(error.errors)}`;
  ok(!shown.includes(SECRET), 'a secret stands in an error');
  ok(!shown.includes(TOLD_BY_THE_OTHER), 'the words of the other side stand in an error');
  return true;
}
