import {
  type Deprecation,
  type PluginPackage,
  SDK_API_VERSION,
  SDK_PREVIOUS_VERSION,
} from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { findIncompatibilities, sdkSupport } from './compatibility.ts';
import { Deprecations } from './deprecations.ts';

const madeFor = (apiVersion: string): PluginPackage => ({
  name: '@acme/old',
  version: '1.0.0',
  directory: '/old',
  manifest: { manifestVersion: 1, id: 'old', apiVersion },
});

describe('the versions of the SDK that a kernel supports', () => {
  const sdk = { current: '3.2.0', previous: '2.9.4' };
  const codes = (range: string, versions = sdk): readonly string[] =>
    findIncompatibilities(madeFor(range), new Map(), new Map(), versions).map(({ code }) => code);

  it('are the present one and the one before, and no others', () => {
    expect(
      ['^3.0', '>=3.2', '^2.0', '~2.9.0', '^1.0', '^3.3', '^4.0'].map((range) => sdkSupport(range, sdk)),
    ).to.deep.equal([...['current', 'current', 'previous', 'previous', 'none', 'none', 'none']]);
    expect(['^3.0', '^2.0'].flatMap((range) => codes(range))).to.deep.equal([]);
    expect(codes('^1.0')).to.deep.equal(['DW_PLUGIN_SDK_INCOMPATIBLE']);
  });

  it('are told to whoever has a plugin for another', () => {
    const [found] = findIncompatibilities(madeFor('^1.0'), new Map(), new Map(), sdk);
    expect(found?.message).to.contain('offers 3.2.0 and supports 2.9.4');
  });

  it('are the present one alone where nothing was broken yet', () => {
    expect(
      ['^0.1.0', '^0.0.9', '^0.2.0'].map((range) => sdkSupport(range, { current: '0.1.4', previous: null })),
    ).to.deep.equal([...['current', 'none', 'none']]);
  });

  it('have another breaking number each', () => {
    if (SDK_PREVIOUS_VERSION === null) return;
    expect(sdkSupport(`^${SDK_PREVIOUS_VERSION}`, { current: SDK_API_VERSION, previous: null })).to.equal(
      'none',
    );
  });
});

describe('what a plugin uses that is deprecated', () => {
  it('is told once each, with what to use instead', () => {
    const told: string[] = [];
    const log = { warn: (message: string) => told.push(message) };
    const deprecations = new Deprecations(log as never);
    const going: Deprecation = { since: '1.4.0', use: 'Use "greetings.people".' };
    for (let time = 0; time < 3; time += 1) deprecations.tell('service greetings.greeter', going);
    deprecations.tell('hook greetings.before', going);
    expect(told).to.deep.equal([
      'Uses what is deprecated since 1.4.0: service greetings.greeter. Use "greetings.people".',
      'Uses what is deprecated since 1.4.0: hook greetings.before. Use "greetings.people".',
    ]);
    expect(deprecations.used.map(({ what }) => what)).to.deep.equal([
      'service greetings.greeter',
      'hook greetings.before',
    ]);
  });
});
