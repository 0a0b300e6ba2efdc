// Names of the tables that a run keeps in its engine: none can meet a name of the policy, which holds no space.
import { column } from './engines/expression.ts';

export const sourceTable = (table: string): string => `source ${table}`;
export const outputTable = (table: string): string => `output ${table}`;
/** The source row of every finished row with what puts it in its place. */
export const orderTable = (table: string): string => `order of ${table}`;
/** What was written of a table, read back from its file. */
export const sealedTable = (table: string): string => `sealed ${table}`;
/** Canaries of a table: as drawn, and once they are through the transforms their finished rows. */
export const canaryTable = (table: string): string => `canaries of ${table}`;
export const identifierTable = (position: number): string => `identifier ${position}`;
export const tupleTable = (position: number): string => `tuple ${position}`;

/** child row, parent row, position of the relation in the policy. */
export const edgesTable = 'all edges';
/** Rows left out because their parent has more children than its relation lets come, with all that hangs on them. */
export const cutTable = 'cut rows';
/** Every row that belongs to subjects, with its unit: the subjects that share rows, directly or through others. */
export const membersTable = 'all members';
/** unit, ticket (its keyed place in the draw), how many subjects. */
export const unitsTable = 'all units';
/** The units with their subjects, their rows, and their place in the order in which they are taken. */
export const orderedUnitsTable = 'ordered units';
export const chosenTable = 'chosen units';
export const suppressedTable = 'suppressed units';
/** Every row of the extract, with its unit or null. */
export const includedTable = 'included rows';
/** Subject row, class of its quasi-identifiers. */
export const classesTable = 'subject classes';
/** The same of every subject of the source. */
export const populationTable = 'population classes';
/** Subject row, and what of its sensitive attributes will leave. */
export const sensitiveTable = 'sensitive values';
/** Of a table whose quasi-identifiers are generalized: row, and what each of them shows. */
export const shownTable = (table: string): string => `shown ${table}`;
/** unit, days. */
export const shiftsTable = 'unit shifts';
/** Rows with withheld values, by position in the policy: row. */
export const withheldTable = (position: number): string => `withheld ${position}`;
/** What a plant changed, by position in the policy: row, key as text, before, after. */
export const plantedTable = (position: number): string => `planted ${position}`;
export const keysTable = 'hmac keys';

/** Numbers rows through all tables of a run, so that one edge table serves every relation. */
export const rowColumn = 'practicum row';
/** Orders rows whose key is not in the output. */
export const orderColumn = 'practicum order';

/** The row number of a source row under its usual name in queries. */
export const sourceRow = column('s', rowColumn, 'integer');
