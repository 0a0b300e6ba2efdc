// A template is recognised whatever small change was made to it; filled work is not taken for one.
import { expect, test } from 'vitest';
import { untouchedTemplate } from '../../../tracks/checks/untouched-template.ts';
import { loadUseCases } from '../../../tracks/load-use-case.ts';
import { fixtureFiles } from '../fixture-files.ts';

const templates = (await loadUseCases()).flatMap((useCase) =>
  useCase.tracks.flatMap(({ track, tasks }) =>
    tasks.flatMap((task) =>
      task.deliverable.files.flatMap(({ path, template }) =>
        template === undefined ? [] : [{ useCase: useCase.key, track, path, template }],
      ),
    ),
  ),
);
const bytes = (text: string) => new TextEncoder().encode(text);

// mutant: compare the whole texts for equality, caught by the cut and the re-spaced template
test.each(templates)('$useCase $track $path', ({ useCase, track, path, template }) => {
  const changed = {
    'as it came': template,
    'with other blanks and line ends': template.replaceAll('\n', '\r\n\r\n').replaceAll(', ', ',  '),
    'in capitals': template.toUpperCase(),
    'without its last third': template
      .split('\n')
      .slice(0, Math.ceil((template.split('\n').length * 2) / 3))
      .join('\n'),
    empty: '  \n',
  };
  for (const [how, text] of Object.entries(changed))
    expect([how, untouchedTemplate({ path, bytes: bytes(text) }, template)?.code]).toEqual([how, 'untouchedTemplate']);
  for (const kind of ['passing', 'failing'] as const) {
    const own = fixtureFiles(useCase, track, kind).get(path);
    if (own) expect(untouchedTemplate({ path, bytes: own }, template)).toBeUndefined();
  }
});
