import { expect } from 'chai';
import { rewriteImports } from './declarations.ts';

describe('the declarations of a published package', () => {
  it('import the JavaScript that lies beside them', () => {
    const source = `export * from './a.ts';\nimport type { B } from "../b.ts";\nexport declare const c: import('./c.ts').C;`;
    expect(rewriteImports(source)).to.equal(
      `export * from './a.js';\nimport type { B } from "../b.js";\nexport declare const c: import('./c.js').C;`,
    );
  });

  it('leave other packages and plain words alone', () => {
    const source = `import { x } from '@scope/name.ts';\n/** Read from ./a.ts */`;
    expect(rewriteImports(source)).to.equal(source);
  });
});
