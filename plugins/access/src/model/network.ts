import { BlockList, isIP } from 'node:net';

/** Whether a text names a network in CIDR notation, or a single address. */
export function isNetwork(text: string): boolean {
  const [address = '', length, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0 || address.includes('%')) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (family === 4 ? 32 : 128));
}

/** Tells addresses inside some networks from others. */
export class Networks {
  readonly #list = new BlockList();

  /** @param networks - each as {@link isNetwork} takes it */
  constructor(networks: readonly string[]) {
    for (const network of networks) {
      const [address = '', length] = network.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      this.#list.addSubnet(address, Number(length ?? (family === 'ipv6' ? 128 : 32)), family);
    }
  }

  /** Null where the address is none. An IPv4 address in IPv6 clothes is the IPv4 address. */
  has(address: string): boolean | null {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
    const family = isIP(plain);
    return family === 0 ? null : this.#list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
  }
}
