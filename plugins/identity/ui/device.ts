import { t } from '@datawave/plugin-sdk/ui';

/** Programs by what they say of themselves; a browser names those that it is like after itself, so that the order counts. */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
  [/^(?:python-requests|python-httpx|Python-urllib|aiohttp)\b/i, 'Python'],
  [/^(?:node|undici)\b/i, 'Node.js'],
  [/^Go-http-client\//, 'Go'],
  [/^Java/, 'Java'],
  [/PowerShell\//, 'PowerShell'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac(?:intosh| OS X)\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** What somebody signs in with, as far as it says: `Firefox on Linux`. */
export function deviceOf(userAgent: string | null, kind: 'browser' | 'script'): string {
  const unknown = kind === 'browser' ? t('A browser') : t('A script');
  if (userAgent === null || userAgent === '') return unknown;
  const first = (table: typeof PROGRAMS): string | null =>
    table.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;
  const program = first(PROGRAMS) ?? unknown;
  const system = first(SYSTEMS);
  return system === null ? program : t('{program} on {system}', { program, system });
}
