import type { ConnectorInfo } from '@datawave/plugin-sdk';
import { type Attack, type AttackContext, type Findings, someOf } from './attack.ts';
import { PREFIX } from './endpoints.ts';
import { ALLOWED_HOST, InsideTraps, REFUSED } from './inside-traps.ts';
import { FILES, LOOPBACK, METADATA } from './places-inside.ts';
import { propertiesOf, sampleOf } from './sample-json.ts';
import { jsonOf, type RawAnswer } from './send-raw.ts';

type Connector = Pick<ConnectorInfo, 'kind' | 'connectionSchema' | 'fileExtensions'>;

/** What came of a request. */
interface Outcome {
  readonly answer: RawAnswer;
  /** Whether the connector got somewhere: it connected, or a test of it is answered with what it has found. */
  readonly isThrough: boolean;
}

/** What came of a place: of the test of a connection to it, of a source there, and of the test of that. */
interface Outcomes {
  readonly tested: Outcome;
  readonly made: Outcome;
  /** Null where no source was made. */
  readonly again: Outcome | null;
}

/** Every connector, asked to connect to where none may; and in the same words to where it may, without which the rest says nothing. */
export const addressesInside: Attack = {
  name: 'addresses-inside',
  title: 'no connector reaches what the configuration refuses',
  setting: { settings: { egress: { deny: REFUSED, allowLocalSockets: false } } },
  async run(context, findings) {
    const { platform, random, isShort } = context;
    const traps = await InsideTraps.lay();
    try {
      const { items } = jsonOf(await platform.ask('GET', '/connectors?limit=500'));
      const connectors = (Array.isArray(items) ? items : []).filter(isConnector);
      findings.check(connectors.length > 0, () => 'there is no connector that could go anywhere');
      for (const connector of connectors) {
        const isServer = 'host' in propertiesOf(connector.connectionSchema);
        const allowed = isServer ? ALLOWED_HOST : traps.allowedPath(connector.fileExtensions);
        goesThrough(findings, connector, allowed, await tryOut(context, connector, allowed, traps));
        const before = traps.connections;
        const texts = isServer ? [...LOOPBACK, ...METADATA, ...traps.hosts] : [...FILES, ...traps.paths];
        for (const text of isShort ? someOf(random, texts, 5) : texts)
          isRefused(findings, connector, text, await tryOut(context, connector, text, traps));
        const made = traps.connections - before;
        findings.check(made === 0, () => `${connector.kind} made ${made} connections to where none may be`);
      }
      findings.note(`${connectors.length} connectors`);
    } finally {
      await traps.remove();
    }
  },
};

const isConnector = (item: unknown): item is Connector => {
  const { kind, connectionSchema, fileExtensions } = Object(item);
  return kind !== 'staged' && typeof connectionSchema === 'object' && Array.isArray(fileExtensions);
};

const nameOf = ({ kind }: Connector, text: string): string => `${kind} with ${JSON.stringify(text)}`;

/** As a test of a connection, and as a source that is tested. */
async function tryOut(
  { platform }: AttackContext,
  connector: Connector,
  text: string,
  traps: InsideTraps,
): Promise<Outcomes> {
  const { kind } = connector;
  const config = configFor(connector, text, traps.port);
  const outcomeOf = async (ask: () => Promise<RawAnswer>): Promise<Outcome> => {
    const before = traps.connections;
    const answer = await ask();
    return { answer, isThrough: answer.status === 200 || traps.connections > before };
  };
  const tested = await outcomeOf(() =>
    platform.ask('POST', `/connectors/${kind}/test`, { body: { config } }),
  );
  const title = nameOf(connector, text).slice(0, 150);
  const made = await outcomeOf(() =>
    platform.ask('POST', '/sources', { body: { title, connector: kind, config } }),
  );
  const { id } = jsonOf(made.answer);
  if (typeof id !== 'string') return { tested, made, again: null };
  const again = await outcomeOf(() =>
    platform.client.send('POST', `${PREFIX}/sources/${id}/test`, {
      headers: { ...platform.operator(), 'content-type': 'application/json' },
      body: '{}',
    }),
  );
  await platform.ask('DELETE', `/sources/${id}`);
  return { tested, made, again };
}

/** No more than a connection needs: what else a schema knows may be refused for reasons of its own. */
function configFor({ connectionSchema }: Connector, text: string, port: number): Record<string, unknown> {
  const known = propertiesOf(connectionSchema);
  const { required } = connectionSchema;
  const isNeeded = (name: string): boolean => Array.isArray(required) && required.includes(name);
  const config: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(known)) if (isNeeded(name)) config[name] = sampleOf(schema);
  for (const name of ['host', 'path', 'folder', 'file', 'directory', 'root'])
    if (name in known) config[name] = text;
  if ('port' in known) config['port'] = port;
  return config;
}

/** Else what is refused might be refused whatever it is. */
function goesThrough(findings: Findings, connector: Connector, text: string, outcomes: Outcomes): void {
  for (const [what, outcome] of [
    ['in a test', outcomes.tested],
    ['as a source', outcomes.again ?? outcomes.made],
  ] as const)
    findings.check(
      outcome.isThrough,
      () => `${nameOf(connector, text)}, which is allowed, gets nowhere ${what}: ${told(outcome.answer)}`,
    );
}

function isRefused(
  findings: Findings,
  connector: Connector,
  text: string,
  { tested, made, again }: Outcomes,
): void {
  const where = nameOf(connector, text);
  findings.check(!tested.isThrough && tested.answer.status < 500, () => `${where}: ${told(tested.answer)}`);
  const tells = /root:|PATH=/.test(tested.answer.text);
  findings.check(!tells, () => `${where} tells what stands in a file: ${told(tested.answer)}`);
  findings.check(made.answer.status < 500, () => `${where} as a source: ${told(made.answer)}`);
  if (again === null) return;
  const { status } = again.answer;
  findings.check(
    !again.isThrough && status >= 400 && status < 500,
    () => `${where} as a source: ${told(again.answer)}`,
  );
}

const told = ({ status, text }: RawAnswer): string => `${status} ${text.slice(0, 300)}`;
