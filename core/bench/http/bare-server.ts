import { createServer } from 'node:http';
import { Router } from '@koa/router';
import Koa from 'koa';
import { answerBody } from './answer-body.ts';
import { reportToParent } from './report-to-parent.ts';

// koa and its router as anybody would set them up: the same route and answer, without even looking at the query.
const router = new Router();
router.get('/api/v1/things/:id', (context) => {
  context.body = answerBody(Number(context['params'].id), 20);
});
const app = new Koa();
app.use(router.routes());
const server = createServer({ noDelay: true }, app.callback());
server.listen(0, '127.0.0.1', () => reportToParent(server));
