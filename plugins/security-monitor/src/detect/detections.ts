import type { Config } from '../config.generated.ts';
import type { Places } from '../place/places.ts';
import { auditDisabled } from './audit-disabled.ts';
import { bruteForce } from './brute-force.ts';
import type { Detection, DetectionId } from './detection.ts';
import { impossibleTravel } from './impossible-travel.ts';
import { massExport } from './mass-export.ts';
import { passwordSpray } from './password-spray.ts';
import { privilegeChange } from './privilege-change.ts';
import { tokenReuse } from './token-reuse.ts';

/** Whether a detection watches, by what measure, and if not, why. */
export interface WatchState {
  readonly detection: DetectionId;
  readonly isOn: boolean;
  /** The measure, or why it is off, as a sentence. */
  readonly detail: string;
  /** What is done by itself. */
  readonly automatic: readonly string[];
}

const OFF = 'Switched off in the settings.';

/** What watches, by the settings. */
export function detectionsOf(config: Config, places: Places): readonly Detection[] {
  const all: readonly (readonly [boolean, Detection])[] = [
    [config.bruteForce.enabled, bruteForce(config.bruteForce)],
    [config.passwordSpray.enabled, passwordSpray(config.passwordSpray)],
    [config.tokenReuse.enabled, tokenReuse()],
    [config.travel.enabled && places.areKnown, impossibleTravel(config.travel, places)],
    [config.massExport.enabled, massExport(config.massExport)],
    [config.privileges.enabled, privilegeChange(config.privileges)],
    [config.audit.enabled, auditDisabled(config.audit)],
  ];
  return all.filter(([isOn]) => isOn).map(([, detection]) => detection);
}

/** What watches and what does not, in words. */
export function watchStates(config: Config, places: Places): readonly WatchState[] {
  const { bruteForce: force, passwordSpray: spray, travel, massExport: exported } = config;
  const state = (
    detection: DetectionId,
    { enabled, automatic }: { readonly enabled: boolean; readonly automatic: readonly string[] },
    detail: string,
  ): WatchState => ({ detection, isOn: enabled, detail: enabled ? detail : OFF, automatic });
  const journeys = state(
    'impossible-travel',
    travel,
    `Sign-ins ${travel.minimumKm} km or more apart, faster than ${travel.kmPerHour} km/h.`,
  );
  return [
    state(
      'brute-force',
      force,
      `${force.failures} failed sign-ins for one name within ${force.minutes} minutes.`,
    ),
    state(
      'password-spray',
      spray,
      `Failed sign-ins for ${spray.names} names from one address, or ${spray.namesEverywhere} names from anywhere, within ${spray.minutes} minutes.`,
    ),
    state('token-reuse', config.tokenReuse, 'A refresh token that comes a second time.'),
    travel.enabled && !places.areKnown
      ? {
          ...journeys,
          isOn: false,
          detail:
            'Nobody has said where addresses are: enter travel.networks or travel.geoDatabase in the settings of security-monitor.',
        }
      : journeys,
    state(
      'mass-export',
      exported,
      `${exported.records.toLocaleString('en')} records or ${exported.exports} exports within a day, or ${exported.factor} times what was usual.`,
    ),
    state(
      'privilege-change',
      config.privileges,
      `${config.privileges.roles.join(', ')} or far-reaching permissions given without an approved elevation.`,
    ),
    state('audit-disabled', config.audit, 'The audit trail is stopped, shortened, altered or not sealed.'),
  ];
}
