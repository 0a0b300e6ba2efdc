// The closed list of what a policy can do with a column.

export const transformNames = [
  'keep',
  'drop',
  'pseudonymize',
  'permute',
  'preserveFormat',
  'dictionary',
  'person',
  'address',
  'generalize',
  'shiftDates',
  'clamp',
  'round',
  'noise',
  'redact',
] as const;
export type TransformName = (typeof transformNames)[number];
