import { describe, expect, test } from 'vitest'
import { hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import {
  answerMessage,
  type Body,
  type Checkpoint,
  checkEquivocation,
  checkFork,
  checkPromise,
  consistencyProof,
  EMPTY_ROOT,
  type Evidence,
  encodeAnswer,
  entryId,
  equivocationEvidence,
  forkEvidence,
  keyId,
  nodesOf,
  parseEvidence,
  rootOf,
  signCheckpoint,
  signPure,
  type Value,
} from '../../shared/ledger/index.ts'
import { ack, bodyOf, clerk, logKey, seedOf, signed, signLog, stranger, verify } from './small-ledger.ts'
import { flips, referenceEncode } from './values.ts'

type Of<K extends Evidence['kind']> = Evidence & { kind: K }
function read<K extends Evidence['kind']>(file: Uint8Array, kind: K): Of<K> {
  const found = must(parseEvidence(file))
  if (found.kind !== kind) throw new Error(found.kind)
  return found as Of<K>
}

describe('equivocation', () => {
  const one = signed(bodyOf({ epoch: 2, seq: 5, prev: seedOf('before') }))
  const of = (change: Partial<Body>, by = clerk) =>
    signed(bodyOf({ epoch: 2, seq: 5, prev: seedOf('before'), ...change }), by)
  const other = of({ data: { changed: true } })
  const file = equivocationEvidence(clerk.pub, one, other)
  const judge = async (pub: Uint8Array, a: typeof one, b: typeof one) => {
    const result = await checkEquivocation(read(equivocationEvidence(pub, a, b), 'equivocation'), verify)
    return result.ok ? 'ok' : result.code
  }

  test('[N4] [C3] two entries of one key for one position convict, whichever comes first', async () => {
    expect(hex(entryId(one.body))).not.toBe(hex(entryId(other.body)))
    expect(await checkEquivocation(read(file, 'equivocation'), verify)).toEqual({
      ok: true,
      value: { key: keyId(clerk.pub), epoch: 2, seq: 5 },
    })
    expect(await judge(clerk.pub, other, one)).toBe('ok')
    expect(await judge(clerk.pub, one, of({ prev: seedOf('another before') }))).toBe('ok')
    expect(await judge(clerk.pub, one, of({ scope: ['632726'] }))).toBe('ok')
  })

  test('[N4] what is no equivocation does not convict', async () => {
    expect(await judge(clerk.pub, one, one)).toBe('bad-proof')
    expect(await judge(clerk.pub, one, of({ seq: 6 }))).toBe('bad-proof')
    expect(await judge(clerk.pub, one, of({ epoch: 3 }))).toBe('bad-proof')
    expect(await judge(clerk.pub, one, of({ key: keyId(stranger.pub) }, stranger))).toBe('unknown-key')
    expect(await judge(clerk.pub, of({ key: keyId(stranger.pub) }, stranger), one)).toBe('unknown-key')
    expect(await judge(stranger.pub, one, other)).toBe('unknown-key')
    // A device that serves two networks has one chain in each.
    expect(await judge(clerk.pub, one, of({ net: seedOf('another network') }))).toBe('wrong-network')
  })

  test('[N4] [N2] signing the same body again is no second entry', async () => {
    expect(await judge(clerk.pub, one, { body: one.body, sig: other.sig })).toBe('bad-proof')
  })

  test('[N4] a forged side does not convict', async () => {
    expect(await judge(clerk.pub, one, of({ data: { forged: 1 } }, stranger))).toBe('bad-signature')
    expect(await judge(clerk.pub, of({ data: { forged: 1 } }, stranger), one)).toBe('bad-signature')
    const bad = await checkEquivocation(
      { ...read(file, 'equivocation'), other: { ...other, body: Uint8Array.of(0) } },
      verify,
    )
    expect(bad).toMatchObject({ ok: false, code: 'wrong-shape' })
  })

  test('[N4] [C3] every bit of the file changed makes it fail', async () => {
    for (const changed of flips(file)) {
      const found = parseEvidence(changed)
      if (!found.ok) continue
      if (found.value.kind !== 'equivocation') expect.fail(found.value.kind)
      else if ((await checkEquivocation(found.value, verify)).ok) expect.fail('changed evidence convicted')
    }
  }, 120_000)
})

describe('fork', () => {
  const leaves = Array.from({ length: 9 }, (_, i) => seedOf(`leaf ${i}`))
  const others = leaves.with(3, seedOf('another leaf'))
  const checkpoint = (size: number, root: Uint8Array): Checkpoint => ({ origin: logKey.name, size, root })
  const sign = (c: Checkpoint) => signCheckpoint(c, logKey, signLog)
  const at = (list: Uint8Array[], size: number) => sign(checkpoint(size, rootOf(list.slice(0, size))))
  const judge = async (one: Uint8Array, other: Uint8Array, proof: Uint8Array[] = []) => {
    const result = await checkFork(read(forkEvidence(one, other, proof), 'fork'), logKey, verify)
    if (!result.ok) return result.code
    return result.value.convicts ? 'convicts' : 'shown'
  }

  test('[C3] [L5] two roots for one size convict the log, whatever was offered with them', async () => {
    expect(await judge(at(leaves, 9), at(others, 9))).toBe('convicts')
    expect(await judge(at(others, 9), at(leaves, 9), [seedOf('x')])).toBe('convicts')
  })

  test('[C3] one tree, however often signed and whatever is offered with it, convicts nobody', async () => {
    const again = signCheckpoint(checkpoint(9, rootOf(leaves)), logKey, signLog)
    expect(await judge(at(leaves, 9), again)).toBe('bad-proof')
    expect(await judge(at(leaves, 9), again, [seedOf('junk')])).toBe('bad-proof')
    expect(await judge(sign(checkpoint(0, EMPTY_ROOT)), at(leaves, 9))).toBe('bad-proof')
    expect(await judge(at(leaves, 9), sign(checkpoint(0, EMPTY_ROOT)), [seedOf('junk')])).toBe('bad-proof')
  })

  test('[C3] of two sizes: a proof that holds clears the log, one that fails shows only that it failed', async () => {
    const proof = consistencyProof(nodesOf(leaves), 5, 9)
    expect(await judge(at(leaves, 5), at(leaves, 9), proof)).toBe('bad-proof')
    expect(await judge(at(leaves, 9), at(leaves, 5), proof)).toBe('bad-proof')
    expect(await judge(at(others, 5), at(leaves, 9), proof)).toBe('shown')
    expect(await judge(at(leaves, 5), at(leaves, 9), [])).toBe('shown')
  })

  test('[C3] checkpoints of another log, and changed ones, show nothing', async () => {
    const foreign = signCheckpoint(checkpoint(9, rootOf(others)), logKey, (m) => signPure(stranger.seed, m))
    expect(await judge(at(leaves, 9), foreign)).toBe('bad-signature')
    expect(await judge(foreign, at(leaves, 9))).toBe('bad-signature')
    for (const changed of flips(forkEvidence(at(leaves, 9), at(others, 9), []))) {
      const found = parseEvidence(changed)
      if (!found.ok) continue
      if (found.value.kind !== 'fork') expect.fail(found.value.kind)
      else if ((await checkFork(found.value, logKey, verify)).ok) expect.fail('changed evidence convicted')
    }
  })
})

describe('broken promise', () => {
  const checkpoint = signCheckpoint({ origin: logKey.name, size: 4, root: seedOf('root') }, logKey, signLog)
  const file = (said: Uint8Array, seed = ack.seed, note = checkpoint) =>
    referenceEncode({
      v: 1,
      kind: 'promise',
      answer: { said, sig: signPure(seed, answerMessage(said)) },
      checkpoint: note,
    })
  const promised = { id: seedOf('entry'), received: 10, by: 70 }
  const judge = (bytes: Uint8Array) => checkPromise(read(bytes, 'promise'), ack.pub, logKey, verify)

  test('[C3] [L8] the signed promise stands beside a signed checkpoint', async () => {
    expect(await judge(file(encodeAnswer(promised)))).toMatchObject({
      ok: true,
      value: { answer: { kind: 'acknowledged', said: promised }, checkpoint: { size: 4 } },
    })
  })

  test('[C3] [L8] a refusal promises nothing; forged sides show nothing', async () => {
    const refused = encodeAnswer({ id: promised.id, received: 10, code: 'chain-gap' })
    expect(await judge(file(refused))).toMatchObject({ ok: false, code: 'bad-proof' })
    expect(await judge(file(encodeAnswer(promised), stranger.seed))).toMatchObject({ ok: false, code: 'bad-signature' })
    const forged = signCheckpoint({ origin: logKey.name, size: 4, root: seedOf('root') }, logKey, (m) =>
      signPure(stranger.seed, m),
    )
    expect(await judge(file(encodeAnswer(promised), ack.seed, forged))).toMatchObject({
      ok: false,
      code: 'bad-signature',
    })
  })
})

test('[C3] evidence of another shape is refused', () => {
  const one = signed(bodyOf())
  const bad: Value[] = [
    null,
    {},
    { v: 1, kind: 'gossip' },
    { v: 1, kind: 'equivocation', pub: clerk.pub, one: { ...one } },
    { v: 2, kind: 'equivocation', pub: clerk.pub, one: { ...one }, other: { ...one } },
    { v: 1, kind: 'equivocation', pub: clerk.pub, one: { ...one }, other: { ...one }, more: 1 },
    { v: 1, kind: 'fork', one: one.body, other: one.body, proof: [one.body] },
  ]
  for (const value of bad)
    expect(parseEvidence(referenceEncode(value))).toMatchObject({ ok: false, code: 'wrong-shape' })
  expect(parseEvidence(new Uint8Array(0))).toMatchObject({ ok: false, code: 'not-canonical' })
  expect(parseEvidence(new Uint8Array(300_000))).toMatchObject({ ok: false, code: 'too-large' })
})
