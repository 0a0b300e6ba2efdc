// Names that the project does not have.
import { describe, expect, test } from 'vitest';
import { PROJECT } from './project.ts';
import { hasHomelessNames, namesCompletionFigures } from './rules/banned-words.ts';
import { inventedTree } from './source-tree.ts';

describe('files and folders', () => {
  test('have a home and say what they are', () => {
    expect(hasHomelessNames(PROJECT)).toEqual([]);
  });

  test.each([
    'api/shared/ids.ts',
    'datasets/policy/lib/x.ts',
    'api/utils/x.ts',
    'test/common/x.ts',
    'api/store/date-utils.ts',
    'api/store/helper.ts',
    'api/review/lease-manager.ts',
    'api/review/error.handler.ts',
    'datasets/text_processor.py',
    'api/store/base.ts',
    'api/sandboxes/runtime-impl.ts',
    'bench/shared-data.ts',
  ])('%s is refused', (path) => {
    expect(hasHomelessNames(inventedTree({ [path]: '' }))).toHaveLength(1);
  });

  test.each([
    'test/shared-data.ts',
    'api/store/database-blobs.ts',
    'sandbox-images/base/Dockerfile',
    'api/people/libraries.ts',
  ])('%s is fine', (path) => {
    expect(hasHomelessNames(inventedTree({ [path]: '' }))).toEqual([]);
  });
});

describe('a completion rate', () => {
  test('appears nowhere', () => {
    expect(namesCompletionFigures(PROJECT)).toEqual([]);
  });

  test.each([
    ['api/outcomes/measures.ts', 'const completionRate = done / all;'],
    ['api/store/migrations/0009-outcomes-log.sql', 'completed_pct numeric,'],
    ['api/outcomes/routes.ts', "app.get('/v1/completion-rate')"],
    ['api/pages/board.ts', 'html`<th>Completion rate</th>`'],
    ['web/board.tsx', '<b>Completed percent</b>'],
    ['api/outcomes/completion-percent.ts', ''],
    ['test/outcomes.test.ts', 'expect(COMPLETION_RATE)'],
  ])('in %s is found', (path, text) => {
    expect(namesCompletionFigures(inventedTree({ [path]: text }))).toHaveLength(1);
  });

  test('is not seen in rates of other things', () => {
    const text = 'const acceptedRate = 1; const completedAt = now; // the rate of completed uploads';
    expect(namesCompletionFigures(inventedTree({ 'api/outcomes/measures.ts': text }))).toEqual([]);
  });
});
