// The SQL page in a real browser, under its prefix and its content policy, at the width of a phone.
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { applyCohort } from '../../../api/cohorts/apply-cohort.ts';
import { listSeats } from '../../../api/cohorts/seat.ts';
import { sessionCookieName } from '../../../api/people/access-hook.ts';
import { createToken } from '../../../api/people/access-tokens.ts';
import { migrate } from '../../../api/store/migrate.ts';
import { openPgliteStore } from '../../../api/store/pglite-store.ts';
import type { Store } from '../../../api/store/store.ts';
import { findChromium, openChromium } from '../../browser/chromium.ts';
import { learnerEmail, manifestOf, openSmallProgramme, type SmallProgramme } from '../cohorts/small-programme.ts';

const chromium = findChromium();

describe('the SQL page', () => {
  if ('absent' in chromium) {
    test('works in a browser', (context) => context.skip(chromium.absent));
    return;
  }
  let store: Store;
  let programme: SmallProgramme;
  let app: FastifyInstance;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    store = await openPgliteStore(undefined);
    await migrate(store);
    programme = await openSmallProgramme(store);
    app = await createApp(programme.deps);
    const { programmeId } = programme;
    const actor = { programmeId, personId: programme.owner.personId };
    await applyCohort(programme.deps, actor, { manifest: manifestOf(programme, { seats: 1 }) });
    await programme.settle();
    const [seat] = await listSeats(store.db, { programmeId });
    const { personId } = await programme.person(learnerEmail(1));
    const { secret } = await store.transact((tx) => createToken(tx, { personId, kind: 'session' }));
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    browser = await openChromium(chromium.path);
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    await context.addCookies([{ name: sessionCookieName, value: secret, url }]);
    page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`${url}/sandboxes/${seat?.sandboxId}/tools/sql`);
  });
  afterAll(async () => {
    await browser?.close();
    await app.close();
    await programme[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });

  async function run(sql: string, how: 'keyboard' | 'button') {
    await page.fill('#sql', sql);
    if (how === 'keyboard') await page.press('#sql', 'Control+Enter');
    else await page.click('button');
    await page.waitForSelector('button:enabled');
  }

  test('shows the tables, and runs a query by keyboard', async () => {
    expect(await page.locator('summary code').allTextContents()).toEqual(['customers', 'loans']);
    await run('select customer_id, name, null as nothing from customers order by 1 limit 3', 'keyboard');
    expect(await page.locator('#status').textContent()).toMatch(/^3 rows, \d+ ms\.$/);
    expect(await page.locator('#result th').allTextContents()).toEqual(['customer_id', 'name', 'nothing']);
    expect(await page.locator('#result tbody tr').first().locator('td').allTextContents()).toEqual([
      '0',
      'name 0',
      'null',
    ]);
  });

  test('says what was wrong, and that nothing matched', async () => {
    await run('select nope from customers', 'button');
    expect(await page.locator('#error').textContent()).toContain('nope');
    expect(await page.locator('#result').isHidden()).toBe(true);
    complaints.splice(0);
    await run('select 1 where false', 'button');
    expect(await page.locator('#status').textContent()).toContain('No rows match');
    expect(await page.locator('#error').isHidden()).toBe(true);
  });

  test('shows markup of the data as text', async () => {
    await run(`select '<img src=x onerror=alert(1)>' as html`, 'button');
    expect(await page.locator('#result td').textContent()).toBe('<img src=x onerror=alert(1)>');
    expect(await page.locator('#result img').count()).toBe(0);
  });

  test('never scrolls sideways on a phone, whatever the result', async () => {
    await run(`select ${Array.from({ length: 40 }, (_, n) => `repeat('wide ', 20) as c${n}`).join(', ')}`, 'button');
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  });

  test('reaches nothing of the portal from inside', async () => {
    // mutant: connect-src 'self', caught here
    const reached = await page.evaluate("fetch('/api/me').then(() => 'reached', () => 'blocked')");
    expect(reached).toBe('blocked');
    complaints.splice(0);
  });

  test('keeps to its content policy without complaint', async () => {
    await page.reload();
    await run('select 1 as one', 'keyboard');
    expect(complaints).toEqual([]);
  });
});
