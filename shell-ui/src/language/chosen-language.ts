const KEY = 'dw.language';

/** The language that was chosen in this browser; null where the browser's own is followed. */
export function chosenLanguage(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // Storage may be forbidden; the language of the browser is used then.
    return null;
  }
}

/**
 * Shows the shell in another language, in every tab and on the next visit; null follows the browser. The page is loaded again,
 * because every word on it is another one.
 */
export function chooseLanguage(language: string | null): void {
  if (language === chosenLanguage()) return;
  try {
    if (language === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, language);
  } catch {
    // As above: it cannot be kept, and a page that is loaded again would be as it was.
    return;
  }
  location.reload();
}

/** Follows what is chosen in another tab. */
export function followLanguage(): void {
  addEventListener('storage', ({ key, newValue, oldValue }) => {
    if (key === KEY && newValue !== oldValue) location.reload();
  });
}

/** What people who speak a language call it: `Deutsch`. */
export function languageName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
