// Ends a server together with the npm that started it, which leaves its shell behind when it is killed.
import { findProcessBirth } from './process-birth.ts';
import { findProgram } from './process-parent.ts';

const lookAtParentMs = 100;
const shells = new Set(['sh', 'dash', 'bash', 'ash', 'zsh']);

/** Stops when npm ends, however it ends: it is our parent, or the parent of the shell in which it started us. */
export function followNpm(stop: () => void): Disposable {
  const parent = process.ppid;
  const started = findProgram(parent);
  const npm = started && shells.has(started.name) ? started.parent : parent;
  const birth = findProcessBirth(npm);
  const timer = setInterval(() => {
    if (process.ppid === parent && findProcessBirth(npm) === birth) return;
    clearInterval(timer);
    stop();
  }, lookAtParentMs);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
