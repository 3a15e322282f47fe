import { isIP } from 'node:net';
import { notOffered } from '../isolation-errors.ts';

/**
 * Where an isolated plugin may go. An entry of its manifest's `needs.network` is a host with or without a port (`api.example.com:443`,
 * `*.example.com`, `*`), or says in words where (`the configured server`): then it is the hosts that stand in the settings.
 */
export interface Destinations {
  readonly network: readonly string[];
  /** What the operator or a source's owner has set: of the plugin, of the connection that it was asked to open. */
  readonly settings: readonly unknown[];
}

export interface Place {
  /** As it was asked for, an IPv6 address without brackets. */
  readonly host: string;
  /** Null for any. */
  readonly port: number | null;
}

const isInWords = (entry: string): boolean => /\s/.test(entry);

/** Names of the machine itself. */
const ITSELF = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

const bare = (host: string): string => host.toLowerCase().replace(/^\[(.*)\]$/, '$1');

function placeOf(pattern: string): Place {
  const [, bracketed, host = '', port] =
    /^(?:\[([^\]]+)\]|([^:]*(?::[^:]*:.*)?))(?::(\d+|\*))?$/.exec(pattern) ?? [];
  return { host: bare(bracketed ?? host), port: port === undefined || port === '*' ? null : Number(port) };
}

const fits = (place: Place, host: string, port: number): boolean => {
  if (place.port !== null && place.port !== port) return false;
  if (place.host === '*') return true;
  return place.host.startsWith('*.') ? host.endsWith(place.host.slice(1)) : place.host === host;
};

/** The places that are named one by one: in the manifest, and in the settings where the manifest refers to them. */
function named({ network, settings }: Destinations): readonly Place[] {
  const patterns = network.filter((entry) => !isInWords(entry)).map(placeOf);
  return network.some(isInWords) ? [...patterns, ...settings.flatMap(placesIn)] : patterns;
}

/** @throws DataWaveError DW_ISOLATION_REFUSED */
export function checkPlace(plugin: string, destinations: Destinations, host: string, port: number): void {
  const name = bare(host);
  if (named(destinations).some((place) => fits(place, name, port))) return;
  const shown = `${isIP(name) === 6 ? `[${name}]` : name}:${port}`.slice(0, 300);
  throw notOffered(
    plugin,
    `the network at "${shown}"`,
    destinations.network.some(isInWords)
      ? `It goes only where its settings lead. Name the host in them, or under needs.network in the manifest, as "${shown}".`
      : `Name it under needs.network in the manifest, as "${shown}".`,
  );
}

/** Whether the machine itself is meant, and named as that: `*` is read as the outside, and so is a name that leads home. */
export function mayStayHome(destinations: Destinations, host: string): boolean {
  const name = bare(host);
  return ITSELF.test(name) && named(destinations).some((place) => place.host === name);
}

/**
 * Whether it may stand behind the operator's own walls: whoever runs the platform has named it in the settings, or whoever installed the
 * plugin has seen the very address. A name in the manifest is its author's, who can have it lead anywhere.
 */
export function mayBePrivate({ network, settings }: Destinations, host: string): boolean {
  const name = bare(host);
  const isSet = network.some(isInWords) && settings.flatMap(placesIn).some((place) => place.host === name);
  return (
    isSet || (isIP(name) !== 0 && network.some((entry) => !isInWords(entry) && placeOf(entry).host === name))
  );
}

/** Whether a local socket is meant that the settings name: itself, or the folder that it lies in, as libpq has it. */
export function checkLocal(plugin: string, { network, settings }: Destinations, path: string): void {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const isNamed =
    path.startsWith('/') &&
    !path.split('/').includes('..') &&
    network.some(isInWords) &&
    settings.some((setting) =>
      textsIn(setting).some(({ text }) => text === path || (folder !== '' && text === folder)),
    );
  if (!isNamed)
    throw notOffered(
      plugin,
      `the local socket "${path.slice(0, 200)}"`,
      'Name it, or its folder, in the settings, and say in words under needs.network in the manifest that it goes where they lead.',
    );
}

interface Text {
  readonly key: string;
  readonly text: string;
}

const MOST_TEXTS = 2_000;
const DEEPEST = 8;

/** The texts and numbers of settings with their names. */
function textsIn(settings: unknown): readonly Text[] {
  const found: Text[] = [];
  const visit = (value: unknown, key: string, depth: number): void => {
    if (found.length >= MOST_TEXTS || depth > DEEPEST) return;
    if (typeof value === 'string' || typeof value === 'number') found.push({ key, text: String(value) });
    else if (Array.isArray(value)) for (const item of value) visit(item, key, depth + 1);
    else if (typeof value === 'object' && value !== null)
      for (const [name, field] of Object.entries(value)) visit(field, name, depth + 1);
  };
  visit(settings, '', 0);
  return found;
}

const USUAL: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * The places that settings name: as an address (`https://host/path`), as `host:port`, in lists of them, or as a host, which then goes with
 * the ports that the settings name, if they name any.
 */
function placesIn(settings: unknown): readonly Place[] {
  const texts = textsIn(settings);
  const ports = texts
    .filter(({ key, text }) => /port$/i.test(key) && /^\d{1,5}$/.test(text))
    .map(({ text }) => Number(text));
  const withPorts = (host: string, port: number | null): readonly Place[] =>
    port !== null || ports.length === 0 ? [{ host, port }] : ports.map((one) => ({ host, port: one }));
  return texts.flatMap(({ text }) => {
    if (text.length > 2_048) return [];
    const url = text.includes('://') ? URL.parse(text) : null;
    if (url !== null) {
      if (url.hostname === '') return [];
      return withPorts(
        bare(url.hostname),
        url.port === '' ? (USUAL[url.protocol] ?? null) : Number(url.port),
      );
    }
    return text.split(',').flatMap((part) => {
      const one = part.trim();
      if (isIP(one) === 6) return withPorts(one.toLowerCase(), null);
      const [, host, port] = /^(\[[0-9a-f:.]+\]|[^\s:/@?#*]{1,255})(?::(\d{1,5}))?$/i.exec(one) ?? [];
      return host === undefined ? [] : withPorts(bare(host), port === undefined ? null : Number(port));
    });
  });
}
