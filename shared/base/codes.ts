/**
 * The closed set of failure codes, with what each means. Refusals of a node (L8), failures of parsing, sync, vault,
 * journal and shell all come from here; docs/codes.md lists them and a test keeps the two in step.
 */
export const CODES = {
  // E: encoding
  'too-large': 'the bytes are over the limit for their kind (E3)',
  'too-deep': 'nested deeper than 16 levels (E3)',
  'not-canonical': 'not deterministic CBOR: refused as received (E1, E2)',
  'wrong-shape': 'well-formed, but not the map, array or text that this place asks for',
  truncated: 'fewer bytes arrived than were announced',
  // K, N, L8: admission
  'bad-signature': 'the signature does not hold under K3',
  'weak-key': 'the key is not a canonical, torsion-free Ed25519 point (K3)',
  'unknown-suite': 'the key is registered for a suite that this build does not verify (K2)',
  'wrong-network': 'made for another network (N1)',
  'unknown-key': 'the key is not registered in gov',
  'key-revoked': 'the key has been revoked',
  'key-frozen': 'the key signed two entries for one position and is frozen (N4)',
  'wrong-role': 'the role of this key may not do this here',
  'unknown-scope': 'the scope is not declared in gov',
  'chain-gap': 'not the next entry of its device: an earlier one is missing (N3)',
  'chain-fork': 'another entry already holds this position of the device chain (N4)',
  'wrong-commit': 'the sealed payload does not match its commitment (N5)',
  // sync and proofs
  'no-line': 'the provincial node cannot be reached',
  'bad-answer': 'the node answered with something that is not an answer',
  'session-needed': 'reading needs a session: sign in again',
  'checkpoint-older': 'the node serves a checkpoint older than one already seen',
  'checkpoint-forked': 'the node serves a checkpoint that does not extend the one already seen',
  'bad-proof': 'a proof does not lead to the signed root',
  'root-mismatch': 'the leaves do not give the proven root (C2)',
  'state-mismatch': 'the derived state does not give the proven digest (C2, X3)',
  'promise-broken': 'acknowledged, but not sealed by the promised time (L8)',
  'unknown-origin': 'signed by another log than the one trusted',
  'not-found': 'there is no such thing here',
  busy: 'too much is waiting; try again later',
  // vault and journal
  'wrong-passphrase': 'the passphrase does not open this key',
  'vault-locked': 'nobody has signed in',
  'vault-damaged': 'the key file cannot be read',
  'journal-torn': 'the last record was cut off by a crash; it was set aside and nothing before it is lost',
  'journal-damaged': 'a record in the middle of the journal has changed; signing is stopped',
  'disk-full': 'the disk is full',
  'disk-failed': 'the disk refused to read or write',
  // node
  'record-behind': 'the database is behind the last signed checkpoint; the node refuses to sign (L7)',
  'checkpoint-moved': 'another process has moved the last checkpoint; the node refuses to sign (L7)',
  'store-damaged': 'the stored ledger does not verify',
  'already-running': 'another process holds this data folder',
  // shell
  'wrong-host': 'the request names another host than this shell',
  'wrong-origin': 'the request comes from another page',
  'wrong-token': 'the start token or the session is missing, used or expired',
  'unknown-call': 'there is no such call',
  internal: 'a bug: it has been written to the local log',
  'no-browser': 'no Chromium or Edge was found on this computer',
  'print-failed': 'the browser could not make the PDF',
  'port-taken': 'the port of this installation is in use by another program',
  // attachments
  'wrong-type': 'the file is not of a kind that is taken: JPEG, PNG, WebP or PDF (N9)',
  'no-attachment': 'the attachment is not here: not sent yet, or not kept',
  'wrong-hash': 'the bytes are not those that the entry names (N9)',
  'not-for-us': 'sealed to others than this office',
  // verifier
  superseded: 'genuine, but a decision or the rules have left it without effect (X2, X6)',
  'in-dispute': 'genuine, but a dispute about it is open (X5, X6)',
  amended: 'genuine and in effect, but a decision has given some of its items other values (X6)',
  'no-trust': 'no trust root was given for this material',
  'unexpected-file': 'a file that does not belong to an export',
  'missing-file': 'a file of the export is missing',
  // filings
  'form-invalid': 'the form does not satisfy its definition',
  'unknown-service': 'the service definition is not on the ledger',
  'not-allowed': 'the workflow does not allow this act now',
  'no-effect': 'the ledger would give this entry no effect, so it was not signed',
  'numbers-used-up': 'this device has no number left of those that the service gives here (N10)',
  // import
  'table-unreadable': 'the file is no table that can be read: neither separated values nor a workbook',
  'table-old-format': 'a workbook of the old format, or one that a password encrypts',
  'table-damaged': 'the workbook is broken, or made so that it cannot be read safely',
  'table-encoding': 'the text is not in the encoding that it was read with',
  'table-quotes': 'a quotation mark is opened and never closed',
  'table-too-large': 'the file, or what is in it, is over the limits of an import',
  'table-empty': 'there are no rows in it',
} as const

export type Code = keyof typeof CODES

export function isCode(text: string): text is Code {
  return Object.hasOwn(CODES, text)
}
