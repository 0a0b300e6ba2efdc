import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../../api/pages/markdown.ts';

const rendered = (text: string) =>
  renderMarkdown(text)
    .toString()
    .replace(/\s*\n\s*/g, '');

describe('the Markdown of a brief', () => {
  test('keeps HTML as text wherever it stands', () => {
    const hostile = '<script>x</script>';
    for (const place of [hostile, `# ${hostile}`, `- ${hostile}`, `> ${hostile}`, `| ${hostile} |`, `\`${hostile}\``])
      expect(rendered(place)).not.toContain('<script');
  });

  // mutant: drop the test of the scheme, caught here
  test('links to the web alone: another scheme stays text', () => {
    expect(rendered('[a](https://example.org/x)')).toContain('href="https://example.org/x"');
    expect(rendered('[a](javascript:alert)')).not.toContain('href');
    expect(rendered('[a](data:text/html,x)')).not.toContain('href');
  });

  test('puts its headings under the one of the page', () => {
    expect(rendered('# Problem\n\n## Detail')).toBe('<h2>Problem</h2><h3>Detail</h3>');
  });

  test('reads lists, also nested ones and items that go on in the next line', () => {
    expect(rendered('- one\n  goes on\n- two\n  - inner\n\n1. first\n2. second')).toBe(
      '<ul><li>onegoes on</li><li>two<ul><li>inner</li></ul></li></ul><ol><li>first</li><li>second</li></ol>',
    );
  });

  test('reads tables with a head, and code whose marks mean nothing', () => {
    expect(rendered('| a | b |\n|---|---|\n| 1 | **2** |')).toContain(
      '<tbody><tr><td>1</td><td><strong>2</strong></td></tr></tbody>',
    );
    expect(rendered('```sql\nselect * from a -- **x**\n```')).toBe(
      '<pre tabindex="0"><code>select * from a -- **x**</code></pre>',
    );
    expect(rendered('use `a_b_c` and snake_case_name')).toBe('<p>use <code>a_b_c</code> and snake_case_name</p>');
  });
});
