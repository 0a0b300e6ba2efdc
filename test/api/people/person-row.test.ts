// A list of people names the line of whatever is wrong in it.
import { expect, test } from 'vitest';
import { parsePeopleCsv } from '../../../api/people/person-row.ts';

const header = 'email,name,team,department,jobRole,timeZone';
const person = (email: string, team: string) => `${email},Learner,${team},Risk,Analyst,Europe/Prague`;

test.each([
  ['\n', 'Unix'],
  ['\r\n', 'Windows'],
])('a bad row keeps its line behind a field of several lines (%j, %s)', (end) => {
  const rows = [header, person('learner1@bank.example', `"Credit${end}Models${end}Two"`), '', 'learner2@bank.example'];
  // mutant: counting records instead of lines, caught here
  expect(() => parsePeopleCsv(rows.join(end))).toThrow(
    expect.objectContaining({ findings: [expect.objectContaining({ code: 'fieldCount', line: 6 })] }),
  );
});

test('the last row needs no line end', () => {
  const rows = [header, person('learner1@bank.example', 'Credit'), person('learner2@bank.example', 'Mars')];
  expect(parsePeopleCsv(rows.join('\r\n')).map(({ row, place }) => [row.email, place.line])).toEqual([
    ['learner1@bank.example', 2],
    ['learner2@bank.example', 3],
  ]);
});
