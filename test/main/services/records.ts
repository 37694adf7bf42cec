import { createPrivateKey, sign } from 'node:crypto'
import type { Position } from '../../../main/services/journal.ts'
import { publicKeyOfSeed } from '../../../main/services/secret.ts'
import { ok } from '../../../shared/base/result.ts'
import type { Kept } from '../../../shared/bridge.ts'
import { encodeBody, entryId, entryMessage, keyId } from '../../../shared/ledger/index.ts'

const SEED = new Uint8Array(32).fill(5)
const KEY = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), SEED]),
  format: 'der',
  type: 'pkcs8',
})
export const AUTHOR = keyId(publicKeyOfSeed(SEED))

/** A real signed entry for a position, told apart by its text. `sealed` is of about that many bytes. */
export function record({ epoch, seq, prev }: Position, text: string, sealed = 0): Kept {
  const body = encodeBody({
    v: 1,
    net: new Uint8Array(32).fill(7),
    kind: 'note',
    scope: ['632723'],
    key: AUTHOR,
    epoch,
    seq,
    prev,
    time: 1_790_000_000_000 + seq,
    case: null,
    subj: [],
    data: { text },
    commit: null,
    att: [],
  })
  const sig = new Uint8Array(sign(null, entryMessage(body), KEY))
  return {
    id: entryId(body),
    body,
    sig,
    sealed: sealed === 0 ? null : new Uint8Array(sealed).map((_, i) => (i * 7 + 13) % 251),
  }
}

/** What `append` takes. */
export const making =
  (text: string, sealed = 0) =>
  (position: Position) =>
    ok(record(position, text, sealed))

/** What `appendAll` takes: one entry after the other, each told apart by its text. */
export const makingAll =
  (texts: readonly string[], sealed = 0) =>
  async (first: Position) => {
    const out: Kept[] = []
    let { prev } = first
    for (const [i, text] of texts.entries()) {
      const made = record({ epoch: first.epoch, seq: first.seq + i, prev }, text, sealed)
      prev = made.id
      out.push(made)
    }
    return ok(out)
  }
