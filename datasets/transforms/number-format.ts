// The contract of a number whose form is kept: what tells it, what of it may change, how it comes out.
import type { Expression } from '../engines/expression.ts';
import type { IdentifierClass } from '../identifiers/identifier-set.ts';

type Text = Expression<'text'>;

export type NumberFormat = {
  /** How the leak scan compares such numbers. */
  identifier: IdentifierClass;
  /** What a value must look like, in the words of a refusal. */
  form: string;
  isOfForm: (value: Text) => Expression<'boolean'>;
  /** One text for all spellings of one number. */
  number: (value: Text) => Text;
  /** The number with at most thirty random digits in its gaps, without what checks them. */
  filled: (number: Text, random: Text) => Text;
  /** What check digits are worked out from: a step of its own, because a check looks at every digit by itself. */
  checkedOver: (number: Text, filled: Text) => Text;
  /** The other number whole. */
  whole: (number: Text, filled: Text, checkedOver: Text) => Text;
  /** The digits that take the places of the value's own, given the other number whole. */
  digits: (value: Text, other: Text) => Text;
};
