import { beforeAll, describe, expect, test } from 'vitest'
import { must, type Result } from '../../shared/base/result.ts'
import {
  consistencyProof,
  encodeHead,
  encodeHeader,
  type Header,
  inclusionProof,
  leafHash,
  makeVerify,
  nodesOf,
  parseHeader,
  rootOf,
  scopesRoot,
  signCheckpoint,
} from '../../shared/ledger/index.ts'
import { checkHeads, type ProvenHeads, type Seen, type Trust } from '../../shared/sync/check-heads.ts'
import { askHeads, encodeMessage, type Heads, heads, readMessage } from '../../shared/sync/messages.ts'
import { County, OFFICE, OTHER_OFFICE } from '../kit/county.ts'

/** The one check between a node's word and a replica, without the replica. */
let county: County
let trust: Trust
const asked = ['gov', OFFICE]
const verify = makeVerify(null)

beforeAll(async () => {
  county = await County.found('check')
  for (let i = 0; i < 6; i++) county.stock(1)
  trust = { net: county.net, log: county.noteKey, ack: county.ack.pub }
})

function answerOf(size = 0, scopes = asked): Heads {
  const body = encodeMessage(must(askHeads({ size, scopes }, 'ask')))
  return must(readMessage(heads, must(county.node.answer({ method: 'POST', path: '/v1/heads', body })).body))
}
const seenAt = (size: number): Seen => {
  const root = rootOf(county.node.headers.slice(0, size).map(leafHash))
  return { size, root, note: county.node.checkpoint(size) }
}
const check = (answer: Heads, seen: Seen | null = null, scopes = asked): Promise<Result<ProvenHeads>> =>
  checkHeads(trust, seen, scopes, answer, verify)

/** A sound answer of a log that is signed by the right key and ends in this header. */
function endingIn(header: Header, all = county.node.headsAt.at(-1) ?? []): Heads {
  const hashes = [...county.node.headers.slice(0, -1), encodeHeader(header)].map(leafHash)
  const size = hashes.length
  const log = nodesOf(hashes)
  const encoded = all.map(encodeHead)
  const inBlock = nodesOf(encoded.map(leafHash))
  return {
    checkpoint: signCheckpoint({ origin: county.origin, size, root: rootOf(hashes) }, county.noteKey, county.log.sign),
    consistency: [],
    header: encodeHeader(header),
    headerProof: inclusionProof(log, size - 1, size),
    heads: asked.map((code) => {
      const index = all.findIndex((head) => head.code === code)
      return { head: encoded[index] as Uint8Array, index, proof: inclusionProof(inBlock, index, all.length) }
    }),
  }
}

describe('[C1] an answer about heads', () => {
  test('of an honest node proves the last header and what was asked for', async () => {
    const proven = must(await check(answerOf()))
    expect(proven.checkpoint.size).toBe(county.node.headers.length)
    expect(proven.header.h).toBe(county.node.headers.length - 1)
    expect([...proven.heads.keys()]).toEqual(asked)
    expect(proven.heads.get(OFFICE)?.head.size).toBe(6)
  })

  test('[C3] goes on from any checkpoint that was seen, and from none', async () => {
    for (let size = 1; size <= county.node.headers.length; size++) {
      expect((await check(answerOf(size), seenAt(size))).ok, `from ${size}`).toBe(true)
    }
    expect(await check(answerOf(3), seenAt(5))).toMatchObject({ ok: false, code: 'checkpoint-forked' })
  })

  test('[C3] that ends before what was seen is older; with another past it is forked', async () => {
    const newest = county.node.headers.length
    county.node.shown = newest - 1
    const older = answerOf(newest)
    county.node.shown = null
    expect(await check(older, seenAt(newest))).toMatchObject({ ok: false, code: 'checkpoint-older' })
    const other = { ...seenAt(newest), root: new Uint8Array(32).fill(9) }
    expect(await check(answerOf(newest), other)).toMatchObject({ ok: false, code: 'checkpoint-forked' })
    const before = { ...seenAt(4), root: new Uint8Array(32).fill(9) }
    expect(await check(answerOf(4), before)).toMatchObject({ ok: false, code: 'checkpoint-forked' })
  })

  test('with the consistency of other sizes is not believed', async () => {
    const log = nodesOf(county.node.headers.map(leafHash))
    const answer = { ...answerOf(5), consistency: consistencyProof(log, 4, county.node.headers.length) }
    expect(await check(answer, seenAt(5))).toMatchObject({ ok: false, code: 'checkpoint-forked' })
  })

  test('of an empty log has no heads', async () => {
    const checkpoint = signCheckpoint(
      { origin: county.origin, size: 0, root: rootOf([]) },
      county.noteKey,
      county.log.sign,
    )
    expect(await check({ ...answerOf(), checkpoint })).toMatchObject({ ok: false, code: 'bad-proof' })
  })

  test('names the network in its header, whoever signed', async () => {
    const header = must(parseHeader(county.node.headers.at(-1) as Uint8Array))
    expect((await check(endingIn(header))).ok).toBe(true)
    expect(await check(endingIn({ ...header, net: new Uint8Array(32) }))).toMatchObject({
      ok: false,
      code: 'wrong-network',
    })
  })

  test('[L4] whose last header says another height is refused', async () => {
    const header = must(parseHeader(county.node.headers.at(-1) as Uint8Array))
    expect(await check(endingIn({ ...header, h: header.h + 1 }))).toMatchObject({ ok: false, code: 'bad-proof' })
  })

  test('[L3] whose heads are counted otherwise than the header counts them is refused', async () => {
    const header = must(parseHeader(county.node.headers.at(-1) as Uint8Array))
    expect((await check(endingIn({ ...header, n: header.n + 5 }))).ok).toBe(false)
    const all = county.node.headsAt.at(-1) ?? []
    const fewer = all.filter(({ code }) => code !== OTHER_OFFICE)
    expect((await check(endingIn({ ...header, scopes: scopesRoot(fewer.map(encodeHead)) }))).ok).toBe(false)
  })

  test('without one of the scopes that were asked for is none', async () => {
    expect(await check(answerOf(0, ['gov']))).toMatchObject({ ok: false, code: 'unknown-scope', detail: OFFICE })
    expect(await check(answerOf(), null, ['gov', OFFICE, OTHER_OFFICE])).toMatchObject({ code: 'unknown-scope' })
  })
})
