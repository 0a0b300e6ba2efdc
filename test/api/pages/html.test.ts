import { describe, expect, test } from 'vitest';
import { html } from '../../../api/pages/html.ts';

describe('the html tag', () => {
  // mutant: leave `"` out of the escaped characters, caught by the attribute case
  test('escapes text in elements and in attributes, so that nothing typed becomes markup', () => {
    const typed = `<img src=x onerror="alert('1')">&\``;
    const page = html`<p title="${typed}">${typed}</p>`.toString();
    expect(page).not.toContain('<img');
    expect(page.match(/"/g)).toHaveLength(2);
    expect(page).not.toContain("'");
  });

  test('leaves markup of its own alone, also in lists', () => {
    const items = ['a<b', 'c'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}</ul>`.toString()).toBe('<ul><li>a&#60;b</li><li>c</li></ul>');
  });

  test('leaves nothing for an absent value, and writes a zero', () => {
    expect(html`[${undefined}${false}${0}]`.toString()).toBe('[0]');
  });

  test('refuses a value in an attribute without quotes, where escaping would not help', () => {
    expect(() => html`<a href=${'x onclick=y'}>`).toThrow('without quotes');
    expect(html`<a href="/x?y=${'z'}">a=${'b'}</a>`.toString()).toBe('<a href="/x?y=z">a=b</a>');
  });
});
