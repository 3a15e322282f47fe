// Runs before anything else in the document of a framed element, as a classic script: what its policy leaves open is closed here.
(() => {
  const frames = /^(?:iframe|frame|frameset|object|embed|portal|fencedframe)$/i;
  const refuse = () => {
    throw new TypeError('A framed element makes no frames.');
  };
  const fix = (target, name, value) =>
    Object.defineProperty(target, name, { value, writable: false, configurable: false });

  // No policy that browsers keep forbids peer connections, and one would lead anywhere.
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'mozRTCPeerConnection'])
    fix(globalThis, name, undefined);

  // An empty frame would have all of that anew.
  const { createElement, createElementNS } = Document.prototype;
  const localName = (name) => name.split(':').at(-1);
  fix(Document.prototype, 'createElement', function make(name, options) {
    const written = `${name}`;
    return frames.test(localName(written)) ? refuse() : createElement.call(this, written, options);
  });
  fix(Document.prototype, 'createElementNS', function make(space, name, options) {
    const written = `${name}`;
    return frames.test(localName(written)) ? refuse() : createElementNS.call(this, space, written, options);
  });
  // Templates are the only text that becomes markup.
  const { trustedTypes } = globalThis;
  if (trustedTypes === undefined) return;
  const { createPolicy } = trustedTypes;
  const frame = /<\s*(?:iframe|frame|frameset|object|embed|portal|fencedframe)\b/i;
  fix(Object.getPrototypeOf(trustedTypes), 'createPolicy', function make(name, rules) {
    return createPolicy.call(this, name, {
      createHTML: (text, ...more) => (frame.test(text) ? refuse() : rules.createHTML(text, ...more)),
    });
  });
})();
