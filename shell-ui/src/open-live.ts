import { type ApiClient, LiveConnection } from '@datawave/plugin-sdk/ui';

/** What the live updates are told in: who is here, and where they work. */
export interface LivePlace {
  readonly principal: string | null;
  readonly workspace: string | null;
}

/** Makes the one connection by which the browser hears what has changed. It listens once {@link followLive} says to whom. */
export const openLive = (api: () => ApiClient, onExpired: () => void): LiveConnection =>
  new LiveConnection({
    open: (options) => api().events('/ui/events', options),
    onRefused: ({ status }) => {
      if (status === 401) onExpired();
    },
    onChange: () => api().somethingChanged(),
    // Only there where the page was loaded over a safe connection.
    locks: (navigator as Partial<Navigator>).locks,
    channel: (name) => (typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name)),
  });

/** What is told is told to somebody in a workspace; who has left is told nothing. */
export function followLive(live: LiveConnection, { principal, workspace }: LivePlace): void {
  if (principal === null) live.stop();
  else live.start(`${principal}/${workspace ?? ''}`);
}
