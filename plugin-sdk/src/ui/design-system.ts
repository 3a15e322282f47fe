import { defineElement } from './datawave-element.ts';
import { DwBadge, DwSensitivity, DwSeverity } from './elements/badge.ts';
import { DwBoundary } from './elements/boundary.ts';
import { DwButton } from './elements/button.ts';
import { DwCard } from './elements/card.ts';
import { DwDialog } from './elements/dialog.ts';
import { DwIcon } from './elements/icon.ts';
import { DwBars, DwConfidence, DwParts, DwProgress } from './elements/meters.ts';
import { DwPageHeader } from './elements/page-header.ts';
import { DwSlot } from './elements/slot.ts';
import { DwCallout, DwEmpty, DwLoading, DwProblem } from './elements/states.ts';
import { DwTable } from './elements/table.ts';
import { DwTime } from './elements/time.ts';
import { DwSchemaForm } from './forms/schema-form.ts';

/** Defines the design system's elements. The shell does it before any plugin is loaded; calling it again is harmless. @public */
export function defineDesignSystem(): void {
  defineElement('dw-icon', DwIcon);
  defineElement('dw-button', DwButton);
  defineElement('dw-badge', DwBadge);
  defineElement('dw-sensitivity', DwSensitivity);
  defineElement('dw-severity', DwSeverity);
  defineElement('dw-card', DwCard);
  defineElement('dw-page-header', DwPageHeader);
  defineElement('dw-table', DwTable);
  defineElement('dw-empty', DwEmpty);
  defineElement('dw-loading', DwLoading);
  defineElement('dw-problem', DwProblem);
  defineElement('dw-callout', DwCallout);
  defineElement('dw-confidence', DwConfidence);
  defineElement('dw-progress', DwProgress);
  defineElement('dw-bars', DwBars);
  defineElement('dw-parts', DwParts);
  defineElement('dw-time', DwTime);
  defineElement('dw-dialog', DwDialog);
  defineElement('dw-schema-form', DwSchemaForm);
  defineElement('dw-boundary', DwBoundary);
  defineElement('dw-slot', DwSlot);
}
