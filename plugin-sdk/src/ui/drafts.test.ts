import { expect } from 'chai';
import { Drafts } from './drafts.ts';

/** Storage as a browser has it, in memory. */
class Memory implements Storage {
  readonly #entries = new Map<string, string>();
  full = false;
  get length(): number {
    return this.#entries.size;
  }
  key(index: number): string | null {
    return [...this.#entries.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.#entries.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.full) throw new Error('QuotaExceededError');
    this.#entries.set(key, value);
  }
  removeItem(key: string): void {
    this.#entries.delete(key);
  }
  clear(): void {
    this.#entries.clear();
  }
  get text(): string {
    return [...this.#entries.values()].join('\n');
  }
}

describe('Drafts', () => {
  let storage: Memory;
  let owner: string | null;
  let path: string;
  let drafts: Drafts;

  beforeEach(() => {
    storage = new Memory();
    owner = 'user:mara/default';
    path = '/rules/new';
    drafts = new Drafts({ storage: () => storage, owner: () => owner, path: () => path });
  });

  it('keeps what stands in a form, by page and form, with the version that it is about', () => {
    expect(drafts.keep('rule', { title: 'Half', limits: { rows: 5 } }, { etag: '"3"' })).to.equal(true);
    expect(drafts.read('rule')).to.deep.include({
      values: { title: 'Half', limits: { rows: 5 } },
      etag: '"3"',
    });
    expect(drafts.read('schedule')).to.equal(null);
    path = '/rules/7';
    expect(drafts.read('rule')).to.equal(null);
  });

  it('never keeps a secret, whether it is named as one or called one, however deep', () => {
    const secrets = ['pepper'];
    drafts.keep(
      'connection',
      {
        host: 'db',
        password: 'hunter-2',
        ssh: { privateKey: 'hunter-3', user: 'me' },
        pepper: 'hunter-4',
        list: [{ apiKey: 'hunter-5', clientSecret: 'hunter-6' }],
      },
      { secrets },
    );
    expect(storage.text).to.not.contain('hunter');
    expect(drafts.read('connection')?.values).to.deep.equal({
      host: 'db',
      ssh: { user: 'me' },
      list: [{}],
    });
  });

  it('shows nobody what somebody else wrote, and keeps nothing while nobody is signed in', () => {
    drafts.keep('rule', { title: 'Mine' });
    owner = 'user:ola/default';
    expect(drafts.read('rule')).to.equal(null);
    owner = null;
    expect(drafts.keep('rule', { title: 'Whose' })).to.equal(false);
    expect(drafts.read('rule')).to.equal(null);
  });

  it('forgets the oldest beyond a bound, what is too long, and everything when asked', () => {
    for (let index = 0; index < 40; index += 1) drafts.keep(`form-${index}`, { index });
    expect(storage.length).to.be.lessThan(25);
    expect(drafts.read('form-39')).to.not.equal(null);
    expect(drafts.keep('long', { text: 'x'.repeat(200_000) })).to.equal(false);
    storage.setItem('dw.theme', 'dark');
    drafts.clearAll();
    expect(storage.length).to.equal(1);
  });

  it('says that it could not keep something, and breaks nothing, where storage is full, forbidden or spoilt', () => {
    storage.full = true;
    expect(drafts.keep('rule', { title: 'Half' })).to.equal(false);
    storage.full = false;
    storage.setItem('dw.draft:user:mara/default:/rules/new#rule', '{"at":');
    expect(drafts.read('rule')).to.equal(null);
    const none = new Drafts({ storage: () => null, owner: () => owner, path: () => path });
    expect(none.keep('rule', {})).to.equal(false);
    none.clearAll();
  });
});
