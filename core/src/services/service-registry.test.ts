import { expect } from 'chai';
import { makeRevocable } from './revocable.ts';
import { ServiceRegistry } from './service-registry.ts';

interface Clock {
  readonly zone: string;
  now(): number;
}

class RealClock implements Clock {
  readonly zone = 'UTC';
  readonly #now = 42;
  now(): number {
    return this.#now;
  }
}

describe('a revocable service', () => {
  const create = () => {
    const registry = new ServiceRegistry();
    const instance = new RealClock();
    const stop = registry.provide('clock.time', 'clock', () => instance);
    const get = (user: string): Clock => registry.get('clock.time', user) as Clock;
    return { registry, stop, get, instance };
  };

  it('tells whoever watches when one comes and goes, and nobody afterwards', () => {
    const { registry, stop } = create();
    const seen: (string | undefined)[] = [];
    const unwatch = registry.watch(() => void seen.push(registry.providerOf('clock.time')));
    stop();
    const stopAgain = registry.provide('clock.time', 'sundial', () => new RealClock());
    expect(seen).to.deep.equal([undefined, 'sundial']);
    void unwatch();
    stopAgain();
    expect(seen).to.have.lengthOf(2);
  });

  it('answers as the instance does, which nobody is handed', () => {
    const { get, instance } = create();
    const clock = get('diary');
    expect(clock).not.to.equal(instance);
    expect(clock.now()).to.equal(42);
    expect(clock.zone).to.equal('UTC');
    expect('now' in clock).to.equal(true);
    expect(clock).to.be.instanceOf(RealClock);
    expect(() => Object.assign(clock, { now: () => 1 })).to.throw(TypeError);
  });

  it('names provider, user and how to mend it once the provider has stopped', () => {
    const { get, stop } = create();
    const clock = get('diary');
    const { now } = clock;
    void stop();
    for (const use of [() => clock.now(), () => now.call(clock), () => clock.zone]) {
      expect(use)
        .to.throw('Plugin "diary" used the service "clock.time" after its provider "clock" had stopped.')
        .with.property('code', 'DW_SERVICE_REVOKED');
    }
    expect(() => clock.now())
      .to.throw()
      .with.property('hint')
      .that.contains('Enable "clock" again');
  });

  it('stays revoked when the provider comes back, which gives new handles', () => {
    const { registry, get, stop } = create();
    const old = get('diary');
    void stop();
    expect(registry.find('clock.time', 'diary')).to.equal(undefined);
    registry.provide('clock.time', 'clock', () => new RealClock());
    expect(get('diary').now()).to.equal(42);
    expect(() => old.now())
      .to.throw()
      .with.property('code', 'DW_SERVICE_REVOKED');
  });

  it('is taken from a user that has stopped, and from nobody else', () => {
    const { registry, get } = create();
    const [diary, alarm] = [get('diary'), get('alarm')];
    registry.revokeUser('diary');
    expect(() => diary.now())
      .to.throw()
      .with.property('code', 'DW_PLUGIN_STOPPED');
    expect(alarm.now()).to.equal(42);
    expect(get('diary').now()).to.equal(42);
  });

  it('can be awaited by mistake without harm, also when revoked', async () => {
    const { handle, revoke } = makeRevocable(new RealClock());
    revoke(() => new Error('revoked'));
    expect(await Promise.resolve(handle)).to.equal(handle);
  });

  it('says what it has, and hands out nothing that is not revoked with it', () => {
    const { handle, revoke } = makeRevocable({ zone: 'UTC', now: () => 1 });
    expect(Object.keys(handle)).to.deep.equal(['zone', 'now']);
    const { now } = { ...handle };
    expect(now()).to.equal(1);
    revoke(() => new Error('revoked'));
    expect(() => now()).to.throw('revoked');
  });

  it('works for a frozen instance', () => {
    const { handle } = makeRevocable(Object.freeze({ one: () => 1 }));
    expect(handle.one()).to.equal(1);
  });

  it('has one provider', () => {
    const { registry } = create();
    expect(() => registry.provide('clock.time', 'sundial', () => ({}))).to.throw(
      /"sundial" provides the service "clock.time", which "clock" already provides/,
    );
  });

  it('says who could provide what is missing', () => {
    const { registry } = create();
    expect(() => registry.get('weather.forecast', 'diary'))
      .to.throw()
      .with.property('hint')
      .that.contains('Enable plugin "weather"');
    expect(() => registry.get('core.jobs', 'diary'))
      .to.throw()
      .with.property('hint')
      .that.contains('"deps"');
  });
});
