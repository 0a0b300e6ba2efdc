// The public surface as a document: a change of it is seen.
import { expect, test } from 'vitest';
import { migrate } from '../../api/store/migrate.ts';
import { openPgliteStore } from '../../api/store/pglite-store.ts';
import { openTestApplication } from './test-application.ts';

test('the OpenAPI document is as it was, and describes every route but the pages', async () => {
  await using store = await openPgliteStore(undefined);
  await migrate(store);
  await using application = await openTestApplication(store);
  const document = (await application.app.inject({ url: '/openapi.json' })).json();
  await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('./__snapshots__/openapi.json');

  const described = Object.entries<object>(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routes = application.app.routeTable
    .filter((route) => route.url.startsWith('/api/'))
    .map((route) => `${route.method} ${route.url.replace(/:([A-Za-z0-9]+)/g, '{$1}').replace('*', '{*}')}`);
  expect(routes.length).toBeGreaterThan(20);
  expect(described).toEqual(expect.arrayContaining(routes));
});
