import { type EventStreamOptions, openEventStream } from './event-stream.ts';
import { isAnswered, offlineProblem, problemFrom } from './problem.ts';
import { sendFile } from './send-file.ts';
import { SharedReads } from './shared-reads.ts';

/** A page of a list. @public */
export interface ListPage<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** Query parameters; undefined and empty ones are left out, lists are joined by commas. @public */
export type Query = Readonly<
  Record<string, string | number | boolean | readonly string[] | null | undefined>
>;

/** What goes with a request beside its path and body. @public */
export interface RequestOptions {
  readonly query?: Query;
  readonly signal?: AbortSignal | undefined;
  /** Version to be replaced, as {@link Versioned.etag} gave it: a lost race answers 412. */
  readonly ifMatch?: string | null;
}

/** A request as it is sent, path and query in one. @public */
export interface RawRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From `/api/v1` on, with its query. */
  readonly path: string;
  /** JSON. */
  readonly body?: string | undefined;
  /** Beside those that every request has. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** How a file is sent. @public */
export interface UploadOptions extends RequestOptions {
  /** Told how many bytes have gone so far; all of them, and the server still has to answer. */
  readonly onProgress?: (bytes: number) => void;
}

/** A request with a file in the place of JSON. */
interface FileRequest extends RawRequest {
  readonly file?: Blob;
  readonly onProgress?: (bytes: number) => void;
}

/** How a file is fetched. @public */
export interface DownloadOptions extends RequestOptions {
  /** What the file is called where the server does not say. */
  readonly name?: string;
  /** Told how many bytes have come so far. */
  readonly onProgress?: (bytes: number) => void;
}

/** The same answer, which tells how much of it has been read. */
function counting(response: Response, onProgress: DownloadOptions['onProgress']): Response {
  if (onProgress === undefined || response.body === null) return response;
  let bytes = 0;
  const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      onProgress(bytes);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(count), response);
}

/** A thing together with the version it was read in. @public */
export interface Versioned<T> {
  readonly value: T;
  readonly etag: string | null;
}

/** How to make an {@link ApiClient}; the shell does it once for all plugins. @public */
export interface ApiClientOptions {
  /** Where paths count from; `/api/v1` unless given. */
  readonly root?: string;
  /** Token that proves to the server that this page asks, not a foreign one. Read at each unsafe request. */
  readonly csrfToken: () => string | null;
  /** Called when the server no longer knows who we are. */
  readonly onUnauthenticated: () => void;
  /** Called with whether a request reached the server, whatever it answered. */
  readonly onReached?: (isReached: boolean) => void;
  /** Key of the workspace that requests are about (`X-Workspace`); null leaves it to the server. */
  readonly workspace?: () => string | null;
  /**
   * Called when a request asks for a recent sign-in (DW_AUTH_STEP_UP): has whoever is there prove anew who they are. Where that
   * resolves with true the request is sent once more, so that no page has to think of it.
   */
  readonly proveAnew?: () => Promise<boolean>;
  /** Takes what was asked for before there was this client, in the same words, by address and workspace; undefined for anything else. */
  readonly takeEarly?: (address: string, workspace: string | null) => Promise<Response> | undefined;
}

/** The request asks for a recent sign-in. */
const STEP_UP = 'DW_AUTH_STEP_UP';

type Method = RawRequest['method'];

/** Writes query parameters behind a path. @public */
export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    const written = typeof value === 'object' ? value.join(',') : String(value);
    if (written !== '') search.set(name, written);
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

/**
 * Talks to the REST API in the name of whoever is signed in. Paths count from `/api/v1`: `api.get('/sources')`.
 * Everything that is not a success throws a {@link ProblemError}; an aborted request throws the platform's AbortError. What asks for
 * a recent sign-in waits until the shell has asked for it, and goes on. What several elements read at the same time is asked for once.
 * @public
 */
