import type { PluginRevocation } from '../../src/packaging/listing.ts';
import { canonicalMetadata } from '../../src/packaging/trust/canonical-json.ts';
import { addRootSignature, nameFile, type OpenTrustOptions } from '../../src/packaging/trust/index.ts';
import type { Client } from './client.ts';
import { DAY, makeKey, type RegistryOfFiles, START } from './registry-of-files.ts';

/** What somebody does to a registry, and how a client refuses it. */
export interface Attack {
  readonly name: string;
  readonly code: string;
  /** Changes what the registry serves after the client has followed it once. */
  readonly attack: (registry: RegistryOfFiles, client: Client) => void;
  readonly options?: (registry: RegistryOfFiles) => Partial<OpenTrustOptions>;
}

/** The file as somebody would write it who has no key: other content under the signatures that are there. */
function edited(bytes: Uint8Array, edit: (signed: Record<string, unknown>) => void): Uint8Array {
  const value = JSON.parse(Buffer.from(bytes).toString());
  edit(value.signed);
  return Buffer.from(canonicalMetadata(value));
}

/** The file without its first signatures. */
export const without = (count: number, bytes: Uint8Array): Uint8Array => {
  const value = JSON.parse(Buffer.from(bytes).toString());
  value.signatures.splice(0, count);
  return Buffer.from(canonicalMetadata(value));
};

