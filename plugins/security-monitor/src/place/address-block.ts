import ipaddr from 'ipaddr.js';

/** What counts as one address: an IPv6 customer holds a whole /64, and an IPv4 address in IPv6 clothes is the IPv4 address. */
export function addressBlock(address: string): string {
  const plain = address.replace(/%.*$/, '');
  if (!ipaddr.isValid(plain)) return plain.slice(0, 100);
  const parsed = ipaddr.process(plain);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const parts = [...parsed.parts.slice(0, 4), 0, 0, 0, 0];
  return `${new ipaddr.IPv6(parts).toString()}/64`;
}
