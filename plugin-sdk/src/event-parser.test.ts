import { expect } from 'chai';
import fc from 'fast-check';
import { createEventParser, type ReceivedEvent } from './event-parser.ts';

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
          const seen: ReceivedEvent[] = [];
          for (const [index, place] of places.entries())
            seen.push(...parse(stream.slice(places[index - 1] ?? 0, place)));
          expect(seen).to.deep.equal(
            events.map(({ event: name, id, data }) => ({ event: name, id, data: data.join('\n') })),
          );
        },
      ),
    );
  });

  const parse = (...chunks: readonly string[]): readonly ReceivedEvent[] => {
    const next = createEventParser();
    return chunks.flatMap((chunk) => next(chunk));
  };

  it('joins several data lines and leaves comments out', () => {
    expect(parse(': heartbeat\n\ndata: [1,\ndata: 2]\n\n')).to.deep.equal([
      { id: null, event: 'message', data: '[1,\n2]' },
    ]);
  });

  it('keeps the last id for events without one', () => {
    expect(parse('id: 1\ndata: 1\n\ndata: 2\n\n').map(({ id }) => id)).to.deep.equal(['1', '1']);
  });

  it('gathers no event without end, be it one line or many', () => {
    const million = 'x'.repeat(1_000_000);
    for (const piece of [million, `data: ${million}\n`])
      expect(() => parse('data: ', piece, piece, piece, piece, piece)).to.throw(RangeError);
    expect(parse(...Array.from({ length: 6 }, () => `data: ${million}\n\n`))).to.have.length(6);
  });
});
