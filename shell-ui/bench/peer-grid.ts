import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PEER = 'ag-grid-community@36.2.0';
const FILE = 'node_modules/ag-grid-community/dist/ag-grid-community.min.js';

/** The same rows and columns as the page of the fixture, drawn by AG Grid. */
const PAGE = (
  rows: number,
): string => `<!doctype html><meta charset="utf-8"><style>body { margin: 0 } #grid { height: 630px; width: 1142px } .badge { padding: 2px 8px; border-radius: 9px; background: #eef } </style>
<div id="grid"></div><script src="/grid.js"></script><script>
const LEVELS = ['public', 'internal', 'confidential', 'restricted'];
const rows = Array.from({ length: ${rows} }, (_, index) => ({ name: 'table_' + String(index).padStart(6, '0'), type: ['table', 'view', 'file'][index % 3],
  sensitivity: LEVELS[index % 4], size: (index * 7919) % 100003, owner: ['Ada', 'Grace', 'Edsger', null][index % 4], seen: '2026-0' + (1 + index % 9) + '-15',
  note: index % 5 === 0 ? 'checked by hand, with a longer remark that may need a second line ' + 'x'.repeat(index % 60) : '' }));
const badge = ({ value }) => { const span = document.createElement('span'); span.className = 'badge'; span.textContent = value; return span; };
const button = ({ data }) => { const button = document.createElement('button'); button.textContent = '…'; button.ariaLabel = 'More about ' + data.name; return button; };
agGrid.createGrid(document.getElementById('grid'), { rowData: rows, rowHeight: 44, rowSelection: { mode: 'multiRow' }, defaultColDef: { width: 150 }, columnDefs: [
  { field: 'name' }, { field: 'type' }, { field: 'sensitivity', cellRenderer: badge }, { field: 'size', valueFormatter: ({ value }) => value.toLocaleString('en') },
  { field: 'owner' }, { field: 'seen' }, { field: 'note' }, { headerName: 'Actions', cellRenderer: button } ] });
</script>`;

/** A grid to compare with, served from a temporary folder. */
export interface PeerGrid {
  readonly name: string;
  readonly url: string;
  /** Expression for what scrolls. */
  readonly scroller: string;
  close(): void;
}

/** Fetches the peer and serves a page with it; null where it cannot be fetched. */
export async function startPeer(rows: number): Promise<PeerGrid | null> {
  const folder = mkdtempSync(join(tmpdir(), 'datawave-peer-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    await promisify(execFile)('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', PEER], {
      cwd: folder,
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    console.log(`no peer to compare with: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    return null;
  }
  const server = createServer((request, response) => {
    if (request.url === '/grid.js')
      response.setHeader('content-type', 'text/javascript').end(readFileSync(join(folder, FILE)));
    else response.setHeader('content-type', 'text/html').end(PAGE(rows));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    name: PEER,
    url: `http://127.0.0.1:${port}/`,
    scroller: `document.querySelector('.ag-grid-viewport')`,
    close: () => {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
