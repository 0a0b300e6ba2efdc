// Seals a small extract by hand, so that tests of what comes after extracts need no engine.
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { sha256Hex } from '../../../api/store/json.ts';
import type { ExtractManifest } from '../../../datasets/seal/manifest.ts';

export type SmallExtract = {
  folder: string;
  digest: string;
  manifest: string;
  identifiers: string;
  /** Path in the extract → bytes, the signature among them. */
  files: Map<string, Uint8Array>;
};

/** Tables customers (with `customers` rows) and loans, sealed into `folder`. Another number of rows is another extract. */
export async function sealSmallExtract(
  folder: string,
  options: { customers?: number; useCase?: string; gate?: 'passed' | 'failed' } = {},
): Promise<SmallExtract> {
  const { customers = 40, useCase = 'pd-12', gate = 'passed' } = options;
  await mkdir(folder, { recursive: true });
  const tables = [
    await writeTable(
      folder,
      'customers',
      customers,
      `select range as customer_id, 'name ' || range as name, range * 100 as income`,
    ),
    await writeTable(
      folder,
      'loans',
      customers * 2,
      `select range as loan_id, range // 2 as customer_id, 12.5 as rate`,
    ),
  ];
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(String(publicKey.export({ format: 'jwk' }).x), 'base64url');
  const manifest: ExtractManifest = {
    format: 'practicum-extract/1',
    policy: {
      name: 'small',
      useCase,
      view: null,
      sha256: sha256Hex('policy'),
      sealedSha256: sha256Hex('policy'),
      signedBy: null,
    },
    keyFingerprint: 'none',
    publicKey: raw.toString('base64'),
    subject: { table: 'customers', rows: customers, suppressed: 0, broughtAlong: [] },
    tables: tables.map(({ table }) => table),
    relations: [{ child: 'loans', columns: ['customer_id'], parent: 'customers', parentColumns: ['customer_id'] }],
    drawnFrom: null,
    checks: [{ name: 'identifiers', status: gate, detail: 'by hand' }],
    waivers: [],
    files: tables.map(({ file }) => file),
  };
  const text = JSON.stringify(manifest, null, 2);
  const files = new Map<string, Uint8Array>();
  for (const { file } of tables) files.set(file.path, await readFile(join(folder, file.path)));
  files.set('manifest.sig', Buffer.from(sign(null, Buffer.from(text), privateKey).toString('base64')));
  await writeFile(join(folder, 'manifest.json'), text);
  const identifiers = JSON.stringify({ format: 'practicum-identifier-set/1', key: 'AAAA', identifiers: [] });
  return { folder, digest: `sha256:${sha256Hex(text)}`, manifest: text, identifiers, files };
}

async function writeTable(folder: string, name: string, rows: number, select: string) {
  const path = `${name}.parquet`;
  const file = join(folder, path);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`copy (${select} from range(${rows})) to '${file}' (format parquet)`);
  const described = await connection.runAndReadAll(`describe from '${file}'`);
  const columns = described
    .getRows()
    .map(([column, type]) => ({ name: String(column), type: String(type), transform: 'keep' }));
  connection.closeSync();
  instance.closeSync();
  const bytes = await readFile(file);
  return {
    table: { name, file: path, rows, key: [], columns },
    file: { path, bytes: bytes.byteLength, sha256: sha256Hex(bytes) },
  };
}
