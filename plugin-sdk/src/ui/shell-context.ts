import type { SlotContribution } from '../manifest.ts';
import type { ApiClient } from './client/api-client.ts';
import type { Drafts } from './drafts.ts';
import type { InfoTypeTitles } from './info-type-titles.ts';
import type { LiveUpdates } from './live/live-updates.ts';
import type { NoticeLog } from './notice-log.ts';

/** Where the browser stands. @public */
export interface PageLocation {
  /** Path as it is in the address bar. */
  readonly path: string;
  /** Values of the page path's `:name` segments, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

/** How to go to another page of the shell. @public */
export interface NavigateOptions {
  /** Replaces the entry in the browser's history: for filters and tabs, so that Back leaves the page. */
  readonly replace?: boolean;
}

/** What a colour means, rather than which colour it is: themes decide that. @public */
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

/** A short message that goes away by itself. @public */
export interface Notice {
  readonly message: string;
  readonly tone?: Tone;
}

/** A slot contribution together with the plugin that makes it. @public */
export interface ContributedSlot extends SlotContribution {
  readonly plugin: string;
}

/** What the shell lends every element in it. Found by {@link DataWaveElement} through the DOM, so none is passed along by hand. @public */
export interface ShellContext {
  readonly api: ApiClient;
  /** What people call info types. To show one, use {@link DataWaveElement.infoTypeTitle}. */
  readonly infoTypes: InfoTypeTitles;
  /** What is written into forms and not saved yet. Forms use {@link FormDraft}. */
  readonly drafts: Drafts;
  /** What the server says to have changed. */
  readonly live: LiveUpdates;
  /** The short messages of this tab, the newest first. */
  readonly notices: NoticeLog;
  /** Goes to a page of the shell: `/sources/new`. Anchors with such a path work as they are. */
  navigate(path: string, options?: NavigateOptions): void;
  /** Says something to screen readers without moving the focus. */
  announce(message: string): void;
  notify(notice: Notice): void;
  /** Whether whoever is signed in holds a permission. The server decides again; this only keeps useless buttons away. */
  may(permission: string): boolean;
  /** Contributions to a slot that the user may see, in order. */
  slots(name: string): readonly ContributedSlot[];
  /** Loads the module of the plugin and makes the element. Rejects with a reason that a person can read. */
  create(plugin: string, element: string): Promise<HTMLElement>;
  /** Calls back when plugins came or went; returns how to stop. */
  onPluginsChange(listener: () => void): () => void;
}

/** Asks the nearest shell for its context; answered synchronously, in the manner of the context community protocol. @public */
export class ShellContextRequest extends Event {
  static readonly type = 'dw-shell-context';
  readonly provide: (shell: ShellContext) => void;

  constructor(provide: (shell: ShellContext) => void) {
    super(ShellContextRequest.type, { bubbles: true, composed: true });
    this.provide = provide;
  }
}

/** An element could not show itself. Bubbles to the boundary around the page or slot, which names the plugin. @public */
export class ElementFailure extends Event {
  static readonly type = 'dw-element-failure';
  readonly error: unknown;

  constructor(error: unknown) {
    super(ElementFailure.type, { bubbles: true, composed: true });
    this.error = error;
  }
}

/**
 * Something of a plugin went wrong while its elements are shown: an event's handler threw, a promise was rejected and nobody looked.
 * Fired on the document; the boundary that says so prevents its default.
 * @public
 */
export class PluginFault extends Event {
  static readonly type = 'dw-plugin-fault';
  readonly plugin: string;
  readonly error: unknown;

  constructor(plugin: string, error: unknown) {
    super(PluginFault.type, { cancelable: true });
    this.plugin = plugin;
    this.error = error;
  }
}
