import type { MessageCatalog, RawRequest } from '@datawave/plugin-sdk/ui';

/** What surrounds a framed element, which it cannot look up by itself. */
export interface Surroundings {
  readonly language: string;
  readonly messages: MessageCatalog;
  readonly theme: string | null;
  readonly density: string | null;
  /** Permission ids of whoever is signed in; `*` for all. */
  readonly permissions: readonly string[];
  /** Titles of info types beside the published ones. */
  readonly infoTypes: readonly { readonly id: string; readonly title: string }[];
}

/** From the shell to a framed element. */
export type FromShell =
  | {
      readonly type: 'show';
      /** Address of the plugin's module. */
      readonly module: string;
      readonly element: string;
      readonly values: Readonly<Record<string, unknown>>;
      readonly surroundings: Surroundings;
      /** A page fills its place and scrolls within; anything else is as high as what it shows. */
      readonly isPage: boolean;
    }
  | { readonly type: 'values'; readonly values: Readonly<Record<string, unknown>> }
  | { readonly type: 'surroundings'; readonly surroundings: Surroundings }
  | {
      readonly type: 'answer';
      readonly id: number;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
    }
  /** Part of a body; null at its end. */
  | { readonly type: 'part'; readonly id: number; readonly bytes: Uint8Array | null }
  | { readonly type: 'unanswered'; readonly id: number; readonly reason: string }
  | { readonly type: 'changed'; readonly topic: string }
  | { readonly type: 'live'; readonly state: 'connecting' | 'live' | 'behind' }
  | { readonly type: 'focus' }
  | { readonly type: 'ping' };

/** From a framed element to the shell. */
export type FromGuest =
  | { readonly type: 'shown' }
  | { readonly type: 'failed'; readonly message: string }
  | {
      readonly type: 'request';
      readonly id: number;
      readonly method: RawRequest['method'];
      /** From `/api/v1` on, with its query. */
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | undefined;
    }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'navigate'; readonly path: string; readonly replace: boolean }
  | { readonly type: 'announce'; readonly text: string }
  | { readonly type: 'notify'; readonly text: string; readonly tone: string | undefined }
  | { readonly type: 'height'; readonly pixels: number }
  | { readonly type: 'follow'; readonly topic: string }
  | { readonly type: 'unfollow'; readonly topic: string }
  | { readonly type: 'palette' }
  | { readonly type: 'pong' };

/** Characters of a body that a framed element sends. */
export const MOST_BODY = 1_000_000;
/** Headers that a framed element may set; everything else is the shell's. */
const OWN_HEADERS = ['accept', 'if-match', 'if-none-match', 'last-event-id', 'idempotency-key'];
const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

type Fields = Readonly<Record<string, unknown>>;

const text = (value: unknown, most: number): string | null =>
  typeof value === 'string' && value.length <= most ? value : null;
const count = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;

function headersOf(value: unknown): Readonly<Record<string, string>> | null {
  if (typeof value !== 'object' || value === null) return null;
  const headers: Record<string, string> = {};
  for (const [name, content] of Object.entries(value)) {
    const written = text(content, 1000);
    if (written === null || /[^\x20-\x7e]/.test(written)) return null;
    if (OWN_HEADERS.includes(name.toLowerCase())) headers[name.toLowerCase()] = written;
  }
  return headers;
}

function requestOf({ id, method, path, headers, body }: Fields): FromGuest | null {
  const number = count(id);
  const where = text(path, 8000);
  const sent = headersOf(headers);
  const isBody = body === undefined || text(body, MOST_BODY) !== null;
  if (number === null || where === null || sent === null || !isBody || !METHODS.includes(String(method)))
    return null;
  return {
    type: 'request',
    id: number,
    method: method as RawRequest['method'],
    path: where,
    headers: sent,
    body: body as string | undefined,
  };
}

const READERS: ReadonlyMap<unknown, (fields: Fields) => FromGuest | null> = new Map<
  unknown,
  (fields: Fields) => FromGuest | null
>([
  ['shown', () => ({ type: 'shown' })],
  ['failed', ({ message }) => ({ type: 'failed', message: String(message).slice(0, 500) })],
  ['request', requestOf],
  ['cancel', ({ id }) => ofCount(id, (number) => ({ type: 'cancel', id: number }))],
  [
    'navigate',
    ({ path, replace }) =>
      ofText(path, 4000, (to) => ({ type: 'navigate', path: to, replace: replace === true })),
  ],
  ['announce', (fields) => ofText(fields['text'], 1000, (said) => ({ type: 'announce', text: said }))],
  [
    'notify',
    (fields) =>
      ofText(fields['text'], 1000, (said) => ({
        type: 'notify',
        text: said,
        tone: text(fields['tone'], 20) ?? undefined,
      })),
  ],
  ['height', ({ pixels }) => ofCount(pixels, (number) => ({ type: 'height', pixels: number }))],
  ['follow', ({ topic }) => ofText(topic, 100, (name) => ({ type: 'follow', topic: name }))],
  ['unfollow', ({ topic }) => ofText(topic, 100, (name) => ({ type: 'unfollow', topic: name }))],
  ['palette', () => ({ type: 'palette' })],
  ['pong', () => ({ type: 'pong' })],
]);

const ofText = (value: unknown, most: number, make: (value: string) => FromGuest): FromGuest | null => {
  const given = text(value, most);
  return given === null ? null : make(given);
};
const ofCount = (value: unknown, make: (value: number) => FromGuest): FromGuest | null => {
  const given = count(value);
  return given === null ? null : make(given);
};

/** What a framed element sent, as far as it is a message at all; null for anything else. Nothing of it is trusted beyond its shape. */
export function readGuest(data: unknown): FromGuest | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null;
  const fields = data as Fields;
  return READERS.get(fields['type'])?.(fields) ?? null;
}
