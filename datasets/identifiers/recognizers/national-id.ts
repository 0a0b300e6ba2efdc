// What is known of one country's number for people.

export type NationalId = {
  /** ISO 3166 alpha-2, then what people there call it: names the kind in proposals and reports. */
  name: string;
  /** The whole number as it is written, separators included; for a RegExp without flags over upper-case text. */
  shape: string;
  /** Of the number in upper case without spaces, dots, slashes and hyphens, whose shape is known to fit. */
  isValid: (compact: string) => boolean;
  /**
   * Whether shape and check together are so rare that it counts in prose without a word of its context. Plain digits with
   * one check digit are not: one unrelated number in ten passes.
   */
  standsAlone: boolean;
  /** Lower-case words that announce it. */
  context: readonly string[];
};

export const compact = (text: string): string => text.toUpperCase().replaceAll(/[\s./–-]/g, '');
