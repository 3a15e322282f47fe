import { defineElement } from '@datawave/plugin-sdk/ui';
import { type Framed, ShellPluginFrame } from './plugin-frame.ts';

/** Makes the element that stands for a framed one. */
export function frameOf(framed: Framed): ShellPluginFrame {
  defineElement('shell-plugin-frame', ShellPluginFrame);
  const frame = new ShellPluginFrame();
  frame.framed = framed;
  return frame;
}
