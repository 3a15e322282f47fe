import { type CSSResultGroup, LitElement } from 'lit';
import { ElementFailure, type ShellContext, ShellContextRequest } from './shell-context.ts';
import { baseStyles } from './styles/base.ts';

/**
 * What every element of the shell and of plugins extends: knows the shell around it, disposes of its subscriptions
 * when it leaves the page and reports a failing render to the boundary around it.
 *
 * Properties are declared without decorators:
 * ```ts
 * export class GreetingCard extends DataWaveElement {
 *   static override properties = { name: { type: String } };
 *   declare name: string;
 *   constructor() { super(); this.name = 'world'; }
 *   override render() { return html`<p>Hello ${this.name}</p>`; }
 * }
 * ```
 * @public
 */
export class DataWaveElement extends LitElement {
  static override styles: CSSResultGroup = [baseStyles];
  #shell: ShellContext | undefined;
  #disposers: (() => void)[] = [];
  #lifetime = new AbortController();
  #showsInfoTypes = false;

  /** The shell around this element. @throws Error when it stands outside of one. */
  get shell(): ShellContext {
    if (this.#shell === undefined) {
      this.dispatchEvent(
        new ShellContextRequest((shell) => {
          this.#shell = shell;
        }),
      );
    }
    if (this.#shell === undefined)
      throw new Error(
        `<${this.localName}> stands outside of a DataWave shell. Put it below an element that answers "${ShellContextRequest.type}".`,
      );
    return this.#shell;
  }

  /** Aborted when the element leaves the page. */
  get lifetime(): AbortSignal {
    return this.#lifetime.signal;
  }

  override connectedCallback(): void {
    if (this.#lifetime.signal.aborted) this.#lifetime = new AbortController();
    super.connectedCallback();
    if (!this.#showsInfoTypes) return;
    // It comes back, and may have missed what was learnt meanwhile.
    this.#followInfoTypes();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lifetime.abort();
    for (const dispose of this.#disposers.splice(0).reverse()) dispose();
    this.#shell = undefined;
  }

  /** What people call an info type, for this element to show: when a better title is learnt, the element is drawn again. */
  readonly infoTypeTitle = (id: string): string => {
    if (!this.#showsInfoTypes) {
      this.#showsInfoTypes = true;
      this.#followInfoTypes();
    }
    return this.shell.infoTypes.titleOf(id);
  };

  #followInfoTypes(): void {
    this.listen(this.shell.infoTypes, 'change', () => this.requestUpdate());
  }

  /** Registers what is undone when the element leaves the page. */
  onDisconnect(dispose: () => void): void {
    if (this.isConnected) this.#disposers.push(dispose);
    else dispose();
  }

  /** Listens until the element leaves the page. */
  listen(target: EventTarget, type: string, listener: (event: Event) => void): void {
    target.addEventListener(type, listener, { signal: this.lifetime });
  }

  protected override performUpdate(): void {
    try {
      super.performUpdate();
    } catch (error) {
      // Lit would leave this as an unhandled rejection that names nobody.
      this.dispatchEvent(new ElementFailure(error));
    }
  }
}

/**
 * Defines a custom element once. A name that another class holds is an error that names it.
 * @throws Error when the name is taken
 * @public
 */
export function defineElement(name: string, element: CustomElementConstructor): void {
  const present = customElements.get(name);
  if (present === element) return;
  if (present !== undefined)
    throw new Error(`The element name <${name}> is taken. Choose one that starts with your plugin's id.`);
  customElements.define(name, element);
}
