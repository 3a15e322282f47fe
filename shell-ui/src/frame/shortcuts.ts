/** What keys of the frame do. */
export interface ShortcutWork {
  readonly palette: () => void;
  readonly help: () => void;
  readonly fold: () => void;
}

const isWritten = (event: Event): boolean => {
  const target = event.composedPath()[0];
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  );
};

/** Whether a modal dialog has the keyboard: what lies below it is not to be reached. */
const isModal = (event: Event): boolean =>
  event.composedPath().some((target) => target instanceof HTMLDialogElement && target.open);

/** Listens to the keys of the frame until the signal is aborted. Letters alone count only where nothing is being written. */
export function followShortcuts(signal: AbortSignal, work: ShortcutWork): void {
  const pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const hasModifier = event.ctrlKey || event.metaKey;
    if (hasModifier && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      work.palette();
      return;
    }
    if (hasModifier || event.altKey || isWritten(event) || isModal(event)) return;
    // A page with a search of its own in the bar has taken `/` by then.
    const does = { '/': work.palette, '?': work.help, '[': work.fold }[event.key];
    if (does === undefined) return;
    event.preventDefault();
    does();
  };
  // After everybody else: whoever uses a key prevents it.
  addEventListener('keydown', pressed, { signal });
}
