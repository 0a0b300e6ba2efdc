// A template tag that escapes whatever is put into it.

/** Markup that is safe to send: only the tag below makes it. */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  static fromTemplate(strings: readonly string[], values: readonly HtmlValue[]): Html {
    let markup = strings[0] ?? '';
    values.forEach((value, index) => {
      assertQuoted(markup);
      markup += rendered(value) + (strings[index + 1] ?? '');
    });
    return new Html(markup);
  }

  toString(): string {
    return this.#markup;
  }
}

/** What a template takes: text is escaped; `undefined` and `false` leave nothing, so that `condition && html…` reads well. */
export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[];

export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return Html.fromTemplate(strings, values);
}

function rendered(value: HtmlValue): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(rendered).join('');
  return String(value).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

// Inside a tag, a value right after `=` is safe only between quotes: escaping does not end it at a space.
function assertQuoted(markup: string): void {
  const tag = markup.slice(markup.lastIndexOf('<') + 1);
  if (!tag.endsWith('=') || tag.includes('>') || tag.split('"').length % 2 === 0) return;
  throw new Error(`an attribute without quotes would not be safe: …${markup.slice(-40)}`);
}
