// Turns the bytes of a deliverable into text, words into tokens.

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Undefined where the bytes are not UTF-8. A byte order mark is dropped, line ends become \n. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes).replace(/\r\n?/g, '\n');
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Words as a reader counts them: runs of letters or digits, with the signs that belong inside them. */
export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.,/%-]*/gu) ?? [];
}

/** For comparing what people wrote: lower case, single blanks, no punctuation at the ends. */
export function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
