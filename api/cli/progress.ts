// Shows long work on stderr: bars where a screen redraws, plain lines elsewhere.
import { MultiBar, type SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.ts';

export interface Progress extends Disposable {
  /** `done` of `total` parts of `name`; `note` says what is being done. */
  show(name: string, done: number, total: number, note?: string): void;
}

export function openProgress(terminal: Terminal): Progress {
  return terminal.redraws ? openBars() : openLines(terminal);
}

function openBars(): Progress {
  const bars = new Map<string, SingleBar>();
  const multiBar = new MultiBar({
    format: '{name} {bar} {value}/{total} {note}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    stopOnComplete: false,
  });
  return {
    show(name, done, total, note = '') {
      const values = { name: name.padEnd(14), note };
      const bar = bars.get(name);
      if (!bar) bars.set(name, multiBar.create(total, done, values));
      else {
        bar.setTotal(total);
        bar.update(done, values);
      }
    },
    [Symbol.dispose]: () => multiBar.stop(),
  };
}

// One line for each change, so that a log keeps what happened.
function openLines(terminal: Terminal): Progress {
  const said = new Map<string, string>();
  return {
    show(name, done, total, note) {
      const line = [`${name} ${done}/${total}`, note].filter(Boolean).join(' ');
      if (said.get(name) === line) return;
      said.set(name, line);
      terminal.note(line);
    },
    [Symbol.dispose]() {},
  };
}
