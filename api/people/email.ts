// E-mail addresses as the store keeps them: in lower case, so that nobody is added twice.
import { z } from 'zod';

export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email({ error: 'expected an e-mail address such as ada@bank.example' }));
