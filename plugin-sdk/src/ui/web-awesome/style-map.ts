import { noChange } from 'lit';
import { type AttributePart, Directive, directive, type PartInfo, PartType } from 'lit/directive.js';

/** Styles by their names in CSS or in scripts. */
type Styles = Readonly<Record<string, string | number | null | undefined>>;

/**
 * What `styleMap` of lit does, without the attribute that it writes the first time: the content security policy takes no inline
 * styles, while those set one by one are no text that anybody could smuggle in. The build gives it to Web Awesome's elements.
 */
class SetStyles extends Directive {
  #known = new Set<string>();

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ATTRIBUTE || part.name !== 'style')
      throw new Error('styleMap stands in style attributes alone: style=${styleMap({ … })}.');
  }

  override render(_styles: Styles): unknown {
    return noChange;
  }

  override update({ element }: AttributePart, [styles]: [Styles]): unknown {
    for (const name of this.#known)
      if (styles[name] === undefined || styles[name] === null) this.#set(element, name, '');
    this.#known = new Set(Object.keys(styles));
    for (const [name, value] of Object.entries(styles))
      if (value !== undefined && value !== null) this.#set(element, name, String(value));
    return noChange;
  }

  #set({ style }: HTMLElement, name: string, value: string): void {
    const [text = '', priority = ''] = value.split(/\s*!(?=important$)/);
    const property = name.startsWith('--')
      ? name
      : name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    style.setProperty(property, text, priority);
  }
}

export const styleMap = directive(SetStyles);
