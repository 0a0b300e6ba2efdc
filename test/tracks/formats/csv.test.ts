// Comma-separated values as people really save them.
import { expect, test } from 'vitest';
import { parseCsv } from '../../../tracks/formats/csv.ts';

test('quotes keep commas, doubled quotes and line ends; lines are counted where a record starts', () => {
  const { header, records, problems } = parseCsv('a,b\n1,"x, ""y""\nz"\n\n2,last\n');
  expect(problems).toEqual([]);
  expect(header).toEqual(['a', 'b']);
  expect(records).toEqual([
    { line: 2, cells: ['1', 'x, "y"\nz'] },
    { line: 5, cells: ['2', 'last'] },
  ]);
});

test.each([
  ['another separator', 'a;b\n1;2\n', 1, /commas, found ";"/],
  ['a tab', 'a\tb\n1\t2\n', 1, /commas/],
  ['a quote that never closes', 'a,b\n"1,2\n', 2, /never closes/],
  ['a record of another width', 'a,b\n1,2\n1,2,3\n', 3, /expected 2 cells.*found 3/],
  ['a quote that never closes in a record of several lines', 'a,b\n"1\n2","3\n4\n', 3, /never closes/],
  ['a record of another width behind one of several lines', 'a,b\r\n"1\r\n2",x\r\n\r\n1\r\n', 5, /found 1/],
  ['nothing at all', '', 1, /empty/],
])('says what is wrong with %s', (_what, text, line, message) => {
  expect(parseCsv(text).problems).toEqual([{ line, message: expect.stringMatching(message) }]);
});

test('takes line ends of Windows, no last one, blanks round cells or their quotes', () => {
  // mutant: blanks kept before a quote, so that its comma separates, caught here
  expect(parseCsv('a , b\r\n\r\n 1 , "x, y" \r\n "2\r\n3" ,z')).toEqual({
    header: ['a', 'b'],
    records: [
      { line: 3, cells: ['1', 'x, y'] },
      { line: 4, cells: ['2\r\n3', 'z'] },
    ],
    problems: [],
  });
});

test('keeps the header of a text whose quote never closes, for what else there is to say', () => {
  const { header, records, problems } = parseCsv('a;b\n1;2\n"3');
  expect({ header, records }).toEqual({ header: ['a;b'], records: [] });
  expect(problems.map(({ line }) => line)).toEqual([3, 1]);
});
