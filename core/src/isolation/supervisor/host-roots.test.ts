import { type Logger, type PluginContext, pluginScope } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import type { Peer } from '../bridge/peer.ts';
import { hostRoots } from './host-roots.ts';
import { LineLimit } from './limited-logger.ts';
import { checkDescription } from './plugin-definition.ts';
import { readDescription } from './read-description.ts';
import { StagedRegistrations } from './staged-registrations.ts';

const SILENT: Logger = {
  ...{ trace: () => undefined, debug: () => undefined, info: () => undefined },
  ...{ warn: () => undefined, error: () => undefined, child: () => SILENT },
};

const METHODS = [
  ...['list', 'connection', 'get', 'changeMembers', 'connectors', 'sampleAsset', 'membershipsOf', 'use'],
  ...['require', 'visibleIds', 'mayBeSeen', 'classify', 'changed', 'facts', 'record', 'start', 'subscribe'],
];
const OWNERS = ['access', 'core', 'identity', 'notifications', 'scanner', 'sources', 'workspaces'];

/** What a plugin may call that depends on one service, which answers the name of the method that it was called by. */
function rootsWith(service: string): (root: string, ...args: readonly unknown[]) => unknown {
  const called =
    (method: string): (() => string) =>
    () =>
      method;
  const given = Object.fromEntries(METHODS.map((method) => [method, called(method)]));
  const description = readDescription('guest', {
    ...{ deps: {}, optionalDeps: { it: service }, provides: {}, hooks: [], extensionPoints: [] },
    ...{ hasStart: false, entities: 0, migrations: [] },
  });
  const roots = hostRoots({
    ...{ plugin: 'guest', related: new Set(OWNERS), guard: (egress: unknown) => egress },
    ...{ registrations: new StagedRegistrations(() => undefined), log: SILENT },
    lines: new LineLimit(10, SILENT),
    context: () => ({ deps: {}, optional: { it: given } }) as unknown as PluginContext<unknown>,
    description: () => description,
    peer: (): Peer => {
      throw new Error('nothing is told');
    },
    onFault: () => undefined,
  });
  return (root, ...args) => Reflect.apply(roots[root] as () => unknown, undefined, args);
}

const scope = pluginScope('guest', 'Guest', { signal: new AbortController().signal });
/** What the contracts ask for. */
const ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = {
  list: [scope],
  'sources.sources.require': [scope, 'sources:read', 'x'],
  'scan-rules.rules.require': [scope, 'x'],
  visibleIds: [scope, ['x']],
  mayBeSeen: [scope, { id: 'x', key: 'x' }, [['main', 'x']]],
};

const refused = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return String(Reflect.get(Object(error) as object, 'code'));
  }
  return 'done';
};

describe('what an isolated plugin is not given, whatever its manifest says that it requires', () => {
  it('is people, secrets and connections of services that trust their callers', () => {
    const offered: Readonly<Record<string, readonly string[]>> = {
      'sources.sources': ['require', 'visibleIds'],
      'catalog.catalog': ['mayBeSeen'],
      'compliance.compliance': [],
      'scans.scans': [],
      'scan-rules.rules': ['require'],
      'classification.classification': [],
      'identity.accounts': [],
      'access.roles': ['list'],
      'workspaces.directory': ['list'],
      'scanner.scanner': ['connectors'],
      // A plugin that is not the platform's offers what it offers.
      'others.service': ['list', 'connection', 'use'],
    };
    for (const [service, methods] of Object.entries(offered)) {
      const call = rootsWith(service);
      for (const method of methods)
        expect(
          call('service', 'it', true, method, ARGUMENTS[`${service}.${method}`] ?? ARGUMENTS[method] ?? []),
          method,
        ).to.equal(method);
      const withheld = METHODS.filter((method) => method !== 'classify' && method !== 'connectors').filter(
        (method) => service !== 'others.service' && !methods.includes(method),
      );
      for (const method of withheld)
        expect(
          refused(() => call('service', 'it', true, method, [])),
          `${service}.${method}`,
        ).to.equal('DW_ISOLATION_REFUSED');
    }
  });

  it('is what plugins tell each other that it does not name, nor a hook of theirs to tell it by', () => {
    const call = rootsWith('core.events');
    const hook = { flow: 'series', mode: 'async', onError: 'isolate' };
    const tap = (id: string): string => refused(() => call('tap', { ...hook, id }, () => undefined));
    expect(tap('catalog.recording')).to.equal('DW_ISOLATION_REFUSED');
    expect(tap('sources.asking')).to.equal('done');
    for (const id of ['sources.asking', 'catalog.retirement'])
      expect(
        refused(() => call('hook', { ...hook, id }, {})),
        id,
      ).to.equal('DW_ISOLATION_REFUSED');
    const subscribe = (filter: object): string =>
      refused(() => call('service', 'it', true, 'subscribe', [filter, () => undefined]));
    for (const types of [['review.*'], ['*'], ['sources.*', 'assessment.thing.done']])
      expect(subscribe({ types }), String(types)).to.equal('DW_ISOLATION_REFUSED');
    for (const filter of [{}, { types: ['sources.*', 'guest.thing.done'] }])
      expect(subscribe(filter)).to.equal('done');
  });

  it('is a service of which nothing is left', () => {
    const description = readDescription('guest', {
      ...{ deps: { people: 'identity.accounts' }, provides: {}, hooks: [], extensionPoints: [] },
    });
    const source = {
      ...{ version: '1.0.0', directory: '/guest' },
      manifest: { manifestVersion: 1, id: 'guest', apiVersion: '*' } as const,
    };
    if (description === null) throw new Error('it is a plugin');
    expect(refused(() => checkDescription(source as never, description))).to.equal('DW_ISOLATION_REFUSED');
  });

  it('is a place among what says who somebody is, holds keys or speaks for the platform, nor a hold of it', () => {
    const call = rootsWith('others.service');
    for (const point of ['core.key-providers', 'core.startup-reports', 'identity.sign-in-providers'])
      expect(
        refused(() => call('contribute', point, 'mine', {})),
        point,
      ).to.equal('DW_ISOLATION_REFUSED');
    const read = ['core.key-providers', 'identity.sign-in-providers', 'scanner.connectors'];
    for (const point of [...read, 'notifications.channels', 'sources.dependents'])
      expect(
        refused(() => call('collection', point)),
        point,
      ).to.equal('DW_ISOLATION_REFUSED');
    // A connector looks for what is lent to it wherever it runs; files are lent to connectors of this process.
    expect(call('collection', 'scanner.lent-paths')).to.deep.equal({ version: 1, list: [] });
  });
});
