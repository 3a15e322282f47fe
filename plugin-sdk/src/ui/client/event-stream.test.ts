import { expect } from 'chai';
import fc from 'fast-check';
import { createEventParser, type StreamedEvent } from './event-stream.ts';

const parse = (chunks: readonly string[]): readonly StreamedEvent[] => {
  const events: StreamedEvent[] = [];
  const feed = createEventParser((event) => events.push(event));
  for (const chunk of chunks) feed(chunk);
  return events;
};

describe('createEventParser', () => {
  it('reads name, id and data', () => {
    expect(parse(['id: 7\nevent: task\ndata: {"a":1}\n\n'])).to.deep.equal([
      { id: '7', event: 'task', data: { a: 1 } },
    ]);
  });

  it('joins several data lines and leaves comments out', () => {
    expect(parse([': heartbeat\n\ndata: [1,\ndata: 2]\n\n'])).to.deep.equal([
      { id: null, event: 'message', data: [1, 2] },
    ]);
  });

  it('keeps the last id for events without one', () => {
    expect(parse(['id: 1\ndata: 1\n\ndata: 2\n\n']).map((event) => event.id)).to.deep.equal(['1', '1']);
  });

  it('reads the same however the stream is cut into chunks', () => {
    const text = 'id: 1\r\nevent: scan\r\ndata: {"name":"ä – 🙈"}\r\n\r\n: x\n\nid: 2\ndata: "two"\n\n';
    const whole = parse([text]);
    expect(whole).to.have.length(2);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: text.length }), { maxLength: 12 }), (cuts) => {
        const places = [0, ...cuts.sort((one, other) => one - other), text.length];
        const chunks = places.slice(1).map((place, index) => text.slice(places[index], place));
        expect(parse(chunks)).to.deep.equal(whole);
      }),
    );
  });
});
