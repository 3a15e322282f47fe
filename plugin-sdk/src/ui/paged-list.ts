import { html, nothing } from 'lit';
import type { ListPage, Query } from './client/api-client.ts';
import { ProblemError } from './client/problem.ts';
import type { DataWaveElement } from './datawave-element.ts';
import { t } from './i18n/translate.ts';
import { Resource, type ResourceOptions } from './resource.ts';

/** What a {@link PagedList} asks for. @public */
export interface ListRequest {
  readonly path: string;
  readonly query: Query;
}

/** Items that are loaded again together; of a longer list the rest is asked for again. */
const MOST_RELOADED = 500;

/**
 * A list that is read page by page: the first one when path or query change, the next ones on demand.
 * `Extra` is what the list carries beside its items, such as `total` and `facets`.
 * @public
 */
export class PagedList<T, Extra extends object = object> {
  readonly #host: DataWaveElement;
  readonly #request: () => ListRequest | null;
  readonly #first: Resource<ListRequest, ListPage<T> & Extra>;
  #more: T[] = [];
  #next: string | null = null;
  /** What was asked for last, with path and query. */
  #loaded = '';
  #isLoadingMore = false;

  constructor(host: DataWaveElement, request: () => ListRequest | null, options: ResourceOptions = {}) {
    this.#host = host;
    this.#request = request;
    this.#first = new Resource(host, request, (asked, signal) => this.#load(asked, signal), options);
  }

  /** The first page, and of the same list as many further ones as are on the screen: a list does not shrink under whoever reads it. */
  async #load(asked: ListRequest, signal: AbortSignal): Promise<ListPage<T> & Extra> {
    const { path, query } = asked;
    const { api } = this.#host.shell;
    const identity = JSON.stringify(asked);
    const shown = identity === this.#loaded ? this.items.length : 0;
    const page = await api.list<T, Extra>(path, { query, signal });
    const more: T[] = [];
    let next = page.nextCursor;
    while (next !== null && page.items.length + more.length < Math.min(shown, MOST_RELOADED)) {
      const further: ListPage<T> = await api.list<T>(path, { query: { ...query, cursor: next }, signal });
      more.push(...further.items);
      next = further.nextCursor;
    }
    this.#more = more;
    this.#next = next;
    this.#loaded = identity;
    return page;
  }

  /** Everything read so far. */
  get items(): readonly T[] {
    return [...(this.#first.value?.items ?? []), ...this.#more];
  }

  get page(): (ListPage<T> & Extra) | undefined {
    return this.#first.value;
  }

  reload(): Promise<void> {
    return this.#first.reload();
  }

  /** Draws the items, or the state that the list is in, and the button for more. */
  view(view: {
    ready(items: readonly T[], page: ListPage<T> & Extra): unknown;
    loading?(): unknown;
  }): unknown {
    return this.#first.view({
      ...(view.loading === undefined ? {} : { loading: view.loading }),
      ready: (page) =>
        html`${view.ready(this.items, page)}${
          this.#next === null
            ? nothing
            : html`
        <div class="more"><dw-button variant="quiet" ?busy=${this.#isLoadingMore} @click=${this.#loadMore}>${t('Show more')}</dw-button></div>`
        }`,
    });
  }

  readonly #loadMore = async (): Promise<void> => {
    const request = this.#request();
    if (request === null || this.#next === null || this.#isLoadingMore) return;
    this.#isLoadingMore = true;
    this.#host.requestUpdate();
    try {
      const page = await this.#host.shell.api.list<T, Extra>(request.path, {
        query: { ...request.query, cursor: this.#next },
        signal: this.#host.lifetime,
      });
      this.#more.push(...page.items);
      this.#next = page.nextCursor;
      this.#host.shell.announce(t('{n} more', { n: page.items.length }));
    } catch (error) {
      if (!this.#host.lifetime.aborted)
        this.#host.shell.notify({
          tone: 'danger',
          message: error instanceof ProblemError ? error.message : t('More could not be loaded.'),
        });
    } finally {
      this.#isLoadingMore = false;
      this.#host.requestUpdate();
    }
  };
}
