// Form fields, each with its label and hint tied to it.
import { type Html, type HtmlValue, html } from './html.ts';

type Field = { name: string; label: string; value?: string; hint?: HtmlValue; required?: boolean };

export function textField(field: Field & { type?: 'text' | 'email' | 'date'; autocomplete?: 'off' }): Html {
  return html`<div class="field">${labelOf(field)}
<input id="${field.name}" name="${field.name}" type="${field.type ?? 'text'}" value="${field.value ?? ''}"${marks(field)}${
    field.autocomplete && html` autocomplete="off" spellcheck="false"`
  }></div>`;
}

export function textArea(field: Field & { rows: number; code?: boolean }): Html {
  // The line break after the tag is the browser's to drop: without it, a text that begins with one would lose it.
  return html`<div class="field">${labelOf(field)}
<textarea id="${field.name}" name="${field.name}" rows="${field.rows}"${marks(field)}${
    field.code && html` class="code" spellcheck="false" autocapitalize="off"`
  }>
${field.value ?? ''}</textarea></div>`;
}

export function fileField(field: Omit<Field, 'value'> & { accept?: string }): Html {
  return html`<div class="field">${labelOf(field)}
<input id="${field.name}" name="${field.name}" type="file"${marks(field)}${field.accept && html` accept="${field.accept}"`}></div>`;
}

export function selectField(field: Field & { options: readonly { value: string; label: string }[] }): Html {
  const options = field.options.map(
    (option) =>
      html`<option value="${option.value}"${option.value === field.value && html` selected`}>${option.label}</option>`,
  );
  return html`<div class="field">${labelOf(field)}
<select id="${field.name}" name="${field.name}"${marks(field)}>${options}</select></div>`;
}

export function hiddenField(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

function labelOf(field: Field): Html {
  return html`<label for="${field.name}">${field.label}${field.required && html` <span class="required">(required)</span>`}</label>
${field.hint !== undefined && html`<p class="hint" id="${field.name}-hint">${field.hint}</p>`}`;
}

function marks(field: Field): Html {
  return html`${field.required && html` required`}${field.hint !== undefined && html` aria-describedby="${field.name}-hint"`}`;
}