export class ApiClient {
  readonly #root: string;
  readonly #options: ApiClientOptions;
  readonly #reads = new SharedReads(async (address, signal) => {
    const response = await this.#send('GET', address, undefined, { signal });
    return { text: await response.text(), etag: response.headers.get('etag') };
  });

  /** The workspace that reads on their way are about. */
  #readsOf: string | null = null;

  constructor(options: ApiClientOptions) {
    this.#root = options.root ?? '/api/v1';
    this.#options = options;
  }

  async get<T>(path: string, options: RequestOptions = {}): Promise<T> {
    return (await this.getVersioned<T>(path, options)).value;
  }

  /** As get, with the ETag to hand to a later {@link ApiClient.patch}. */
  async getVersioned<T>(path: string, options: RequestOptions = {}): Promise<Versioned<T>> {
    const workspace = this.#workspace();
    // What is on its way for another workspace is another answer.
    if (workspace !== this.#readsOf) this.#reads.forget();
    this.#readsOf = workspace;
    const { text, etag } = await this.#reads.read(withQuery(path, options.query), options.signal);
    // The server's schemas are the contract; what it answers is trusted to follow them.
    return { value: JSON.parse(text) as T, etag };
  }

  /** Something has changed on the server: what is on its way is not what it is now, and is shared with nobody any more. */
  somethingChanged(): void {
    this.#reads.forget();
  }

  /** One page of a list; pass `nextCursor` back as `cursor` in the query to go on. */
  list<T, Extra extends object = object>(
    path: string,
    options: RequestOptions = {},
  ): Promise<ListPage<T> & Extra> {
    return this.get<ListPage<T> & Extra>(path, options);
  }

  /** All items of a list, page after page, at most `limit`. */
  async all<T>(
    path: string,
    options: RequestOptions & { readonly limit?: number } = {},
  ): Promise<readonly T[]> {
    const most = options.limit ?? 2000;
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const query: Query = { ...options.query, limit: Math.min(500, most - items.length), cursor };
      const page: ListPage<T> = await this.list<T>(path, { ...options, query });
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null && items.length < most);
    return items;
  }

  post<T>(path: string, body: unknown = {}, options: RequestOptions = {}): Promise<T> {
    return this.#write<T>('POST', path, body, options);
  }

  patch<T>(path: string, body: unknown, options: RequestOptions = {}): Promise<T> {
    return this.#write<T>('PATCH', path, body, options);
  }

  put<T>(path: string, body: unknown, options: RequestOptions = {}): Promise<T> {
    return this.#write<T>('PUT', path, body, options);
  }

  async delete(path: string, options: RequestOptions = {}): Promise<void> {
    await this.#send('DELETE', path, undefined, options);
  }

  /** Sends a file as it is, under a key of its own, so that it is worked on once however often it is sent. */
  async upload<T>(path: string, file: Blob, options: UploadOptions = {}): Promise<T> {
    const { query, signal, onProgress = () => undefined } = options;
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const asked = {
      method: 'POST',
      path: withQuery(path, query),
      headers,
      signal,
      file,
      onProgress,
    } as const;
    const response = await this.#exchange(asked, false);
    if (!response.ok) throw await problemFrom(response);
    return (await response.json()) as T;
  }

  /** Has the browser save what a path answers as a file, under the name that the server gives it. */
  async download(path: string, options: DownloadOptions = {}): Promise<void> {
    const { name, onProgress, ...request } = options;
    const response = counting(await this.#send('GET', path, undefined, request), onProgress);
    const given = /filename="?([^";]+)"?/.exec(response.headers.get('content-disposition') ?? '')?.[1];
    const address = URL.createObjectURL(await response.blob());
    const link = document.createElement('a');
    link.href = address;
    link.download = given ?? name ?? 'download';
    link.click();
    // The browser has begun to read it by then.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  /** Server-sent events of a path, resumed after a lost connection. Ends when the signal is aborted or the server says so. */
  events(path: string, options: EventStreamOptions): void {
    openEventStream(this.#root + path, options, this.#workspaceHeader());
  }

  #workspace(): string | null {
    return this.#options.workspace?.() ?? null;
  }

  #workspaceHeader(): Readonly<Record<string, string>> {
    const workspace = this.#workspace();
    return workspace === null ? {} : { 'x-workspace': workspace };
  }

  async #write<T>(method: Method, path: string, body: unknown, options: RequestOptions): Promise<T> {
    const response = await this.#send(method, path, body, options);
    if (response.status === 204) return undefined as T;
    return (await response.json()) as T;
  }

  /**
   * Hands over whatever the server answers, refusals as well, for code that runs apart from the shell and reads it by itself. As with
   * everything else a recent sign-in is asked for where the server wants one.
   * @throws ProblemError DW_UI_OFFLINE when none came
   */
  respond(request: RawRequest): Promise<Response> {
    return this.#exchange(request, false);
  }

  async #send(method: Method, path: string, body: unknown, options: RequestOptions): Promise<Response> {
    const { query, signal, ifMatch } = options;
    const headers: Record<string, string> = ifMatch ? { 'if-match': ifMatch } : {};
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const asked = withQuery(path, query);
    const response = await this.#exchange({ method, path: asked, headers, signal, ...text }, false);
    if (response.ok) return response;
    throw await problemFrom(response);
  }

  async #exchange(request: FileRequest, isRepeated: boolean): Promise<Response> {
    const { method, path, body, signal, file, onProgress = () => undefined } = request;
    const headers = new Headers({
      accept: 'application/json',
      ...request.headers,
      ...this.#workspaceHeader(),
    });
    if (body !== undefined) headers.set('content-type', 'application/json');
    if (method !== 'GET') {
      const token = this.#options.csrfToken();
      if (token !== null) headers.set('x-csrf-token', token);
      this.#reads.forget();
    }
    if (file !== undefined) headers.set('content-type', 'application/octet-stream');
    const init = { method, headers, credentials: 'same-origin' } as RequestInit & {
      headers: Headers;
      method: Method;
    };
    if (body !== undefined) init.body = body;
    if (signal) init.signal = signal;
    const address = this.#root + path;
    const sent = file === undefined ? undefined : sendFile(address, init, file, onProgress);
    const response = await this.#answer(address, init, sent);
    if (method !== 'GET') this.#reads.forget();
    if (response.ok) return response;
    const problem = await problemFrom(response.clone());
    if (problem.status === 401 && !path.startsWith('/auth/')) this.#options.onUnauthenticated();
    const { proveAnew } = this.#options;
    if (problem.code === STEP_UP && !isRepeated && proveAnew !== undefined && (await proveAnew()))
      return this.#exchange(request, true);
    return response;
  }

  /** @throws ProblemError DW_UI_OFFLINE when none came from the server itself */
  async #answer(address: string, init: RequestInit, sent?: Promise<Response>): Promise<Response> {
    const early = init.method === 'GET' ? this.#options.takeEarly?.(address, this.#workspace()) : undefined;
    let response: Response | null = null;
    try {
      response = await (sent ?? early ?? fetch(address, init));
    } catch (error) {
      if (init.signal?.aborted) throw error;
    }
    const isReached = response !== null && isAnswered(response);
    this.#options.onReached?.(isReached);
    if (response === null || !isReached) throw offlineProblem();
    return response;
  }
}
