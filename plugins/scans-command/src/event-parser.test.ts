import { expect } from 'chai';
import fc from 'fast-check';
import { createEventParser, type StreamedEvent } from './event-parser.ts';

describe('the parser of server-sent events', () => {
  it('gives the same events however the stream is cut', () => {
    const text = fc.string().map((value) => value.replace(/[\r\n\0]/g, ' '));
    const event = fc.record({
      event: fc.constantFrom('scan', 'task'),
      id: text,
      data: fc.array(text, { minLength: 1 }),
    });
    fc.assert(
      fc.property(
        fc.array(event),
        fc.array(fc.nat(400)),
        fc.constantFrom('\n', '\r\n'),
        (events, cuts, end) => {
          const stream = events
            .map(({ event: name, id, data }) =>
              [
                `id: ${id}`,
                `event: ${name}`,
                ': a comment',
                ...data.map((line) => `data: ${line}`),
                '',
                '',
              ].join(end),
            )
            .join('');
          const parse = createEventParser();
          const places = [
            0,
            ...cuts.map((cut) => cut % (stream.length + 1)).toSorted((a, b) => a - b),
            stream.length,
          ];
          const seen: StreamedEvent[] = [];
          for (const [index, place] of places.entries())
            seen.push(...parse(stream.slice(places[index - 1] ?? 0, place)));
          expect(seen).to.deep.equal(
            events.map(({ event: name, id, data }) => ({ event: name, id, data: data.join('\n') })),
          );
        },
      ),
    );
  });
});
