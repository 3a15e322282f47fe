/** A page that was open before. */
export interface RecentPage {
  readonly title: string;
  readonly href: string;
}

const KEY = 'dw.recent';
const MOST = 8;

/** The pages that were open in this tab, the latest first, by address without query. Forgotten when somebody signs out. */
export function recentPages(): readonly RecentPage[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? (kept as RecentPage[]) : [];
  } catch {
    // Storage may be forbidden, or spoilt: then there are none.
    return [];
  }
}

export function rememberPage(page: RecentPage): void {
  const others = recentPages().filter(({ href }) => href !== page.href);
  try {
    sessionStorage.setItem(KEY, JSON.stringify([page, ...others].slice(0, MOST)));
  } catch {
    // As above.
  }
}

export function forgetPages(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}
