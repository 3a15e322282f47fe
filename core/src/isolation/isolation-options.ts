import type { Logger } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../config/kernel-config.ts';
import type { IsolationPolicy } from './walls/index.ts';

/** What the operator says of plugins that are not the platform's own. */
export interface IsolationOptions {
  readonly policy: IsolationPolicy & KernelConfig['isolation'];
  /** Folder below which each plugin has its own. */
  readonly dataDirectory: string;
  /** Folders of the platform, of which isolated plugins learn nothing. */
  readonly hidden: readonly string[];
  readonly log: Logger;
}
