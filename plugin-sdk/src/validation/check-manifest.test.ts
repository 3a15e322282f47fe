import { expect } from 'chai';
import { checkManifest } from './check-manifest.ts';

const manifest = { manifestVersion: 1, id: 'weather', apiVersion: '^0.1.0' };

describe('what a manifest says to people', () => {
  it('holds nothing that turns around, hides or breaks what stands beside it', () => {
    const texts = [
      'Data\u202eevaW',
      'Weather\n(verified)',
      'Weather\u001b[2J',
      'Wea\u200bther',
      '\ufeffWeather',
    ];
    for (const title of texts)
      for (const told of [
        { title },
        { needs: { network: [title] } },
        { permissions: [{ id: 'weather:read', title }] },
        {
          contributes: {
            pages: [{ path: '/weather', element: 'weather-page', title, permission: 'public' }],
          },
        },
      ])
        expect(
          checkManifest({ ...manifest, ...told }, '@acme/weather').faults,
          JSON.stringify(told),
        ).to.have.length(1);
    expect(checkManifest({ ...manifest, description: 'a\u2066b' }, 'x').faults).to.have.length(1);
  });

  it('is in any language, and a description has lines', () => {
    for (const title of ['Wetter für Zürich', 'Погода', 'מזג אוויר', '天气 👩‍🔬'])
      expect(
        checkManifest({ ...manifest, title, description: `${title}\n\n\t${title}` }, 'x').faults,
      ).to.deep.equal([]);
  });
});
