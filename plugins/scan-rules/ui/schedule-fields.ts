import { describedBy, fieldOf, t, textOf } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { type Fault, faultAt, type Schedule } from './api.ts';
import {
  cronOf,
  DAYS,
  dayWords,
  FREQUENCIES,
  type Frequency,
  formatMoment,
  type Times,
  timesOf,
} from './words.ts';

const DAYS_OF_MONTH = Array.from({ length: 28 }, (_, day) => day + 1);

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** When a rule runs by itself, with its next times in words. */
export function scheduleFields(options: {
  readonly schedule: Schedule | null;
  /** The form shows cron fields although it has words for them. */
  readonly isOwn: boolean;
  readonly next: readonly string[];
  readonly faults: readonly Fault[];
  readonly change: (schedule: Schedule | null, isOwn: boolean) => void;
}): unknown {
  const { schedule, isOwn, next, faults, change } = options;
  const times = timesOf(schedule);
  const frequency: Frequency = isOwn ? 'own' : times.frequency;
  const timeZone = schedule?.timeZone ?? ownZone();
  const cron = {
    help: t('Minute, hour, day of the month, month, day of the week.'),
    fault: faultAt(faults, '/schedule/cron'),
  };
  const zone = { fault: faultAt(faults, '/schedule/timeZone') };
  const set = (changed: Partial<Times>): void => {
    const merged = { ...times, frequency, ...changed };
    const written = cronOf(merged);
    if (merged.frequency === 'never') change(null, false);
    else if (written === null) change({ cron: schedule?.cron ?? '0 2 * * *', timeZone }, true);
    else change({ cron: written, timeZone }, false);
  };
  return html`<div class="pair">
    ${fieldOf(
      'frequency',
      t('Runs by itself'),
      html`<select id="frequency" .value=${live(frequency)} @change=${(event: Event) => set({ frequency: textOf(event) as Frequency })}>
        ${Object.entries(FREQUENCIES).map(([value, title]) => html`<option value=${value} ?selected=${value === frequency}>${t(title)}</option>`)}
      </select>`,
    )}
    ${
      frequency === 'weekly'
        ? fieldOf(
            'day',
            t('On', {}, 'day'),
            html`<select id="day" .value=${live(String(times.day))} @change=${(event: Event) => set({ day: Number(textOf(event)) })}>${DAYS.map((_, day) => html`<option value=${day} ?selected=${day === times.day}>${dayWords(day)}</option>`)}</select>`,
          )
        : nothing
    }
    ${
      frequency === 'monthly'
        ? fieldOf(
            'day-of-month',
            t('On day'),
            html`<select id="day-of-month" .value=${live(String(times.dayOfMonth))} @change=${(event: Event) => set({ dayOfMonth: Number(textOf(event)) })}>${(times.dayOfMonth > 28 ? [...DAYS_OF_MONTH, times.dayOfMonth] : DAYS_OF_MONTH).map((day) => html`<option value=${day} ?selected=${day === times.dayOfMonth}>${day}</option>`)}</select>`,
          )
        : nothing
    }
    ${
      frequency === 'never' || frequency === 'own' || frequency === 'hourly'
        ? nothing
        : fieldOf(
            'at',
            t('At'),
            html`<input id="at" type="time" required .value=${live(times.at)} @change=${(event: Event) => {
              const at = textOf(event);
              if (/^\d\d:\d\d/.test(at)) set({ at: at.slice(0, 5) });
            }}>`,
          )
    }
    ${
      frequency === 'own'
        ? fieldOf(
            'cron',
            t('Cron fields'),
            html`<input id="cron" class="code" autocomplete="off" spellcheck="false" maxlength="200" .value=${live(schedule?.cron ?? '')} aria-invalid=${cron.fault === null ? nothing : 'true'} aria-describedby=${describedBy('cron', cron)} @input=${(event: Event) => change({ cron: textOf(event), timeZone }, true)}>`,
            cron,
          )
        : nothing
    }
    ${
      frequency === 'never'
        ? nothing
        : fieldOf(
            'zone',
            t('By the clock of'),
            html`<input id="zone" list="zones" autocomplete="off" spellcheck="false" maxlength="60" .value=${live(timeZone)} aria-invalid=${zone.fault === null ? nothing : 'true'} aria-describedby=${describedBy('zone', zone)} @change=${(event: Event) => change(schedule === null ? null : { ...schedule, timeZone: textOf(event) }, isOwn)}>
            <datalist id="zones">${['UTC', ...Intl.supportedValuesOf('timeZone')].map((name) => html`<option value=${name}></option>`)}</datalist>`,
            zone,
          )
    }
  </div>
  ${
    schedule === null
      ? html`<p class="muted small">${t('It is used when somebody starts a scan by it.')}</p>`
      : next.length === 0
        ? nothing
        : html`<div><p class="muted small">${t('Next')}</p><ul role="list" class="times">${next.map((time) => html`<li class="number"><time datetime=${time}>${formatMoment(time, timeZone)}</time></li>`)}</ul></div>`
  }`;
}
