// Reads what a form sent, typed or uploaded.
import type { FastifyRequest } from 'fastify';

type Upload = { filename: string; bytes: Buffer };

/** A field is text, several texts, or an upload; whatever was not sent reads as empty. */
export class PageForm {
  readonly #texts: ReadonlyMap<string, string[]>;
  readonly #uploads: ReadonlyMap<string, Upload>;

  private constructor(texts: ReadonlyMap<string, string[]>, uploads: ReadonlyMap<string, Upload>) {
    this.#texts = texts;
    this.#uploads = uploads;
  }

  static async read(request: FastifyRequest): Promise<PageForm> {
    const texts = new Map<string, string[]>();
    const uploads = new Map<string, Upload>();
    const add = (name: string, text: string) => texts.set(name, [...(texts.get(name) ?? []), text]);
    if (request.isMultipart()) {
      for await (const part of request.parts()) {
        if (part.type === 'file')
          uploads.set(part.fieldname, { filename: part.filename, bytes: await part.toBuffer() });
        else add(part.fieldname, String(part.value));
      }
    } else {
      for (const [name, value] of Object.entries(request.body ?? {}))
        for (const text of Array.isArray(value) ? value : [value]) add(name, String(text));
    }
    return new PageForm(texts, uploads);
  }

  /** As typed, with the line ends that the person saw: browsers send a text area's as CR LF. */
  text(name: string): string {
    return (this.#texts.get(name)?.[0] ?? '').replaceAll('\r\n', '\n');
  }

  /** An upload with content, or undefined: an empty file field is sent too. */
  upload(name: string): Upload | undefined {
    const upload = this.#uploads.get(name);
    return upload && (upload.filename !== '' || upload.bytes.length > 0) ? upload : undefined;
  }
}