/** What an attacker with none of the keys, with some of them, or on the wire can try. By the names of the TUF specification, 1.5.2. */
export const ATTACKS: readonly Attack[] = [
  {
    name: 'arbitrary software: a timestamp by a key of the attacker',
    code: 'DW_TRUST_UNKNOWN_KEY',
    attack(registry) {
      registry.roles.timestamp.keys = [makeKey()];
      registry.publishTimestamp();
    },
  },
  {
    name: 'arbitrary software: a snapshot by the key of the timestamp',
    code: 'DW_TRUST_UNKNOWN_KEY',
    attack(registry) {
      registry.roles.snapshot.keys = registry.roles.timestamp.keys;
      registry.publishSnapshot();
    },
  },
  {
    name: 'arbitrary software: an index by the key of the snapshot',
    code: 'DW_TRUST_UNKNOWN_KEY',
    attack(registry) {
      registry.roles.targets.keys = registry.roles.snapshot.keys;
      registry.publishIndex();
    },
  },
  {
    name: 'arbitrary software: a timestamp with no signature',
    code: 'DW_TRUST_THRESHOLD',
    attack(registry) {
      registry.publishTimestamp();
      registry.files.set('timestamp.json', without(1, registry.file('timestamp.json')));
    },
  },
  {
    name: 'arbitrary software: a timestamp that was edited under its signature',
    code: 'DW_TRUST_SIGNATURE',
    attack(registry) {
      registry.files.set(
        'timestamp.json',
        edited(registry.file('timestamp.json'), (signed) => Object.assign(signed, { version: 99 })),
      );
    },
  },
  {
    name: 'rollback: an older timestamp',
    code: 'DW_TRUST_ROLLED_BACK',
    attack(registry) {
      registry.versions.timestamp -= 2;
      registry.publishTimestamp();
    },
  },
  {
    name: 'rollback: a newer timestamp that names an older snapshot',
    code: 'DW_TRUST_ROLLED_BACK',
    attack(registry) {
      registry.publishTimestamp(nameFile(1, registry.file('1.snapshot.json')));
    },
  },
  {
    name: 'rollback: a newer snapshot that names an older index',
    code: 'DW_TRUST_ROLLED_BACK',
    attack(registry) {
      registry.publishSnapshot({
        ...registry.named(),
        targets: nameFile(1, registry.file('1.targets.json')),
      });
    },
  },
  {
    name: 'rollback: a newer snapshot that has lost a bin',
    code: 'DW_TRUST_ROLLED_BACK',
    attack(registry) {
      const { 'bin-0': _, ...rest } = registry.named();
      registry.publishSnapshot(rest);
    },
  },
  {
    name: 'equivocation: two timestamps of one version',
    code: 'DW_TRUST_MIXED',
    attack(registry) {
      registry.versions.timestamp -= 1;
      registry.now = new Date(START.getTime() + 1000);
      registry.publishTimestamp();
    },
  },
  {
    name: 'fast forward: a root that skips a version',
    code: 'DW_TRUST_ROLLED_BACK',
    attack(registry) {
      registry.versions.root += 1;
      const bytes = registry.publishRoot();
      registry.files.set('2.root.json', bytes);
    },
  },
  {
    name: 'indefinite freeze: everything stays as it was',
    code: 'DW_TRUST_EXPIRED',
    attack(_, client) {
      client.now = new Date(START.getTime() + DAY);
    },
  },
  {
    name: 'indefinite freeze: new timestamps for a snapshot that has ended',
    code: 'DW_TRUST_EXPIRED',
    attack(registry, client) {
      registry.now = client.now = new Date(START.getTime() + 7 * DAY);
      registry.publishTimestamp();
    },
  },
  {
    name: 'indefinite freeze: new snapshots of an index that has ended',
    code: 'DW_TRUST_EXPIRED',
    attack(registry, client) {
      registry.now = client.now = new Date(START.getTime() + 90 * DAY);
      registry.publishSnapshot();
    },
  },
  {
    name: 'a root that has ended',
    code: 'DW_TRUST_EXPIRED',
    attack(registry, client) {
      registry.now = client.now = new Date(START.getTime() + 365 * DAY);
      registry.publishIndex();
    },
  },
  {
    name: 'a clock that was turned back to outlive an expiry',
    code: 'DW_TRUST_CLOCK',
    attack(registry, client) {
      client.now = new Date(START.getTime() - DAY);
      registry.publishTimestamp();
    },
  },
  {
    name: 'mix and match: the snapshot of another state under the name of the present one',
    code: 'DW_TRUST_TAMPERED',
    attack(registry) {
      registry.publishSnapshot();
      registry.files.set(`${registry.versions.snapshot}.snapshot.json`, registry.file('1.snapshot.json'));
    },
  },
  {
    name: 'mix and match: the index of another state under the name of the present one',
    code: 'DW_TRUST_TAMPERED',
    attack(registry) {
      registry.publishIndex();
      registry.files.set(`${registry.versions.targets}.targets.json`, registry.file('1.targets.json'));
    },
  },
  {
    name: 'mix and match: an old index that the snapshot names by its hash but as a new version',
    code: 'DW_TRUST_MIXED',
    attack(registry) {
      const old = registry.file('1.targets.json');
      registry.files.set('9.targets.json', old);
      registry.publishSnapshot({ ...registry.named(), targets: nameFile(9, old) });
    },
  },
  {
    name: 'revocations that were taken away',
    code: 'DW_TRUST_TAMPERED',
    attack(registry) {
      registry.revocations = [REVOCATION];
      registry.publishIndex();
      const [name] = [...registry.files.keys()]
        .filter((file) => file.endsWith('.revocations.json'))
        .slice(-1);
      registry.files.set(name ?? '', Buffer.from('{"revocations":[],"version":1}'));
    },
  },
  {
    name: 'endless data: a timestamp without end',
    code: 'DW_TRUST_TOO_LARGE',
    attack: (registry) => registry.publishIndex(),
    options: (registry) => ({
      fetch: async (file) => (file === 'timestamp.json' ? endless() : registry.fetch(file)),
    }),
  },
  {
    name: 'endless data: a snapshot longer than the timestamp says',
    code: 'DW_TRUST_TOO_LARGE',
    attack: (registry) => registry.publishIndex(),
    options: (registry) => ({
      fetch: async (file) =>
        file.endsWith('.snapshot.json')
          ? Buffer.concat([registry.file(file), Buffer.from(' ')])
          : registry.fetch(file),
    }),
  },
  {
    name: 'slow retrieval: a timestamp that never comes',
    code: 'DW_TRUST_TOO_SLOW',
    attack: (registry) => registry.publishIndex(),
    options: (registry) => ({
      deadlineMs: 20,
      fetch: (file) => (file === 'timestamp.json' ? new Promise(() => undefined) : registry.fetch(file)),
    }),
  },
  {
    name: 'slow retrieval: a snapshot drop by drop',
    code: 'DW_TRUST_TOO_SLOW',
    attack: (registry) => registry.publishIndex(),
    options: (registry) => ({
      deadlineMs: 20,
      fetch: async (file) => (file.endsWith('.snapshot.json') ? drops() : registry.fetch(file)),
    }),
  },
  {
    name: 'a file that is withheld',
    code: 'DW_TRUST_UNREACHABLE',
    attack(registry) {
      registry.publishIndex();
      registry.files.delete(`${registry.versions.snapshot}.snapshot.json`);
    },
  },
  {
    name: 'a network that is down',
    code: 'DW_TRUST_UNREACHABLE',
    attack: () => undefined,
    options: () => ({ fetch: () => Promise.reject(new Error('ECONNREFUSED')) }),
  },
  {
    name: 'key compromise: a root by one of two keys that must sign',
    code: 'DW_TRUST_THRESHOLD',
    attack(registry) {
      const bytes = registry.publishRoot();
      registry.files.set('2.root.json', without(1, bytes));
    },
  },
  {
    name: 'key compromise: a root by new keys alone',
    code: 'DW_TRUST_THRESHOLD',
    attack(registry) {
      registry.roles.root = { keys: [makeKey(), makeKey()], threshold: 2 };
      registry.publishRoot();
    },
  },
  {
    name: 'key compromise: a root by the old keys that the new ones have not signed',
    code: 'DW_TRUST_THRESHOLD',
    attack(registry) {
      const old = registry.roles.root.keys;
      registry.roles.root = { keys: [makeKey(), makeKey()], threshold: 2 };
      const bytes = registry.publishRoot();
      registry.files.set('2.root.json', old.reduce(addRootSignature, without(2, bytes)));
    },
  },
  {
    name: 'key compromise: a root with the signature of a stranger besides',
    code: 'DW_TRUST_UNKNOWN_KEY',
    attack: (registry) => void registry.publishRoot([makeKey()]),
  },
  {
    name: 'key compromise: one key under two names to reach the threshold',
    code: 'DW_TRUST_MALFORMED',
    attack(registry) {
      const bytes = registry.publishRoot();
      registry.files.set(
        '2.root.json',
        edited(bytes, (signed) => {
          const { keys, roles } = signed as {
            keys: Record<string, unknown>;
            roles: { root: { keyids: string[] } };
          };
          const [first] = roles.root.keyids;
          keys['0'.repeat(64)] = keys[first ?? ''];
          roles.root.keyids = ['0'.repeat(64), first ?? ''];
        }),
      );
    },
  },
];

export const REVOCATION: PluginRevocation = {
  id: '1',
  name: '@acme/plugin',
  versions: '1.0.0',
  reason: 'It sends what it reads to a stranger.\nReported on 1 June.',
  severity: 'critical',
  action: 'disable',
  at: '2026-06-01T10:00:00Z',
};

async function* endless(): AsyncGenerator<Uint8Array> {
  while (true) yield new Uint8Array(1024);
}

async function* drops(): AsyncGenerator<Uint8Array> {
  while (true) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    yield new Uint8Array(1);
  }
}
