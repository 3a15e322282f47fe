/** A line as programs write it, and what in it is personal or secret, as `INFO_TYPE value`. */
export interface LogLine {
  readonly text: string;
  readonly holds: readonly string[];
}

/** One kind of lines. */
export interface LogKind {
  readonly title: string;
  line(random: Random): LogLine;
}

/** Numbers and choices that come again the same from the same seed. */
export interface Random {
  /** From 0 to `bound`, exclusive. */
  below(bound: number): number;
  pick<T>(items: readonly T[]): T;
}

/** Makes one. */
export function createRandom(seed: number): Random {
  let state = seed;
  const below = (bound: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  return {
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
  };
}

/** Two digits. */
export const two = (value: number): string => String(value).padStart(2, '0');

/** Hexadecimal digits in small letters. */
export const hex = (random: Random, length: number): string =>
  Array.from({ length }, () => random.below(16).toString(16)).join('');

/** `12:00:01` */
export const clock = ({ below }: Random): string => `${two(below(24))}:${two(below(60))}:${two(below(60))}`;

/** `2026-01-02` */
export const day = ({ below }: Random): string => `2026-${two(1 + below(12))}-${two(1 + below(28))}`;

/** The short name of a month. */
export const month = ({ pick }: Random): string => pick(['Jan', 'Mar', 'May', 'Jun', 'Sep', 'Nov']);

/** `Jan 02 12:00:01` */
export const sysTime = (random: Random): string =>
  `${month(random)} ${two(1 + random.below(28))} ${clock(random)}`;

/** An address of those for documentation (RFC 5737). */
export const client = ({ below, pick }: Random): string =>
  `${pick(['203.0.113', '198.51.100', '192.0.2'])}.${1 + below(254)}`;

/** A private address. */
export const inside = ({ below }: Random): string => `10.${below(250)}.${below(250)}.${1 + below(250)}`;

/** Three numbers. */
export const version = ({ below }: Random): string => `${below(20)}.${below(30)}.${below(20)}`;

/** A line that holds nothing. */
export const nothing = (text: string): LogLine => ({ text, holds: [] });

/** A line that holds an address of a machine. */
export const withAddress = (address: string, text: string): LogLine => ({
  text,
  holds: [`IP_ADDRESS ${address}`],
});

/** How a client of HTTP names itself. */
export const browser = (random: Random): string => {
  const { pick, below } = random;
  const chrome = `${90 + below(50)}.0.${pick(['0.0', `${1_000 + below(6_000)}.${below(200)}`])}`;
  return pick([
    `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${chrome} Safari/537.36`,
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:${below(130)}.0) Gecko/20100101 Firefox/${below(130)}.0`,
    `Mozilla/5.0 (iPhone; CPU iPhone OS 17_${below(6)} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.${below(6)} Mobile/15E148 Safari/604.1`,
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    `curl/7.${below(90)}.0`,
    `python-requests/2.${below(32)}.0`,
    `Go-http-client/1.1`,
    `PostmanRuntime/7.${below(40)}.${below(4)}`,
    `Apache-HttpClient/4.5.${below(14)} (Java/17.0.${below(12)})`,
    'kube-probe/1.28',
  ]);
};

/** A path of a request. */
export const path = ({ pick, below }: Random): string =>
  pick([
    '/index.html',
    `/api/v1/items/${below(100_000)}`,
    '/static/app.js',
    '/login',
    `/img/logo-${below(900)}x${below(900)}.png`,
    `/search?page=${below(90)}&size=50`,
  ]);
