// What a transform does to values that differ: the class that decides where it may stand.

/**
 * `unique`: two values that differ still differ, by construction or because the run asserts it; equal ones stay equal.
 * `withinSubject`: so among the rows of one subject, not between two subjects.
 * `notGuaranteed`: they may meet by chance.
 * `lossy`: they are meant to meet.
 */
export const uniquenessClasses = ['unique', 'withinSubject', 'notGuaranteed', 'lossy'] as const;
export type Uniqueness = (typeof uniquenessClasses)[number];
