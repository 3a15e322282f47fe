import type { Notice } from './shell-context.ts';

/** A short message that was shown, and when (milliseconds since 1970). @public */
export interface LoggedNotice extends Notice {
  readonly id: number;
  readonly at: number;
}

const KEPT = 20;

/** The short messages of this tab since it was opened, the newest first, for whoever has missed one. Fires `change`. @public */
export class NoticeLog extends EventTarget {
  #notices: readonly LoggedNotice[] = [];
  #last = 0;

  get recent(): readonly LoggedNotice[] {
    return this.#notices;
  }

  add(notice: Notice): void {
    this.#last += 1;
    this.#notices = [{ ...notice, id: this.#last, at: Date.now() }, ...this.#notices].slice(0, KEPT);
    this.dispatchEvent(new Event('change'));
  }

  clear(): void {
    if (this.#notices.length === 0) return;
    this.#notices = [];
    this.dispatchEvent(new Event('change'));
  }
}
