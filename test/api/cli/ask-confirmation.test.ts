// What removes something is confirmed by its name, typed or given, and by nothing else.
import { expect, test } from 'vitest';
import { askConfirmation } from '../../../api/cli/ask-confirmation.ts';
import type { Call } from '../../../api/cli/call.ts';
import { systemClock } from '../../../api/clock.ts';
import { readEnvironment } from '../../../api/env.ts';

function ask(answers: { typed?: string; given?: string }) {
  const questions: string[] = [];
  const call: Call = {
    terminal: {
      answer: () => {},
      note: () => {},
      redraws: false,
      columns: 100,
      ask: async (question) => {
        questions.push(question);
        return answers.typed;
      },
    },
    clock: systemClock,
    environment: readEnvironment({}),
    folder: '/',
    signal: new AbortController().signal,
    global: {},
  };
  const asked = { key: 'pd-12-autumn', what: 'This removes a sandbox.', given: answers.given };
  return { confirmed: askConfirmation(call, asked), questions };
}

test('typed as it is', async () => {
  const { confirmed, questions } = ask({ typed: ' pd-12-autumn ' });
  expect(await confirmed).toBe('pd-12-autumn');
  expect(questions).toEqual(['This removes a sandbox. Type pd-12-autumn to go on: ']);
});

test('given, nobody is asked', async () => {
  const { confirmed, questions } = ask({ given: 'pd-12-autumn', typed: 'y' });
  expect(await confirmed).toBe('pd-12-autumn');
  expect(questions).toEqual([]);
});

// mutant: taking any answer for a yes, caught here
test.each([{ typed: 'y' }, { typed: 'PD-12-AUTUMN' }, { typed: '' }, {}, { given: 'pd-12' }])(
  'refused with %j',
  async (answers) => {
    await expect(ask(answers).confirmed).rejects.toMatchObject({ exit: 'refused' });
  },
);
