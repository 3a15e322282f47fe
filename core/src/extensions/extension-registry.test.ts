import { expect } from 'chai';
import { ExtensionRegistry } from './extension-registry.ts';

describe('an extension point', () => {
  const create = () => {
    const faults: unknown[] = [];
    const registry = new ExtensionRegistry({
      rankOf: (plugin) => plugin.charCodeAt(0),
      onListenerFault: (_point, error) => void faults.push(error),
    });
    const collection = registry.collection('owner.things', (_label, dispose) => dispose);
    return { registry, collection, faults };
  };

  it('lists contributions by plugin graph, then as they came, and is live', async () => {
    const { registry, collection } = create();
    registry.contribute('b', 'owner.things', 'x', 1);
    const withdraw = registry.contribute('a', 'owner.things', 'y', 2);
    registry.contribute('b', 'owner.things', 'w', 3);
    expect(collection.list().map(({ key, plugin }) => key + plugin)).to.deep.equal(['ya', 'xb', 'wb']);
    await withdraw();
    expect(collection.list().map(({ key }) => key)).to.deep.equal(['x', 'w']);
    expect(collection.get('y')).to.equal(undefined);
    expect(collection.get('x')).to.include({ value: 1, plugin: 'b' });
  });

  it('gives a key once, and again when it is free', async () => {
    const { registry, collection } = create();
    const withdraw = registry.contribute('a', 'owner.things', 'x', 1);
    expect(() => registry.contribute('b', 'owner.things', 'x', 2))
      .to.throw()
      .with.property('code', 'DW_EXTENSION_DUPLICATE');
    await withdraw();
    registry.contribute('b', 'owner.things', 'x', 2);
    await withdraw();
    expect(collection.get('x')).to.include({ value: 2, plugin: 'b' });
  });

  it('tells listeners of each change, also when one of them throws', async () => {
    const { registry, collection, faults } = create();
    let changes = 0;
    collection.onChange(() => {
      throw new Error('no');
    });
    const stop = collection.onChange(() => {
      changes += 1;
    });
    const withdraw = registry.contribute('a', 'owner.things', 'x', 1);
    await withdraw();
    await stop();
    registry.contribute('a', 'owner.things', 'x', 1);
    expect(changes).to.equal(2);
    expect(faults).to.have.length(3);
  });
});
