/** What somebody writes into, other than to search or to choose what is shown. */
function fieldIn(path: readonly EventTarget[]): HTMLElement | null {
  const [field] = path;
  if (!(field instanceof HTMLElement)) return null;
  const isWritten =
    field.isContentEditable ||
    field.matches('textarea, input:not([type="search"])') ||
    (field.matches('select') && path.some((part) => part instanceof HTMLFormElement));
  return isWritten ? field : null;
}

const isEmpty = (field: HTMLElement): boolean => 'value' in field && field.value === '';

const focused = (): Element | null => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
};

/** Whether `inner` stands below `outer`, across shadow roots. */
function isBelow(inner: Element, outer: Element): boolean {
  for (let node: Node | null = inner; node !== null; ) {
    if (node === outer) return true;
    node = node instanceof ShadowRoot ? node.host : node.parentNode;
  }
  return false;
}

const pathOf = (element: Element): readonly EventTarget[] => {
  const path: Node[] = [];
  for (let node: Node | null = element; node !== null; ) {
    path.push(node);
    node = node instanceof ShadowRoot ? node.host : node.parentNode;
  }
  return path;
};

/** Knows whether somebody is writing something below an element that they have not handed in. */
export class EditWatch {
  readonly #host: HTMLElement;
  readonly #written = new Set<HTMLElement>();

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** Begins to watch, until the signal fires. */
  start(signal: AbortSignal): void {
    this.#host.addEventListener('input', this.#onInput, { signal });
  }

  readonly #onInput = (event: Event): void => {
    const path = event.composedPath();
    const field = fieldIn(path);
    if (field === null) return;
    this.#written.add(field);
    // Out of a shadow tree neither of these events is heard. A listener that is there already is not added again.
    for (const part of path)
      if (part instanceof HTMLFormElement)
        for (const type of ['submit', 'reset']) part.addEventListener(type, this.forget);
  };

  /** What was written has been handed in. */
  readonly forget = (): void => this.#written.clear();

  get isEditing(): boolean {
    for (const field of [...this.#written])
      if (!field.isConnected || !field.checkVisibility() || isEmpty(field)) this.#written.delete(field);
    if (this.#written.size > 0) return true;
    const field = focused();
    return field !== null && isBelow(field, this.#host) && fieldIn(pathOf(field)) !== null;
  }
}
