// Gives SQL the function that hashes numbers by a key.
import { availableParallelism } from 'node:os';
import {
  BIGINT,
  BLOB,
  DuckDBBigIntVector,
  DuckDBBlobVector,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBScalarFunction,
} from '@duckdb/node-api';
import { KeyedNumbers } from './keyed-numbers.ts';

export const keyedNumberFunction = 'practicum_keyed_number';

/** One thread here hashes five million numbers a second, one thread of DuckDB's own functions 0.9: more threads than these catch up. */
const mostThreads = 5;

/** Takes inner block, outer block, prefix, number; answers the same whichever way it is done. */
export async function offerKeyedNumbers(connection: DuckDBConnection, threads: number | undefined): Promise<void> {
  if ((threads ?? availableParallelism()) > mostThreads) await connection.run(macroSql);
  else connection.registerScalarFunction(chunkwise());
}

const macroSql = `CREATE TEMP MACRO ${keyedNumberFunction}(inside, outside, prefix, number) AS
  CAST(CAST('0x' || substring(sha256(outside || unhex(sha256(inside || prefix || encode(CAST(number AS VARCHAR))))), 1, 16) AS UBIGINT) >> 1 AS BIGINT)`;

function chunkwise(): DuckDBScalarFunction {
  // Made when first asked for: most runs hash something, most tests do not.
  let hashing: KeyedNumbers | undefined;
  return DuckDBScalarFunction.create({
    name: keyedNumberFunction,
    parameterTypes: [BLOB, BLOB, BLOB, BIGINT],
    returnType: BIGINT,
    mainFunction(_, input, output) {
      hashing ??= new KeyedNumbers();
      const numbers = input.getColumnVector(3);
      if (!(numbers instanceof DuckDBBigIntVector)) throw new TypeError('expected numbers');
      const count = input.rowCount;
      for (let row = 0; row < count; row++) hashing.numbers[row] = numbers.getItem(row) ?? 0n;
      hashing.hash({ inner: shared(input, 0), outer: shared(input, 1), prefix: shared(input, 2) }, count);
      for (let row = 0; row < count; row++)
        output.setItem(row, numbers.getItem(row) === null ? null : (hashing.hashes[row] ?? null));
      output.flush();
    },
  });
}

/** What stands beside all rows of a chunk: keys differ by use and domain, both fixed in a query. */
function shared(input: DuckDBDataChunk, column: number): Uint8Array {
  const vector = input.getColumnVector(column);
  if (!(vector instanceof DuckDBBlobVector)) throw new TypeError('expected bytes');
  const first = vector.getItemBytes(0);
  const last = vector.getItemBytes(input.rowCount - 1);
  if (!first || !last || Buffer.compare(first, last) !== 0)
    throw new RangeError('expected one key and one prefix for all rows');
  return first;
}
