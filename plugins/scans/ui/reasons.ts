import { msg, reasonText } from '@datawave/plugin-sdk/ui';

/** The forms in which runs and their tasks say why, the longer before those that begin alike. */
export const REASONS: readonly string[] = [
  // Why an asset is read, or left as it is.
  msg('everything is scanned', 'reason'),
  msg('it was not scanned before', 'reason'),
  msg('its columns or keys changed', 'reason'),
  msg('the rule or the classifiers changed since', 'reason'),
  msg('its number of rows changed', 'reason'),
  msg('its size changed', 'reason'),
  msg('its source does not tell whether its content changed: {why}', 'reason'),
  msg('its source does not tell whether its content changed', 'reason'),
  msg('its content changed', 'reason'),
  msg('it was modified since', 'reason'),
  msg('rows were written since', 'reason'),
  msg('its log went on since', 'reason'),
  msg('rows were added since', 'reason'),
  msg('unchanged since {since} UTC, by what its source had counted at {at}', 'reason'),
  msg('unchanged since {since} UTC', 'reason'),
  msg('it was not marked by {column} before', 'reason'),
  msg('{column} went on since', 'reason'),
  msg(
    'nothing is newer in {column}, but it was last read {days} days ago, and the rule has it read every {every} days',
    'reason',
  ),
  msg(
    'nothing is newer in {column}, but it was last read {days} ago, and the rule has it read every {every}',
    'reason',
  ),
  msg('nothing newer than before in {column}', 'reason'),
  msg('scanned by the run that this one makes up for', 'reason'),
  msg('not among the assets that were chosen', 'reason'),
  msg('its rule said nothing of it', 'reason'),
  // What a rule said of it.
  msg('the rule lets it in', 'reason'),
  msg('the name matches none of the include patterns', 'reason'),
  msg('the name matches the exclude pattern "{pattern}"', 'reason'),
  msg('the expression for assets does not hold', 'reason'),
  msg('its columns are known only once it is read, so all of them are', 'reason'),
  msg('selecting took too long, so all of it is read', 'reason'),
  // Why a run is in its state.
  msg('requested', 'reason'),
  msg('schedule "{rule}"', 'reason'),
  msg('retry of scan {id}', 'reason'),
  msg('a worker took it up', 'reason'),
  msg('1 assets were found', 'reason'),
  msg('{n} assets were found', 'reason'),
  msg('every task has ended', 'reason'),
  msg('all assets are classified', 'reason'),
  msg('{n} of {total} tasks were done', 'reason'),
  msg('all assets were scanned', 'reason'),
  msg('1 tasks failed', 'reason'),
  msg('{n} tasks failed', 'reason'),
  msg('paused on request', 'reason'),
  msg('kept paused on request', 'reason'),
  msg('resumed on request', 'reason'),
  msg('cancelled on request', 'reason'),
  msg('nothing was running any more', 'reason'),
  msg('the last running task ended', 'reason'),
  msg('it goes on where it was', 'reason'),
  msg('its source can be asked again', 'reason'),
  msg('its source "{title}" was deleted', 'reason'),
  msg('its source was retired', 'reason'),
  // Why a source is not asked.
  msg('the source is retired', 'reason'),
  msg('the source is under maintenance', 'reason'),
  msg('hours of maintenance until {until}', 'reason'),
  msg('the connection has changed; one try decides', 'reason'),
  msg(
    'the source refuses the credentials ({code}); it is asked again once its connection changes or somebody tries it',
    'reason',
  ),
  msg('the source does not answer ({code}); asked again at {time} UTC', 'reason'),
  msg('the source does not answer ({code}); one try decides', 'reason'),
];

/** Why, in the chosen language. */
export const reasonWords = (reason: string): string => reasonText(reason, REASONS);
