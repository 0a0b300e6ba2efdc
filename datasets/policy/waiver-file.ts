// Signed waivers, kept beside their policy as `<policy>.waivers.json`.
import { createHash, sign } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { ExtractError } from '../extract-error.ts';
import { deriveKeys, isSignedBy } from '../keys/derive-keys.ts';
import { readKeyFile } from '../keys/key-file.ts';
import { SignedWaiver, Waiver, waivableChecks } from './waiver.ts';

const WaiverFile = z.strictObject({ format: z.literal('practicum-waivers/1'), waivers: z.array(SignedWaiver) });

export const waiverFileOf = (policyPath: string): string => `${policyPath}.waivers.json`;

/** Every word of it is signed: a reason or a day that was changed afterwards breaks the signature. */
const payload = ({
  check,
  reason,
  given,
  until,
  steward,
  policySha256,
}: Omit<SignedWaiver, 'publicKey' | 'signature'>) =>
  Buffer.from(JSON.stringify(['practicum-waiver/1', policySha256, check, reason, given, until, steward]));

export const isWaiverGenuine = (waiver: SignedWaiver): boolean =>
  isSignedBy(waiver.publicKey, payload(waiver), waiver.signature);

/** Adds one; an earlier waiver of the same check for the same version is replaced. Throws ExtractError `bad-waiver`. */
export async function addWaiver(policyPath: string, keyPath: string, declared: Waiver): Promise<SignedWaiver> {
  const waiver = parseWaiver(declared);
  const keys = deriveKeys(await readKeyFile(keyPath));
  const policySha256 = createHash('sha256')
    .update(await readFile(policyPath))
    .digest('hex');
  const unsigned = { ...waiver, policySha256 };
  const signature = sign(null, payload(unsigned), keys.signing).toString('base64');
  const signed = { ...unsigned, publicKey: keys.publicKey, signature };
  const others = (await readWaivers(policyPath)).filter(
    (each) => each.check !== signed.check || each.policySha256 !== policySha256,
  );
  const file = waiverFileOf(policyPath);
  const text = JSON.stringify({ format: 'practicum-waivers/1', waivers: [...others, signed] }, null, 2);
  await writeFile(`${file}.part`, `${text}\n`);
  await rename(`${file}.part`, file);
  return signed;
}

function parseWaiver(declared: Waiver): Waiver {
  const parsed = Waiver.safeParse(declared);
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join('.');
    throw new ExtractError('bad-waiver', `expected ${expectedOf[place ?? ''] ?? 'a waiver'}, got something else`);
  }
  const { given, until } = parsed.data;
  if (until < given) throw new ExtractError('bad-waiver', `expected a day from ${given} on, got ${until}`);
  return parsed.data;
}

const expectedOf: Record<string, string> = {
  check: `a check that can be waived (${waivableChecks.join(', ')}; leaks, broken relations, canaries and what could not be computed never can)`,
  reason: 'a reason in words',
  given: 'the day as YYYY-MM-DD',
  until: 'the last day as YYYY-MM-DD',
  steward: 'the name of the data steward',
};

/** All of the file, whichever version they are for. Throws ExtractError `bad-signature` for one that was changed after it was signed. */
export async function readWaivers(policyPath: string): Promise<SignedWaiver[]> {
  const file = waiverFileOf(policyPath);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new ExtractError('bad-signature', `${file}: expected to read it, got ${cause.code}`, { cause });
  });
  if (text === undefined) return [];
  const waivers = parseWaiverFile(text, file);
  for (const [position, waiver] of waivers.entries())
    if (!isWaiverGenuine(waiver))
      throw new ExtractError(
        'bad-signature',
        `${file}: expected waiver ${position + 1} (${waiver.check}) to be signed by ${waiver.steward}, got a signature that does not hold; have it given again, or take it out`,
      );
  return waivers;
}

function parseWaiverFile(text: string, file: string): SignedWaiver[] {
  try {
    return WaiverFile.parse(JSON.parse(text)).waivers;
  } catch (cause) {
    throw new ExtractError(
      'bad-signature',
      `${file}: expected a practicum-waivers/1, got something else; give the waivers again or remove the file`,
      { cause },
    );
  }
}
