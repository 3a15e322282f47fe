/** An event of a `text/event-stream` as it was received. @public */
export interface ReceivedEvent {
  readonly event: string;
  readonly id: string | null;
  /** As it was sent: of a platform, JSON. */
  readonly data: string;
}

/** An event that is longer is none of a platform's. */
const MOST_CHARACTERS = 4_000_000;

/**
 * Cuts a `text/event-stream` into events, chunk by chunk, as the HTML standard says. What it answers throws a RangeError for an
 * event of more than four million characters: whoever sends that would fill the memory.
 * @public
 */
export function createEventParser(): (chunk: string) => readonly ReceivedEvent[] {
  let rest = '';
  let event = 'message';
  let id: string | null = null;
  let data: string[] = [];
  let characters = 0;
  return (chunk) => {
    const events: ReceivedEvent[] = [];
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) events.push({ event, id, data: data.join('\n') });
        event = 'message';
        data = [];
        characters = 0;
        continue;
      }
      const colon = line.indexOf(':');
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'data') {
        data.push(value);
        characters += value.length + 1;
      } else if (field === 'event') event = value;
      else if (field === 'id' && !value.includes('\0')) id = value;
    }
    if (rest.length + characters > MOST_CHARACTERS)
      throw new RangeError('an event is longer than any event should be');
    return events;
  };
}
