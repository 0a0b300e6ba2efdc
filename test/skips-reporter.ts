// Says at the end which tests were skipped and why (a failure where nothing may be), then closes with one plain line.
import type { Reporter, TestModule } from 'vitest/node';

export default class SkipsReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const reasons = new Map<string, number>();
    for (const module of modules) {
      // What breaks in a file or in a hook of a suite leaves its tests skipped: it has to be counted itself.
      for (const part of [module, ...module.children.allSuites()]) if (part.errors().length > 0) counts.failed++;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'pending') continue;
        counts[result.state]++;
        if (result.state !== 'skipped') continue;
        const reason = result.note ?? 'no reason was given';
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      }
    }
    for (const [reason, count] of reasons) console.log(`skipped ${count}: ${reason}`);
    // Where every part has been prepared, an absent one is a fault and no reason to skip.
    if (counts.skipped > 0 && process.env['PRACTICUM_NO_SKIPS']) {
      console.log('nothing may be skipped here (PRACTICUM_NO_SKIPS is set)');
      process.exitCode = 1;
    }
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}
