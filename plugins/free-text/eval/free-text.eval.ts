import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateFreeText } from './index.ts';

/** `npm run eval -- free-text`: spans in sentences of templates, and in prose, that the model of names has not seen. */
const shared = process.env['DATAWAVE_TEST_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const results = process.env['DATAWAVE_EVAL_RESULTS'];
const figures = await evaluateFreeText(shared);
if (results !== undefined)
  writeFileSync(join(results, 'free-text.json'), `${JSON.stringify(figures, null, 2)}\n`);
