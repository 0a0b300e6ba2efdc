// A process that takes the lock of a state directory, says so, and holds it until it is killed: `node hold-state-lock.ts FOLDER`.
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../api/clock.ts';
import { takeStateLock } from '../../../api/store/state-lock.ts';

const lock = await takeStateLock(process.argv[2] ?? '', systemClock);
console.log('heldBy' in lock ? 'refused' : 'holds');
if ('heldBy' in lock) process.exit(0);
await sleep(60_000);
