/** An event of a `text/event-stream`. */
export interface StreamedEvent {
  readonly event: string;
  readonly id: string | null;
  readonly data: string;
}

/** A single event that is longer is none of a platform's. */
const MOST_CHARACTERS = 4_000_000;

/** Cuts a `text/event-stream` into events, chunk by chunk, as the HTML standard says. */
export function createEventParser(): (chunk: string) => readonly StreamedEvent[] {
  let rest = '';
  let event = 'message';
  let id: string | null = null;
  let data: string[] = [];
  return (chunk) => {
    const events: StreamedEvent[] = [];
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > MOST_CHARACTERS) throw new RangeError('an event is longer than any event should be');
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) events.push({ event, id, data: data.join('\n') });
        event = 'message';
        data = [];
        continue;
      }
      const colon = line.indexOf(':');
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'data') data.push(value);
      else if (field === 'event') event = value;
      else if (field === 'id' && !value.includes('\0')) id = value;
    }
    return events;
  };
}
