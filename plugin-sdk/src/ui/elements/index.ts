/** What the design system gives beside its elements: helpers that type what they show, and what is loaded on demand. */

export { checkboxOf, describedBy, fieldOf, radiosOf, switchOf, textOf } from '../forms/fields.ts';
export type { FieldFault } from '../forms/schema-values.ts';
export { checkValues, initialValues, pruneValues, withoutSecrets } from '../forms/schema-values.ts';
export type { Primitive } from '../web-awesome/primitives.ts';
export { usePrimitives } from '../web-awesome/primitives.ts';
export type { LoadingShape } from './loading.ts';
export type { MenuItem } from './menu.ts';
export { menuOf } from './menu.ts';
export type { Tab } from './tabs.ts';
export { tabsOf } from './tabs.ts';
