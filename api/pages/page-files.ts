// The files that pages refer to, served by digest so that a browser may keep them for good.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Problem } from '../problems.ts';

const files = {
  'pages.css': { type: 'text/css; charset=utf-8', bytes: readFileSync(new URL('./assets/pages.css', import.meta.url)) },
  'pages.js': {
    type: 'text/javascript; charset=utf-8',
    bytes: readFileSync(new URL('./assets/pages.js', import.meta.url)),
  },
  'practicum.svg': { type: 'image/svg+xml', bytes: readFileSync(new URL('./assets/practicum.svg', import.meta.url)) },
};
type PageFileName = keyof typeof files;

const addresses = new Map(
  Object.entries(files).map(([name, file]) => [
    name,
    `/assets/${createHash('sha256').update(file.bytes).digest('hex').slice(0, 16)}/${name}`,
  ]),
);

/** Where a page finds the file. */
export function pageFile(name: PageFileName): string {
  return addresses.get(name) ?? '';
}

/** The file at an address that `pageFile` gave. Throws `not-found`, also for a digest of another version. */
export function getPageFile(address: string): { type: string; bytes: Buffer } {
  const found = Object.entries(files).find(([name]) => addresses.get(name) === address);
  if (!found) throw new Problem('not-found', 'This file belongs to another version: load the page again.');
  return found[1];
}
