import { expect } from 'chai';
import fc from 'fast-check';
import { silentLog } from '../../test/storage.ts';
import { createMetricRegistry } from '../telemetry/metric-registry.ts';
import { createHttpMetrics } from './http-metrics.ts';
import { createInputValidation } from './input-validation.ts';
import { RouteMounts } from './mount.ts';
import { compareSpecificity, decodeSegment, isRoutePath, resourceOf, shapeOf } from './path.ts';
import { RateLimits } from './rates/rate-limits.ts';
import { RouteTable } from './route-table.ts';
import { SERVER_DEFAULTS } from './server-config.ts';

const literal = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,6}$/);
const parameter = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,5}$/).map((name) => `:${name}`);
/** Paths of one resource whose parameters have different names. */
const routePath = fc
  .array(fc.oneof(literal, parameter), { maxLength: 4 })
  .map((segments) =>
    segments.map((segment, index) => (segment.startsWith(':') ? `${segment}${index}` : segment)),
  )
  .map((segments) => `/things${segments.map((segment) => `/${segment}`).join('')}`);
const value = fc
  .string({ minLength: 1, maxLength: 12, unit: 'binary' })
  .filter((text) => text.isWellFormed() && !text.includes('\0'));

describe('paths', () => {
  const tableOf = (paths: readonly string[]): RouteTable => {
    const table = new RouteTable();
    const metrics = createHttpMetrics(createMetricRegistry(silentLog), {
      running: () => 0,
      streams: () => 0,
    });
    const mounts = new RouteMounts({
      table,
      validation: createInputValidation(),
      durations: metrics.durations,
      limits: SERVER_DEFAULTS.limits,
      rates: new RateLimits(SERVER_DEFAULTS.rates, null),
      recentSignInMinutes: SERVER_DEFAULTS.auth.recentSignInMinutes,
      publicUrl: null,
    });
    const service = mounts.service({ manifest: { id: 'test', resources: ['things'] } });
    for (const path of paths)
      service.route({
        method: 'GET',
        path,
        permission: 'things:read',
        summary: 'x',
        handler: async () => ({}),
      });
    return table;
  };
  const distinct = fc
    .array(routePath, { minLength: 1, maxLength: 12 })
    .map((paths) => [...new Map(paths.map((path) => [shapeOf(path), path])).values()]);

  it('lead to the one route that is meant, with the values that were sent', () => {
    fc.assert(
      fc.property(
        distinct,
        fc.nat(),
        fc.array(value, { minLength: 5, maxLength: 5 }),
        (paths, pick, values) => {
          const path = paths[pick % paths.length] ?? '';
          const sent = path
            .split('/')
            .map((segment, index) =>
              segment.startsWith(':') ? encodeURIComponent(values[index % 5] ?? '') : segment,
            );
          if (sent.includes('.') || sent.includes('..')) return;
          const found = tableOf(paths).find('GET', sent.join('/'));
          if (found === null) throw new Error(`${sent.join('/')} leads nowhere among ${paths.join(', ')}`);
          // A value may spell a literal of another route, which then goes first.
          if (found.route.declared.path !== path)
            expect(compareSpecificity(found.route.declared.path, path)).to.be.at.most(0);
          else
            expect(found.captures.map(decodeSegment)).to.deep.equal(
              path
                .split('/')
                .flatMap((segment, index) => (segment.startsWith(':') ? [values[index % 5]] : [])),
            );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('find the same route in whatever order they were mounted', () => {
    fc.assert(
      fc.property(distinct, routePath, (paths, other) => {
        const target = other.replaceAll(':', '');
        const [there, back] = [
          tableOf(paths).find('GET', target),
          tableOf([...paths].reverse()).find('GET', target),
        ];
        expect(there?.route.declared.path.split('/').map((segment) => segment.startsWith(':'))).to.deep.equal(
          back?.route.declared.path.split('/').map((segment) => segment.startsWith(':')),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('never make the table fail, whatever is asked for', () => {
    const table = tableOf(['/things', '/things/:id', '/things/:id/events']);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('GET', 'PATCH', 'x'), (text, method) => {
        for (const path of [text, `/${text}`, `/things/${text}`]) table.look(method, path);
      }),
    );
  });

  it('are declared as literal segments and parameters below a resource', () => {
    fc.assert(fc.property(routePath, (path) => isRoutePath(path) && resourceOf(path) === 'things'));
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => !isRoutePath(text) || (text.startsWith('/') && !/[*(){}?#%\s]|\/\//.test(text)),
      ),
    );
  });

  it('decode or say that they do not', () => {
    fc.assert(fc.property(value, (text) => decodeSegment(encodeURIComponent(text)) === text));
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) =>
        ['string', 'object'].includes(typeof decodeSegment(text)),
      ),
    );
  });
});
