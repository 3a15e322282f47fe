import { createServer } from 'node:http';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { expect } from 'chai';
import { serve } from '../../test/http/serve.ts';
import { checkPrometheusText } from '../../test/prometheus-text.ts';
import { silentLog, testStorage } from '../../test/storage.ts';
import { MAX_SERIES } from './metric-series.ts';
import { traceSql, withoutLiterals } from './sql-spans.ts';
import { createTelemetry, type Telemetry } from './telemetry.ts';
import { formatTraceparent, parseTraceparent } from './traceparent.ts';
import { isTracingRequested, startTracing } from './tracing.ts';

describe('telemetry', () => {
  const make = (env: Record<string, string> = {}): Telemetry => createTelemetry({ env, log: silentLog });

  describe('metrics', () => {
    it('are written so that Prometheus can read them', async () => {
      const telemetry = make();
      await telemetry.start();
      const service = telemetry.service('connector-postgres');
      service
        .counter({ name: 'rows_read_total', help: 'Rows\nread \\ so far.', labels: ['kind'] })
        .add(3, { kind: 'a "quoted"\\\n name' });
      const histogram = service.histogram({ name: 'read_duration_seconds', help: 'x', buckets: [0.1, 1] });
      for (const value of [0.05, 0.1, 0.5, 7]) histogram.record(value);
      service.gauge({ name: 'pool_connections', help: 'x' }, async () => 4);
      const text = await telemetry.render();
      expect(checkPrometheusText(text)).to.deep.equal([]);
      expect(text).to.contain(
        '# HELP datawave_connector_postgres_rows_read_total Rows\\nread \\\\ so far.\n',
      );
      expect(text).to.contain(
        'datawave_connector_postgres_rows_read_total{kind="a \\"quoted\\"\\\\\\n name"} 3\n',
      );
      expect(text)
        .to.contain('read_duration_seconds_bucket{le="0.1"} 2\n')
        .and.to.contain('read_duration_seconds_bucket{le="1"} 3\n')
        .and.to.contain('read_duration_seconds_bucket{le="+Inf"} 4\n')
        .and.to.contain('read_duration_seconds_count 4\n');
      expect(text).to.contain('datawave_connector_postgres_pool_connections 4\n');
      for (const name of [
        'datawave_process_resident_memory_bytes',
        'datawave_process_cpu_seconds_total{mode="user"}',
        'datawave_process_event_loop_delay_seconds{statistic="p99"}',
        'datawave_process_gc_pause_seconds',
      ])
        expect(text).to.contain(name);
      await telemetry.shutdown();
    });

    it('stay with the plugin that made them, and go with it', async () => {
      const telemetry = make();
      const options = { name: 'things_total', help: 'x' };
      telemetry.service('a').counter(options).add(1);
      telemetry.service('a').counter(options).add(1);
      expect(await telemetry.render()).to.contain('datawave_a_things_total 2\n');
      expect(() => telemetry.service('a').histogram(options))
        .to.throw()
        .with.property('code', 'DW_METRIC_DUPLICATE');
      telemetry.remove('a');
      expect(await telemetry.render()).to.equal('');
    });

    it('are bounded, whatever labels are thrown at them', async () => {
      const telemetry = make();
      const counter = telemetry.service('a').counter({ name: 'things_total', help: 'x', labels: ['id'] });
      for (let id = 0; id < MAX_SERIES * 2; id += 1) counter.add(1, { id: String(id) });
      const lines = (await telemetry.render()).split('\n');
      expect(lines.length).to.be.below(MAX_SERIES + 5);
      expect(lines).to.include(`datawave_a_things_total{id="other"} ${MAX_SERIES}`);
    });

    it('leave out a gauge that cannot be read, and write the others', async () => {
      const telemetry = make();
      telemetry.service('a').gauge({ name: 'broken', help: 'x' }, () => Promise.reject(new Error('no')));
      telemetry.service('a').gauge({ name: 'whole', help: 'x' }, () => 1);
      const text = await telemetry.render();
      expect(text).to.contain('datawave_a_whole 1\n').and.not.to.contain('broken');
    });

    it('refuse names that Prometheus would not take, and counters that fall', () => {
      const service = make().service('a');
      expect(() => service.counter({ name: 'Bad-Name', help: 'x' }))
        .to.throw()
        .with.property('code', 'DW_METRIC_INVALID');
      expect(() => service.histogram({ name: 'x', help: 'x', labels: ['le'] }))
        .to.throw()
        .with.property('code', 'DW_METRIC_INVALID');
      expect(() => service.histogram({ name: 'x', help: 'x', buckets: [2, 1] }))
        .to.throw()
        .with.property('code', 'DW_METRIC_INVALID');
      expect(() => service.counter({ name: 'x_total', help: 'x' }).add(-1))
        .to.throw()
        .with.property('code', 'DW_METRIC_INVALID');
    });
  });

  describe('traces', () => {
    it('are off unless the standard variables ask for them', async () => {
      expect(isTracingRequested({})).to.equal(false);
      expect(
        isTracingRequested({ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x' }),
      ).to.equal(false);
      expect(isTracingRequested({ OTEL_SDK_DISABLED: 'true', OTEL_TRACES_EXPORTER: 'otlp' })).to.equal(false);
      expect(isTracingRequested({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x' })).to.equal(true);
      expect(isTracingRequested({ OTEL_TRACES_EXPORTER: 'otlp' })).to.equal(true);
      const telemetry = make();
      await telemetry.start();
      expect(telemetry.tracing).to.equal(null);
      expect(
        await telemetry.service('a').span('x', {}, async () => telemetry.traceContext() ?? 'none'),
      ).to.equal('none');
      await telemetry.shutdown();
    });

    it('read and write the W3C header', () => {
      const header = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      expect(parseTraceparent(header)).to.deep.equal({
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId: 'b7ad6b7169203331',
        traceFlags: 1,
      });
      const parsed = parseTraceparent(header);
      expect(parsed && formatTraceparent(parsed)).to.equal(header);
      for (const bad of [
        undefined,
        '',
        'x',
        `ff${header.slice(2)}`,
        '00-00000000000000000000000000000000-b7ad6b7169203331-01',
        '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
      ])
        expect(parseTraceparent(bad)).to.equal(undefined);
    });

    it('go from the request through the plugin down to the statement', async () => {
      const exporter = new InMemorySpanExporter();
      const tracing = await startTracing({ env: {}, exporter });
      const untrace = await traceSql(tracing);
      const database = await testStorage({
        plugins: [{ id: 'a', schema: 'a', entities: [], migrations: [] }],
      });
      const plain = make();
      const traced: Telemetry = { ...plain, registry: plain.registry, tracing };
      const served = await serve({ telemetry: traced });
      let seen: string | undefined;
      served.routes.route({
        method: 'GET',
        path: '/things/:id',
        permission: 'things:read',
        summary: 'x',
        handler: async ({ scope }) => {
          seen = scope.traceparent;
          await tracing.run({ name: 'catalog.read' }, () =>
            database.storage.execute({ text: `select 'private value', $1::int`, parameters: [1] }),
          );
          return { body: 1 };
        },
      });
      exporter.reset();
      await served.call('GET', '/api/v1/things/7', {
        headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
      });
      const spans = exporter.getFinishedSpans();
      const named = (name: string): ReadableSpan =>
        spans.find((span) => span.name === name) ??
        expect.fail(`no span ${name} among ${spans.map((span) => span.name).join()}`);
      const [server, work, query] = [named('GET /api/v1/things/:id'), named('catalog.read'), named('SELECT')];
      expect(spans.map((span) => span.spanContext().traceId)).to.satisfy((ids: string[]) =>
        ids.every((id) => id === '0af7651916cd43dd8448eb211c80319c'),
      );
      expect(server.parentSpanContext?.spanId).to.equal('b7ad6b7169203331');
      expect(work.parentSpanContext?.spanId).to.equal(server.spanContext().spanId);
      expect(query.parentSpanContext?.spanId).to.equal(work.spanContext().spanId);
      expect(seen).to.equal(`00-0af7651916cd43dd8448eb211c80319c-${server.spanContext().spanId}-01`);
      expect(server.attributes).to.include({ 'http.response.status_code': 200 });
      expect(JSON.stringify(spans.map((span) => span.attributes))).not.to.contain('private value');
      await served.close();
      await untrace();
      await database.close();
      await tracing.shutdown();
    });

    it('are sent to the endpoint that is named, and nowhere before', async () => {
      const received: string[] = [];
      const collector = createServer((request, response) => {
        request.resume().on('end', () => response.end('{}'));
        received.push(request.url ?? '');
      });
      await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
      const address = collector.address();
      const endpoint = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
      const former = process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
      const telemetry = make({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: 'test' });
      await telemetry.start();
      await telemetry
        .service('a')
        .span('x', { part: 'one' }, async () =>
          expect(telemetry.traceContext()).to.have.keys('traceId', 'spanId'),
        );
      expect(received).to.deep.equal([]);
      await telemetry.shutdown();
      expect(received).to.deep.equal(['/v1/traces']);
      expect(process.env['OTEL_EXPORTER_OTLP_ENDPOINT']).to.equal(former);
      collector.closeAllConnections();
      await new Promise((resolve) => collector.close(resolve));
    });

    it('carry no value that somebody wrote into a statement', () => {
      expect(
        withoutLiterals(
          `select * from "a1" where x = 'it''s' and y = 4.5 and z = $1 -- \n and t = $tag$ secret $tag$`,
        ),
      ).to.equal('select * from "a1" where x = ? and y = ? and z = $1 -- and t = ?');
    });
  });
});
