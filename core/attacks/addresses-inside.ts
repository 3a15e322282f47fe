import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonSchema } from '@datawave/plugin-sdk';
import { type Attack, type AttackContext, type Findings, someOf } from './attack.ts';
import { PREFIX } from './endpoints.ts';
import { propertiesOf, sampleOf } from './sample-json.ts';
import { jsonOf } from './send-raw.ts';

/** Ways to write where the platform itself runs. */
const LOOPBACK = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '017700000001',
    '127.000.000.001',
  ],
  ...[
    '127.0.0.1.',
    '127.255.255.254',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'ip6-localhost',
    '0',
    '0.0.0.0',
    '::',
    '[::]',
    '::1',
  ],
  ...[
    '[::1]',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '[::ffff:127.0.0.1]',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
  ],
  ...[
    '2002:7f00:1::',
    '::1%lo',
    '::1%25lo',
    '127。0。0。1',
    '①②⑦.⓪.⓪.①',
    '127.0.0.1\u0000.example.com',
    '127.0.0.1 ',
    ' 127.0.0.1',
  ],
  ...[
    'example.com@127.0.0.1',
    '127.0.0.1#.example.com',
    '127.0.0.1/x',
    '127.0.0.1:1',
    'tcp://127.0.0.1',
    '127.0.0.1,example.com',
  ],
];
/** Ways to write where clouds serve credentials, and what is link-local. */
const METADATA = [
  ...[
    '169.254.169.254',
    '169.254.43518',
    '2852039166',
    '0xa9fea9fe',
    '0251.0376.0251.0376',
    '[::ffff:169.254.169.254]',
  ],
  ...[
    '::ffff:a9fe:a9fe',
    'fd00:ec2::254',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    'fe80::1',
    '169.254.169.254.',
  ],
];
/** Files that are none of a connector's, and ways to write them. */
const FILES = [
  ...[
    '/etc/passwd',
    '/proc/self/environ',
    '/proc/self/cmdline',
    '../../../../etc/passwd',
    'file:///etc/passwd',
    'file:/etc/passwd?mode=rw',
  ],
  ...[
    '/etc/../etc/passwd',
    '/dev/zero',
    '/dev/stdin',
    '//etc/passwd',
    '/etc/passwd\u0000.csv',
    '\\\\host\\share',
    '~/.ssh/id_rsa',
    '/',
    '.',
    '',
  ],
  ...[
    'http://127.0.0.1/x.csv',
    's3://bucket/x.parquet',
    'hf://datasets/x',
    '/etc/*',
    '/etc/pass{wd,x}',
    ':memory:',
    '|id',
    '$HOME/x',
  ],
];

/** Every connector, asked to connect to where none may. */
export const addressesInside: Attack = {
  name: 'addresses-inside',
  title: 'no connector reaches what the configuration refuses',
  setting: {
    settings: {
      egress: { deny: ['127.0.0.0/8', '::1/128', '0.0.0.0/8', '::/128'], allowLocalSockets: false },
    },
  },
  async run(context, findings) {
    const { platform, random, isShort } = context;
    await platform.callers();
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    const folder = await mkdtemp(join(tmpdir(), 'datawave-inside-'));
    const local = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    try {
      const port = await listening(server);
      local.listen(join(folder, `.s.PGSQL.${port}`));
      await once(local, 'listening');
      await writeFile(join(folder, 'secret.csv'), 'name,secret\na,b\n');
      await symlink('/etc/passwd', join(folder, 'link.csv'));
      const { items } = jsonOf(await platform.ask('GET', '/connectors?limit=500'));
      for (const item of Array.isArray(items) ? items : []) {
        const { kind, connectionSchema: schema } = Object(item);
        if (kind === 'staged' || typeof schema !== 'object') continue;
        const hosts = [...LOOPBACK, ...METADATA, folder, join(folder, `.s.PGSQL.${port}`)];
        const paths = [...FILES, folder, join(folder, 'secret.csv'), join(folder, 'link.csv')];
        const texts = 'host' in propertiesOf(schema) ? hosts : paths;
        for (const text of isShort ? someOf(random, texts, 5) : texts)
          await tryOut(context, findings, { kind, schema, text, port });
      }
      findings.check(connections === 0, () => `${connections} connections were made to where none may be`);
    } finally {
      server.close();
      local.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function listening(server: Server): Promise<number> {
  server.listen(0, '::');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** As a test of a connection, and as a source that is tested and scanned. */
async function tryOut(
  { platform }: AttackContext,
  findings: Findings,
  {
    kind,
    schema,
    text,
    port,
  }: { readonly kind: string; readonly schema: JsonSchema; readonly text: string; readonly port: number },
): Promise<void> {
  const known = propertiesOf(schema);
  const config: Record<string, unknown> = { ...Object(sampleOf(schema)) };
  for (const name of ['host', 'path', 'folder', 'file', 'directory', 'root'])
    if (name in known) config[name] = text;
  if ('port' in known) config['port'] = port;
  const where = `${kind} with ${JSON.stringify(text)}`;
  const tested = await platform.ask('POST', `/connectors/${kind}/test`, { body: { config } });
  const isOpen = tested.status === 200 && jsonOf(tested)['ok'] === true;
  findings.check(
    !isOpen && tested.status < 500,
    () => `${where}: ${tested.status} ${tested.text.slice(0, 300)}`,
  );
  const told = tested.text.includes('root:') || tested.text.includes('PATH=');
  findings.check(!told, () => `${where} tells what stands in a file: ${tested.text.slice(0, 300)}`);
  const made = await platform.ask('POST', '/sources', {
    body: { title: where.slice(0, 150), connector: kind, config },
  });
  findings.check(made.status < 500, () => `${where} as a source: ${made.status} ${made.text.slice(0, 300)}`);
  const { id } = jsonOf(made);
  if (typeof id !== 'string') return;
  const again = await platform.client.send('POST', `${PREFIX}/sources/${id}/test`, {
    headers: { ...platform.operator(), 'content-type': 'application/json' },
    body: '{}',
  });
  const isKept = again.status >= 400 && again.status < 500;
  findings.check(isKept, () => `${where} as a source: ${again.status} ${again.text.slice(0, 300)}`);
  await platform.ask('DELETE', `/sources/${id}`);
}
