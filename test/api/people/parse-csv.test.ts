// CSV is read as spreadsheets write it.
import { expect, test } from 'vitest';
import { parseCsv } from '../../../api/people/parse-csv.ts';

test.each([
  [
    'plain',
    'a,b\n1,2\n',
    [
      [1, ['a', 'b']],
      [2, ['1', '2']],
    ],
  ],
  [
    'Windows line ends, no last one',
    'a,b\r\n1,2',
    [
      [1, ['a', 'b']],
      [2, ['1', '2']],
    ],
  ],
  [
    'a byte order mark',
    '\uFEFFa\n1',
    [
      [1, ['a']],
      [2, ['1']],
    ],
  ],
  [
    'quotes, commas and line ends inside quotes',
    'a,b\n"x, ""y""","1\n2"\nz,',
    [
      [1, ['a', 'b']],
      [2, ['x, "y"', '1\n2']],
      [4, ['z', '']],
    ],
  ],
  [
    'blank lines',
    'a\n\n  \nb\n\n',
    [
      [1, ['a']],
      [4, ['b']],
    ],
  ],
  [
    // mutant: the library's own count of lines, which takes each line end inside these quotes for two, caught here
    'Windows line ends inside quotes, blank lines around them',
    'a\r\n\r\n"1\r\n2\r\n3"\r\n\r\nz\r\n',
    [
      [1, ['a']],
      [3, ['1\r\n2\r\n3']],
      [7, ['z']],
    ],
  ],
  [
    // mutant: offsets in characters instead of bytes, caught here
    'letters of several bytes before a line end',
    '\uFEFF"ž\nš",é\n"č"\nz',
    [
      [1, ['ž\nš', 'é']],
      [3, ['č']],
      [4, ['z']],
    ],
  ],
  [
    // mutant: the library's cells as they come, which keep both quotes of "a" b, caught here
    'quotes where none should be',
    '5" disk, "x"\n"a" b,"""c"" d" e\n"""f"" g"',
    [
      [1, ['5" disk', ' "x"']],
      [2, ['a b', '"c" d e']],
      [3, ['"f" g']],
    ],
  ],
])('%s', (_name, text, expected) => {
  expect(parseCsv(text).map(({ line, fields }) => [line, fields])).toEqual(expected);
});

test('names the line of a quote that never closes', () => {
  expect(() => parseCsv('a\n"b\nc')).toThrow(
    expect.objectContaining({ findings: [expect.objectContaining({ line: 2 })] }),
  );
});

// mutant: the line on which its record begins, caught by both
test.each([
  ['a later cell', 'a,b\n"1\n2","3\n4\n', 3],
  ['a record behind blank lines', 'a,b\r\n\r\n\r\n"1\r\n', 4],
])('names the line of a quote that never closes in %s', (_where, text, line) => {
  expect(() => parseCsv(text)).toThrow(expect.objectContaining({ findings: [expect.objectContaining({ line })] }));
});
