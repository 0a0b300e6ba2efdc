// The closed list of what a policy can do with a column.

export const transformNames = ['keep', 'drop', 'pseudonymize', 'dictionary', 'generalize', 'shiftDates'] as const;
export type TransformName = (typeof transformNames)[number];
