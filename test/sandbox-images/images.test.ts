// The build list against the folders: what is listed can be built, and what can be built is listed.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SANDBOX_IMAGES } from '../../sandbox-images/images.ts';

const root = join(import.meta.dirname, '..', '..', 'sandbox-images');
const instructions = (dockerfile: string) =>
  dockerfile
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [word = '', ...rest] = line.trim().split(/\s+/);
      return { word: word.toUpperCase(), rest: rest.join(' ') };
    });

/** User of the last stage's end: each FROM starts again as root. */
function finalUser(dockerfile: string): string {
  let user = 'root';
  for (const { word, rest } of instructions(dockerfile)) {
    if (word === 'FROM') user = 'root';
    if (word === 'USER') user = rest;
  }
  return user;
}

test('lists every folder, each once', () => {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(SANDBOX_IMAGES.map(({ folder }) => folder).sort()).toEqual(folders.map(({ name }) => name).sort());
});

test('builds each image after the one it stands on', () => {
  const built: string[] = [];
  for (const { name, base } of SANDBOX_IMAGES) {
    if (base.startsWith('practicum/')) expect(built, name).toContain(base);
    built.push(name);
  }
});

describe.each(SANDBOX_IMAGES)('$name', (image) => {
  const dockerfile = readFileSync(join(root, image.folder, 'Dockerfile'), 'utf8');
  const steps = instructions(dockerfile);

  test('takes its base and its arguments from the builder', () => {
    const declared = steps.filter(({ word }) => word === 'ARG').map(({ rest }) => rest.split('=')[0]);
    expect(declared).toEqual(expect.arrayContaining(['BASE', ...Object.keys(image.arguments)]));
    expect(steps.filter(({ word }) => word === 'FROM').map(({ rest }) => rest)).toEqual([`$\{BASE}`]);
  });

  test('ends as an ordinary user', () => {
    expect(finalUser(dockerfile)).toMatch(/^(?!root\b|0\b)[a-z0-9]+/);
  });

  test('has a health probe, and a smoke test that can be executed', () => {
    expect(steps.map(({ word }) => word)).toContain('HEALTHCHECK');
    expect(statSync(join(root, image.folder, 'smoke.sh')).mode & 0o111).not.toBe(0);
  });

  test('pulls no frontend, and gets a certificate authority as a secret only', () => {
    expect(dockerfile).not.toMatch(/^#\s*syntax=/m);
    const secrets = steps.filter(({ word, rest }) => word === 'RUN' && rest.includes('id=ca'));
    for (const { rest } of secrets)
      expect(rest).toMatch(/^--mount=type=secret,id=ca,target=\/run\/ca\.crt,required=false /);
    expect(steps.filter(({ word, rest }) => /COPY|ADD/.test(word) && /\.(crt|pem)\b/.test(rest))).toEqual([]);
  });

  test('copies only what its folder has', () => {
    const files = readdirSync(join(root, image.folder));
    for (const { rest } of steps.filter(({ word }) => word === 'COPY')) {
      const words = rest.split(' ').filter((word) => !word.startsWith('--'));
      for (const source of words.slice(0, -1)) expect(files).toContain(source);
    }
  });
});

// The rule itself: each of these must be seen as root.
test.each([
  ['FROM x\nRUN true'],
  ['FROM x\nUSER learner\nFROM y\nCOPY a b'],
  ['FROM x\nUSER learner\nUSER root\nRUN true'],
  ['FROM x\n# USER learner'],
])('sees root at the end of %j', (dockerfile) => {
  expect(finalUser(dockerfile)).toBe('root');
});
