import type { Logger, PluginPackage } from '@datawave/plugin-sdk';
import type { Http } from '../http/http.ts';
import type { Kernel, KernelOptions } from '../kernel-types.ts';
import type { Subsystems } from './subsystems.ts';

export interface KernelHttpParts {
  readonly kernel: Kernel;
  readonly kernelPackage: PluginPackage;
  readonly parts: Subsystems;
  readonly options: KernelOptions;
  readonly log: Logger;
}
export async function createKernelHttp(_: KernelHttpParts): Promise<Http> {
  throw new Error('pending');
}
