/** After how long a wait is told, in milliseconds: shorter ones concern nobody. */
const TOLD_AFTER_MS = 3000;

/** Waits, and says so once when that takes long: whoever sits before it learns for what. */
export async function tellWhenSlow<T>(
  wait: () => Promise<T>,
  tell: () => void,
  afterMs = TOLD_AFTER_MS,
): Promise<T> {
  const timer = setTimeout(tell, afterMs);
  try {
    return await wait();
  } finally {
    clearTimeout(timer);
  }
}
