// The one status of a sandbox: what it may become from where, and what somebody wants it to be.

export const desiredStates = ['up', 'stopped', 'gone'] as const;
export type DesiredState = (typeof desiredStates)[number];

export const sandboxStatuses = [
  'planned',
  'starting',
  'ready',
  'stopping',
  'stopped',
  'failed',
  'destroying',
  'gone',
] as const;
export type SandboxStatus = (typeof sandboxStatuses)[number];

/** Every status but `gone` leads to `destroying`: nothing can get stuck beyond removal. */
const transitions: Readonly<Record<SandboxStatus, readonly SandboxStatus[]>> = {
  planned: ['starting', 'destroying'],
  starting: ['ready', 'failed', 'stopping', 'destroying'],
  ready: ['starting', 'stopping', 'destroying'],
  stopping: ['stopped', 'failed', 'starting', 'destroying'],
  stopped: ['starting', 'stopping', 'destroying'],
  failed: ['starting', 'stopping', 'destroying'],
  destroying: ['gone'],
  gone: [],
};

export function canBecome(from: SandboxStatus, to: SandboxStatus): boolean {
  return from === to || transitions[from].includes(to);
}

/** Throws when the table has no such step: the caller, not a person, is wrong. */
export function assertTransition(from: SandboxStatus, to: SandboxStatus): void {
  if (!canBecome(from, to)) throw new Error(`a sandbox that is ${from} cannot become ${to}`);
}
