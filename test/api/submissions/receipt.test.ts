// A receipt stands alone: whoever has it and the public key needs nobody else.
import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Receipt, type ReceiptBody, receiptBytes, verifyReceipt } from '../../../api/submissions/receipt.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const body: ReceiptBody = {
  format: 'practicum-receipt/1',
  submissionId: 'sub_1',
  roundId: 'rnd_1',
  round: 1,
  seatId: 'sea_1',
  cohortId: 'coh_1',
  useCase: 'pd-12',
  track: 'builders',
  task: 'B1',
  manifestSha256: 'b'.repeat(64),
  extractDigest: digest,
  sandboxId: 'sbx_1',
  sandboxGeneration: 1,
  rubricDigest: digest,
  submittedAt: '2026-11-21T10:00:00.000Z',
  dueAt: '2026-11-23T10:00:00.000Z',
  auditEntry: 'aud_1',
  keyId: 'k',
};
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const receipt: Receipt = { ...body, signature: sign(null, receiptBytes(body), privateKey).toString('base64url') };

test('verifies whatever order its members came in', () => {
  const reversed = Object.fromEntries(Object.entries(receipt).reverse());
  expect(verifyReceipt(reversed, spki)).toEqual({ valid: true, receipt });
});

test('fails when any one character of it is another', () => {
  const text = JSON.stringify(receipt);
  const survived: string[] = [];
  for (let position = 0; position < text.length; position++) {
    const character = text[position] === '1' ? '2' : '1';
    const flipped = text.slice(0, position) + character + text.slice(position + 1);
    let parsed: unknown;
    try {
      parsed = JSON.parse(flipped);
    } catch {
      continue;
    }
    if (verifyReceipt(parsed, spki).valid) survived.push(flipped);
  }
  // mutant: a member left out of receiptBytes lets its flips through, caught here
  expect(survived).toEqual([]);
});

test('fails under another key, with a member more, and with a member less', () => {
  const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  expect(verifyReceipt(receipt, other)).toMatchObject({ valid: false, reason: expect.stringContaining('signature') });
  expect(verifyReceipt({ ...receipt, grade: 'A' }, spki)).toMatchObject({ valid: false });
  const { dueAt: _dueAt, ...short } = receipt;
  expect(verifyReceipt(short, spki)).toMatchObject({ valid: false, reason: expect.stringContaining('dueAt') });
});

test('says of a key that is none that the key is wrong, not the receipt', () => {
  expect(() => verifyReceipt(receipt, 'bm9uc2Vuc2U=')).toThrow('expected an Ed25519 public key');
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' });
  expect(() => verifyReceipt(receipt, ec.toString('base64'))).toThrow('got a key of type ec');
});
