/** `system` follows the operating system. */
export type Theme = 'system' | 'light' | 'dark';

/** How close together things stand. */
export type Density = 'comfortable' | 'compact';

const THEME = 'dw.theme';
const DENSITY = 'dw.density';
const SIDE = 'dw.side';

/** The theme that was chosen in this browser. */
export function currentTheme(): Theme {
  const theme = document.documentElement.dataset['theme'];
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

/** Shows a theme now, in every tab, and on the next visit. */
export function chooseTheme(theme: Theme): void {
  showTheme(theme);
  keep(THEME, theme === 'system' ? null : theme);
}

export function currentDensity(): Density {
  return document.documentElement.dataset['density'] === 'compact' ? 'compact' : 'comfortable';
}

/** As {@link chooseTheme}. */
export function chooseDensity(density: Density): void {
  showDensity(density);
  keep(DENSITY, density === 'compact' ? density : null);
}

/** Whether the navigation shows its icons alone, on screens that are wide enough for both. */
export const isSideFolded = (): boolean => stored(SIDE) === 'folded';

export const foldSide = (isFolded: boolean): void => keep(SIDE, isFolded ? 'folded' : null);

/** Takes over what is chosen in another tab, and calls back then. Returns how to stop. */
export function followAppearance(changed: () => void): () => void {
  const follow = ({ key }: StorageEvent): void => {
    if (key !== THEME && key !== DENSITY && key !== SIDE && key !== null) return;
    const theme = stored(THEME);
    showTheme(theme === 'light' || theme === 'dark' ? theme : 'system');
    showDensity(stored(DENSITY) === 'compact' ? 'compact' : 'comfortable');
    changed();
  };
  addEventListener('storage', follow);
  return () => removeEventListener('storage', follow);
}

function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

function showDensity(density: Density): void {
  if (density === 'comfortable') delete document.documentElement.dataset['density'];
  else document.documentElement.dataset['density'] = density;
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Storage may be forbidden; what is chosen then lasts as long as the page.
    return null;
  }
}

function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // As above.
  }
}
