// Looks for every identifier of the source in every column of the finished tables.
import type { Engine } from '../engines/engine.ts';
import type { IdentifierSet } from '../identifiers/identifier-set.ts';
import type { GatheredIdentifier } from '../sources/identifier-values.ts';
import type { LeakFinding, ScannedColumn } from './leaks/leak-finding.ts';
import { scanColumns } from './leaks/scan-columns.ts';
import { scanJoinedColumns } from './leaks/scan-joined-columns.ts';
import { scanProse } from './leaks/scan-prose.ts';
import type { ScannedTable } from './leaks/scanned-table.ts';

export type LeakScan = { findings: LeakFinding[]; columns: ScannedColumn[] };

/** `set` holds the hashes of what is `gathered`: it finds inside texts what the values find as whole cells. */
export async function scanTables(
  engine: Engine,
  tables: readonly ScannedTable[],
  gathered: readonly GatheredIdentifier[],
  set: IdentifierSet,
): Promise<LeakScan> {
  const scan: LeakScan = { findings: [], columns: [] };
  for (const table of tables) {
    for (const identifier of gathered) {
      const { findings, columns } = await scanColumns(engine, table, identifier);
      scan.findings.push(...findings);
      scan.columns.push(...columns);
      if (identifier.declared.columns.length > 1)
        scan.findings.push(...(await scanJoinedColumns(engine, table, identifier)));
    }
    scan.findings.push(...(await scanProse(engine, table, set)));
  }
  return scan;
}
