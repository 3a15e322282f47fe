/** What came back. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Writes that were answered with success: each must be found at the end. */
export interface Acknowledged {
  readonly sources: { readonly id: string; readonly key: string }[];
  readonly removedSources: string[];
  readonly scans: string[];
  /** Run and the state that the answer promised. */
  readonly changes: { readonly run: string; readonly to: 'paused' | 'cancelled' | 'resumed' }[];
  /** Versions of scan rules, with what each says. */
  readonly rules: RuleVersion[];
  readonly removedRules: string[];
}

/** A version of a scan rule as it was answered. */
export interface RuleVersion {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly description: string;
}

/** How long a request may take before it is tried elsewhere, and all tries together, in milliseconds. */
const REQUEST_MS = 10_000;
const PATIENCE_MS = 90_000;

/** A client as operators write one: signs in, tries the next process when one does not answer, and notes what it was promised. */
export class ApiClient {
  readonly acknowledged: Acknowledged = {
    ...{ sources: [], removedSources: [], scans: [], changes: [] },
    ...{ rules: [], removedRules: [] },
  };
  readonly #addresses: readonly string[];
  readonly #password: string;
  #token: string | null = null;
  #next = 0;

  constructor(addresses: readonly string[], password: string) {
    this.#addresses = addresses;
    this.#password = password;
  }

