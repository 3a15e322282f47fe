import ipaddr from 'ipaddr.js';

/** What a database of places knows of a network of IPv4 addresses. */
export interface WrittenPlace {
  readonly network: string;
  readonly city?: string;
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusKm?: number;
}

type Node = [Node | number | null, Node | number | null];
type Value = string | number | { readonly [key: string]: Value } | readonly Value[];

const MARKER = Buffer.from([0xab, 0xcd, 0xef, ...Buffer.from('MaxMind.com')]);
const SEPARATOR = Buffer.alloc(16);

/**
 * Writes a small database as the specification of the MaxMind DB file format 2.0 has it: a binary search tree with records of 24 bits,
 * the data, and the metadata.
 */
export function writePlaces(places: readonly WrittenPlace[]): Buffer {
  const data: Buffer[] = [];
  const root: Node = [null, null];
  let offset = 0;
  for (const place of places) {
    const encoded = encode(recordOf(place));
    insert(root, place.network, offset);
    data.push(encoded);
    offset += encoded.length;
  }
  const nodes = numbered(root);
  const tree = Buffer.concat(nodes.map((node) => Buffer.concat(node.map((child) => record(child, nodes)))));
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    database_type: 'Test-City',
    description: { en: 'Made for a test' },
    ip_version: 4,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 24,
  });
  return Buffer.concat([tree, SEPARATOR, ...data, MARKER, metadata]);
}

const recordOf = ({ city, country, latitude, longitude, radiusKm }: WrittenPlace): Value => ({
  ...(city === undefined ? {} : { city: { names: { en: city } } }),
  country: { names: { en: country } },
  location: {
    ...(radiusKm === undefined ? {} : { accuracy_radius: radiusKm }),
    latitude: { double: latitude },
    longitude: { double: longitude },
  },
});

function insert(root: Node, network: string, offset: number): void {
  const [address, length] = ipaddr.parseCIDR(network);
  const bits = address
    .toByteArray()
    .flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => ((byte >> bit) & 1) as 0 | 1));
  let node = root;
  for (const [index, bit] of bits.slice(0, length).entries()) {
    if (index === length - 1) {
      node[bit] = offset;
      return;
    }
    const child = node[bit];
    const next: Node = Array.isArray(child) ? child : [null, null];
    node[bit] = next;
    node = next;
  }
}

const numbered = (root: Node): readonly Node[] => {
  const nodes: Node[] = [root];
  for (const node of nodes) for (const child of node) if (Array.isArray(child)) nodes.push(child);
  return nodes;
};

function record(child: Node | number | null, nodes: readonly Node[]): Buffer {
  const value =
    child === null ? nodes.length : Array.isArray(child) ? nodes.indexOf(child) : nodes.length + 16 + child;
  return Buffer.from([value >> 16, (value >> 8) & 0xff, value & 0xff]);
}

const control = (type: number, size: number): Buffer => {
  // Sizes up to 284 take one further byte.
  const small = size < 29 ? size : 29;
  const head = type > 7 ? [small, type - 7] : [(type << 5) | small];
  return Buffer.from([...head, ...(size < 29 ? [] : [size - 29])]);
};

function encode(value: Value): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  if (Array.isArray(value))
    return Buffer.concat([control(11, value.length), ...value.map((one: Value) => encode(one))]);
  const fields = Object.entries(value);
  const [first] = fields;
  if (fields.length === 1 && first?.[0] === 'double') {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(Number(first[1]));
    return Buffer.concat([control(3, 8), bytes]);
  }
  return Buffer.concat([
    control(7, fields.length),
    ...fields.flatMap(([key, one]) => [encode(key), encode(one)]),
  ]);
}
