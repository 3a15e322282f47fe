/**
 * Where connections may go. Entries are CIDRs (`10.0.0.0/8`, `fd00::/8`), single addresses,
 * or host globs (`*.example.com`, `db-?.internal`), each optionally with a port: `*.example.com:443`, `[fd00::1]:5432`.
 */
export interface EgressPolicy {
  /**
   * When not empty, nothing else may be reached. An address or CIDR in it that is at least as narrow as a built-in
   * refusal (link-local, metadata, multicast and the like) lifts that refusal; a host glob never does.
   */
  readonly allow?: readonly string[];
  /** Never reached, whatever `allow` says. */
  readonly deny?: readonly string[];
  /** Whether unix-domain sockets may be opened; true unless given. */
  readonly allowLocalSockets?: boolean;
}

/** Never a database or a mail server, often a cloud's credentials: refused unless `allow` names them by address. */
export const RESERVED_DESTINATIONS: readonly { readonly cidr: string; readonly what: string }[] = [
  { cidr: '0.0.0.0/8', what: 'an unspecified address' },
  { cidr: '169.254.0.0/16', what: 'a link-local address, where clouds serve credentials' },
  { cidr: '100.100.100.200/32', what: 'a cloud metadata address' },
  { cidr: '168.63.129.16/32', what: 'a cloud metadata address' },
  { cidr: '192.0.0.192/32', what: 'a cloud metadata address' },
  { cidr: '224.0.0.0/4', what: 'a multicast address' },
  { cidr: '240.0.0.0/4', what: 'a reserved or broadcast address' },
  { cidr: '::/128', what: 'an unspecified address' },
  { cidr: 'fe80::/10', what: 'a link-local address' },
  { cidr: 'fd00:ec2::254/128', what: 'a cloud metadata address' },
  { cidr: 'fd20:ce::254/128', what: 'a cloud metadata address' },
  { cidr: 'ff00::/8', what: 'a multicast address' },
];

/** The machine itself: refused where an address comes from somebody who does not run the platform. */
export const LOOPBACK_DESTINATIONS: typeof RESERVED_DESTINATIONS = [
  { cidr: '127.0.0.0/8', what: 'the machine itself' },
  { cidr: '::1/128', what: 'the machine itself' },
];

/** Networks behind the operator's own walls: refused where a name is a stranger's, who can have it lead anywhere. */
export const PRIVATE_DESTINATIONS: typeof RESERVED_DESTINATIONS = [
  { cidr: '10.0.0.0/8', what: 'an address of a private network' },
  { cidr: '172.16.0.0/12', what: 'an address of a private network' },
  { cidr: '192.168.0.0/16', what: 'an address of a private network' },
  { cidr: '100.64.0.0/10', what: 'an address of a private network' },
  { cidr: 'fc00::/7', what: 'an address of a private network' },
];
