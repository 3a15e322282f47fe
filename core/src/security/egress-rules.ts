import { DataWaveError } from '@datawave/plugin-sdk';
import ipaddr from 'ipaddr.js';
import {
  type EgressPolicy,
  LOOPBACK_DESTINATIONS,
  PRIVATE_DESTINATIONS,
  RESERVED_DESTINATIONS,
} from './egress-policy.ts';
import { fitsHostGlob } from './host-glob.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

interface Rule {
  readonly text: string;
  readonly port: number | null;
  readonly range: readonly [Address, number] | null;
  /** A glob, in lower case. */
  readonly host: string | null;
}

/** A policy that has been read. */
export interface EgressRules {
  /** Why a connection is refused, as a sentence without its subject; null when it is allowed. */
  refusal(
    host: string,
    port: number,
    address: string,
    options?: { readonly refusesLoopback: boolean; readonly refusesPrivate?: boolean },
  ): string | null;
  /** Whether `allow` names it. */
  isNamed(host: string, port: number, address: string): boolean;
}

/** Reads a policy. @throws DataWaveError DW_EGRESS_POLICY_INVALID naming the entry. */
export function readEgressRules(policy: EgressPolicy): EgressRules {
  const allow = (policy.allow ?? []).map(readRule);
  const deny = (policy.deny ?? []).map(readRule);
  const read = (
    list: typeof RESERVED_DESTINATIONS,
  ): readonly { readonly rule: Rule; readonly what: string }[] =>
    list.map(({ cidr, what }) => ({ rule: readRule(cidr), what }));
  const reserved = read(RESERVED_DESTINATIONS);
  const loopback = read(LOOPBACK_DESTINATIONS);
  const behindWalls = read(PRIVATE_DESTINATIONS);
  const matcher = (host: string, port: number, address: string): ((rule: Rule) => boolean) | null => {
    const forms = addressForms(address);
    if (forms.length === 0) return null;
    const name = normalizeHost(host);
    return (rule) =>
      (rule.port === null || rule.port === port) &&
      (rule.host === null ? forms.some((form) => isWithin(form, rule)) : fitsHostGlob(rule.host, name));
  };

  return {
    isNamed(host, port, address) {
      const meets = matcher(host, port, address);
      return meets !== null && allow.some(meets);
    },
    refusal(host, port, address, { refusesLoopback, refusesPrivate = false } = { refusesLoopback: false }) {
      const meets = matcher(host, port, address);
      if (meets === null) return 'is not an address';
      const denied = deny.find(meets);
      if (denied) return `is denied by the policy entry "${denied.text}"`;
      const refused = [
        ...reserved,
        ...(refusesLoopback ? loopback : []),
        ...(refusesPrivate ? behindWalls : []),
      ];
      const hit = refused.find(({ rule }) => meets(rule));
      if (hit && !allow.some((rule) => meets(rule) && prefixLength(rule) >= prefixLength(hit.rule)))
        return `is ${hit.what}`;
      if (allow.length > 0 && !allow.some(meets)) return 'is not among the allowed destinations';
      return null;
    },
  };
}

/** Lower case, without the brackets of an IPv6 literal and the root's dot. */
function normalizeHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

/**
 * An address in every form in which it could reach the same machine: an IPv6 address that carries an IPv4 one
 * (mapped, compatible, NAT64, 6to4) is judged as both.
 */
export function addressForms(text: string): readonly Address[] {
  const plain = text.replace(/%.*$/, '');
  if (!ipaddr.isValid(plain)) return [];
  const address = ipaddr.parse(plain);
  if (address instanceof ipaddr.IPv4) return [address];
  const bytes = address.toByteArray();
  const carried = (offset: number): ipaddr.IPv4 => new ipaddr.IPv4(bytes.slice(offset, offset + 4));
  const isZero = (from: number, to: number): boolean => bytes.slice(from, to).every((byte) => byte === 0);
  const starts = (...prefix: number[]): boolean => prefix.every((byte, index) => bytes[index] === byte);
  if (isZero(0, 10) && bytes[10] === 0xff && bytes[11] === 0xff) return [carried(12)];
  if (isZero(0, 8) && bytes[8] === 0xff && bytes[9] === 0xff && bytes[10] === 0 && bytes[11] === 0)
    return [address, carried(12)];
  if (isZero(0, 12) && !isZero(12, 15)) return [address, carried(12)];
  if (starts(0x00, 0x64, 0xff, 0x9b)) return [address, carried(12)];
  if (starts(0x20, 0x02)) return [address, carried(2)];
  return [address];
}

function isWithin(address: Address, rule: Rule): boolean {
  return (
    rule.range !== null &&
    address.kind() === rule.range[0].kind() &&
    address.match(rule.range[0], rule.range[1])
  );
}

const prefixLength = (rule: Rule): number => rule.range?.[1] ?? -1;

function readRule(text: string): Rule {
  const { target, port } = splitPort(text.trim());
  if (target === '') throw invalidRule(text);
  const bare = normalizeHost(target);
  try {
    if (bare.includes('/')) {
      const [base, bits] = ipaddr.parseCIDR(bare);
      return {
        text,
        port,
        host: null,
        range: [unmapped(base), unmapped(base) === base ? bits : Math.max(bits - 96, 0)],
      };
    }
    if (ipaddr.isValid(bare)) {
      const address = unmapped(ipaddr.parse(bare));
      return { text, port, host: null, range: [address, address.kind() === 'ipv4' ? 32 : 128] };
    }
  } catch (error) {
    throw invalidRule(text, error);
  }
  if (!/^[a-z0-9*?._-]+$/.test(bare)) throw invalidRule(text);
  return { text, port, range: null, host: bare };
}

const unmapped = (address: Address): Address =>
  address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;

function splitPort(text: string): { readonly target: string; readonly port: number | null } {
  const match = /^(\[.*\]|[^:]*):(\d{1,5})$/.exec(text);
  if (!match) return { target: text, port: null };
  const port = Number(match[2]);
  if (port < 1 || port > 65_535) throw invalidRule(text);
  return { target: match[1] ?? '', port };
}

function invalidRule(text: string, cause?: unknown): DataWaveError {
  return new DataWaveError({
    code: 'DW_EGRESS_POLICY_INVALID',
    message: `"${text}" is no entry of an egress policy.`,
    hint: 'Write a CIDR such as 10.0.0.0/8, an address, or a host glob such as *.example.com, with :PORT after it if need be.',
    cause,
  });
}
