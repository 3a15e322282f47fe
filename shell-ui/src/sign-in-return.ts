import { hrefHere } from './sign-in-ways.ts';

const ASKED_FOR = 'dw.asked-for';
const PARAMETER = 'sign-in-error';

/** Remembers, for this tab, which page was asked for before the browser is sent elsewhere to sign in. */
export function rememberAskedFor(): void {
  try {
    sessionStorage.setItem(ASKED_FOR, hrefHere());
  } catch {
    // A browser that keeps nothing comes back to the first page.
  }
}

/**
 * The code of a sign-in elsewhere that has failed, taken out of the address, which becomes that of the page that was asked for
 * again; null when none did.
 */
export function takeFailedSignIn(): string | null {
  const here = new URL(location.href);
  const code = here.searchParams.get(PARAMETER);
  if (code === null) return null;
  here.searchParams.delete(PARAMETER);
  const asked = askedFor() ?? here.pathname + here.search + here.hash;
  history.replaceState(history.state, '', asked);
  return code;
}

/** A path of this site; null when none was remembered. */
function askedFor(): string | null {
  let remembered: string | null = null;
  try {
    remembered = sessionStorage.getItem(ASKED_FOR);
    sessionStorage.removeItem(ASKED_FOR);
  } catch {
    return null;
  }
  if (remembered === null || !URL.canParse(remembered, location.origin)) return null;
  const url = new URL(remembered, location.origin);
  return url.origin === location.origin && !url.pathname.startsWith('//')
    ? url.pathname + url.search + url.hash
    : null;
}
