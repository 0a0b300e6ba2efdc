// Who may do what: the closed table of permissions that every route names one of.

export const roles = ['owner', 'data-steward', 'learner', 'reviewer', 'manager', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** `any`: whatever is in the programme; `own`: only what the route's owners include the person in. */
export type Reach = 'any' | 'own';

const everyone = {
  owner: 'any',
  'data-steward': 'any',
  learner: 'any',
  reviewer: 'any',
  manager: 'any',
  auditor: 'any',
} as const;

export const permissions = {
  'self.read': everyone,
  'use-case.read': everyone,
  'people.read': { owner: 'any', 'data-steward': 'any', auditor: 'any' },
  'people.write': { owner: 'any' },
  'extract.read': { owner: 'any', 'data-steward': 'any', reviewer: 'any', auditor: 'any' },
  'extract.publish': { owner: 'any', 'data-steward': 'any' },
  'cohort.read': { owner: 'any', reviewer: 'any', manager: 'any', auditor: 'any' },
  'cohort.write': { owner: 'any' },
  'sandbox.read': { owner: 'any', learner: 'own', auditor: 'any' },
  'sandbox.use': { learner: 'own' },
  'seat.read': { owner: 'any', learner: 'own', reviewer: 'any', manager: 'any', auditor: 'any' },
  'submission.create': { learner: 'own' },
  'submission.read': { owner: 'any', learner: 'own', reviewer: 'any', auditor: 'any' },
  'review.claim': { reviewer: 'any' },
  'review.publish': { reviewer: 'own' },
  'review.read': { owner: 'any', learner: 'own', reviewer: 'any', manager: 'any', auditor: 'any' },
  'outcome.read': { owner: 'any', manager: 'any', auditor: 'any' },
  'audit.read': { owner: 'any', auditor: 'any' },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>;

export type Permission = keyof typeof permissions;

/** The widest reach that these roles give for a permission, or undefined when they give none. */
export function findReach(held: readonly Role[], permission: Permission): Reach | undefined {
  const granted: Partial<Record<Role, Reach>> = permissions[permission];
  const reaches = held.map((role) => granted[role]);
  return reaches.includes('any') ? 'any' : reaches.includes('own') ? 'own' : undefined;
}
