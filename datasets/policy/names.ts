// How the names in a policy may look.
import { z } from 'zod';

export const name = z.string().min(1);
/** Tables become file names, so their names are plain. */
export const tableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'letters, digits and underscores');
export const columnPath = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*\..+$/, 'table.column');
