/**
 * Moves the focus to a field that has just been shown, so that the keyboard goes on there. A field cannot be entered before the
 * elements that it stands in, such as a card, have drawn themselves: that is waited for.
 * @param root - where the field is sought, such as `this.renderRoot`
 * @param selector - of the field; nothing happens where there is none
 * @public
 */
export async function enterField(root: ParentNode, selector: string): Promise<void> {
  const field = root.querySelector<HTMLElement>(selector);
  for (let around = field?.parentElement ?? null; around !== null; around = around.parentElement) {
    const drawn: unknown = Reflect.get(around, 'updateComplete');
    if (drawn instanceof Promise) await drawn;
  }
  field?.focus();
}
