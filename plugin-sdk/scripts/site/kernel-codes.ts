import type { GatheredCode } from './gather-codes.ts';

/** The codes of kernel and SDK, read off the page that is made of their table. */
export function kernelCodes(page: string): readonly GatheredCode[] {
  const rows = [...page.matchAll(/^\| <a id="DW_\w+"><\/a>`(DW_\w+)` \| (.*?) \| (.*?) \|$/gm)];
  if (rows.length === 0)
    throw new Error('The page of the kernel’s error codes has no rows that could be read.');
  return rows.map(([, code = '', means = '', mend = '']) => ({
    code,
    owner: 'core',
    means: [means],
    mend: [mend],
  }));
}