  /** One request to one process. Rejects when it is not answered. */
  async once(address: string, method: string, path: string, body?: unknown): Promise<ApiAnswer> {
    const response = await fetch(new URL(path, address), {
      method,
      headers: {
        ...(this.#token === null ? {} : { authorization: `Bearer ${this.#token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    const text = await response.text();
    const parsed: unknown = text === '' ? null : JSON.parse(text);
    return { status: response.status, body: parsed };
  }

  /**
   * A request that is tried until some process answers it with something else than that it cannot just now.
   * @param done - asked before each further try for the answer to one before that got lost; null when there is none
   */
  async request(
    method: string,
    path: string,
    body?: unknown,
    patienceMs = PATIENCE_MS,
    done: (address: string) => Promise<ApiAnswer | null> = async () => null,
  ): Promise<ApiAnswer> {
    const deadline = performance.now() + patienceMs;
    for (let tries = 0; ; tries += 1) {
      const address = this.#addresses[this.#next % this.#addresses.length] ?? '';
      let last: string;
      try {
        if (this.#token === null) await this.#signIn(address);
        const before = tries === 0 ? null : await done(address);
        if (before !== null) return before;
        const answer = await this.once(address, method, path, body);
        if (answer.status < 500 && answer.status !== 429 && answer.status !== 401) return answer;
        if (answer.status === 401) this.#token = null;
        last = `${answer.status} ${JSON.stringify(answer.body)}`;
      } catch (error) {
        last = String(error);
      }
      this.#next += 1;
      if (performance.now() > deadline)
        throw new Error(`${method} ${path} was not answered within ${patienceMs} ms; last: ${last}`);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }

  /** Registers a source; one whose answer got lost is found by its key. */
  async register(source: {
    readonly key: string;
    readonly connector: string;
    readonly config: object;
    readonly load?: object;
  }): Promise<string> {
    const answer = await this.request('POST', '/api/v1/sources', { ...source, title: source.key });
    const id = answer.status === 201 ? field(answer.body, 'id') : await this.#sourceByKey(source.key, answer);
    this.acknowledged.sources.push({ id, key: source.key });
    return id;
  }

  /** Removes a source. */
  async remove(id: string): Promise<void> {
    const answer = await this.request('DELETE', `/api/v1/sources/${id}`);
    if (answer.status >= 400 && answer.status !== 404) throw refused('DELETE source', answer);
    this.acknowledged.removedSources.push(id);
  }

  /** Starts a scan, by a rule where one is named; where one is running already, because an answer got lost, that one is meant. */
  async scan(
    sourceId: string,
    mode: 'full' | 'incremental' = 'full',
    ruleId: string | null = null,
  ): Promise<string> {
    const body = { sourceId, mode, ...(ruleId === null ? {} : { ruleId }) };
    const answer = await this.request('POST', '/api/v1/scans', body);
    if (answer.status !== 202 && answer.status !== 409) throw refused('POST scan', answer);
    const run = answer.status === 202 ? field(answer.body, 'id') : await this.#latestOf(sourceId);
    if (!this.acknowledged.scans.includes(run)) this.acknowledged.scans.push(run);
    return run;
  }

  /** Asks a run to change; false when its state did not allow it. */
  async change(run: string, verb: 'pause' | 'resume' | 'cancel'): Promise<boolean> {
    const answer = await this.request('POST', `/api/v1/scans/${run}/${verb}`);
    if (answer.status === 200) {
      const to = ({ pause: 'paused', resume: 'resumed', cancel: 'cancelled' } as const)[verb];
      this.acknowledged.changes.push({ run, to });
    } else if (answer.status !== 409) throw refused(verb, answer);
    return answer.status === 200;
  }

  /** Adds a scan rule; one whose answer got lost is found by its title, which no other has. */
  async addRule(rule: { readonly title: string } & Readonly<Record<string, unknown>>): Promise<string> {
    const byTitle = async (address: string): Promise<ApiAnswer | null> => {
      const list = await this.once(address, 'GET', `/api/v1/scan-rules?q=${encodeURIComponent(rule.title)}`);
      const found = items(list.body).find((item) => Reflect.get(item, 'title') === rule.title);
      if (found === undefined) return null;
      const { body } = await this.once(address, 'GET', `/api/v1/scan-rules/${field(found, 'id')}`);
      return { status: 201, body };
    };
    const answer = await this.request('POST', '/api/v1/scan-rules', rule, PATIENCE_MS, byTitle);
    if (answer.status !== 201) throw refused('POST scan-rules', answer);
    return this.#noteRule(answer.body);
  }

  /** Changes a scan rule. What is said twice makes one version. */
  async changeRule(id: string, patch: { readonly description: string } & Readonly<Record<string, unknown>>) {
    const answer = await this.request('PATCH', `/api/v1/scan-rules/${id}`, patch);
    if (answer.status !== 200) throw refused('PATCH scan-rules', answer);
    this.#noteRule(answer.body);
  }

  async removeRule(id: string): Promise<void> {
    const answer = await this.request('DELETE', `/api/v1/scan-rules/${id}`);
    if (answer.status >= 400 && answer.status !== 404) throw refused('DELETE scan-rules', answer);
    this.acknowledged.removedRules.push(id);
  }

  async state(run: string, patienceMs?: number): Promise<string> {
    const answer = await this.request('GET', `/api/v1/scans/${run}`, undefined, patienceMs);
    if (answer.status !== 200) throw refused('GET scan', answer);
    return field(answer.body, 'state');
  }

  async #signIn(address: string): Promise<void> {
    const answer = await this.once(address, 'POST', '/api/v1/auth/login', {
      username: 'admin',
      password: this.#password,
    });
    if (answer.status !== 200) throw refused('sign-in', answer);
    this.#token = field(answer.body, 'accessToken');
  }

  #noteRule(body: unknown): string {
    const id = field(body, 'id');
    const version: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'version') : null;
    if (typeof version !== 'number') throw new Error(`there is no version in ${JSON.stringify(body)}`);
    const [title, description] = [field(body, 'title'), field(body, 'description')];
    this.acknowledged.rules.push({ id, version, title, description });
    return id;
  }

  async #sourceByKey(key: string, answer: ApiAnswer): Promise<string> {
    if (answer.status !== 409) throw refused('POST source', answer);
    const list = await this.request('GET', '/api/v1/sources?limit=200');
    const found = items(list.body).find((item) => Reflect.get(item, 'key') === key);
    return field(found, 'id');
  }

  async #latestOf(sourceId: string): Promise<string> {
    const list = await this.request('GET', `/api/v1/scans?source=${sourceId}&limit=1`);
    return field(items(list.body)[0], 'id');
  }
}

/** A text of a JSON object. */
export function field(body: unknown, name: string): string {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  if (typeof value !== 'string') throw new Error(`there is no "${name}" in ${JSON.stringify(body)}`);
  return value;
}

function items(body: unknown): readonly object[] {
  const list: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'items') : undefined;
  return Array.isArray(list) ? list.filter((item) => typeof item === 'object' && item !== null) : [];
}

const refused = (what: string, answer: ApiAnswer): Error =>
  new Error(`${what} was answered ${answer.status} ${JSON.stringify(answer.body)}`);
