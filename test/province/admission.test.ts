import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Item } from '../../province/admission.ts'
import { verify } from '../../province/keys.ts'
import { ProvinceNode } from '../../province/node.ts'
import { concat, hex } from '../../shared/base/bytes.ts'
import type { Code } from '../../shared/base/codes.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { must } from '../../shared/base/result.ts'
import {
  type Answer,
  checkEquivocation,
  encode,
  encodeBody,
  entryId,
  entryMessage,
  keyId,
  openAnswer,
  parseEvidence,
  type Value,
} from '../../shared/ledger/index.ts'
import { inMemory, makeBase } from './base-folder.ts'
import { Device, declare, memberEntry, officeEntry, type TestNetwork, testNetwork } from './network.ts'

/** [L8] Admission: bad input gets a signed answer with its code, and nothing is lost or changed. */

const root = mkdtempSync(join(tmpdir(), 'county-ledger-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let net: TestNetwork
let node: ProvinceNode
const NOW = 1_800_000_000_000

beforeAll(async () => {
  net = await testNetwork(join(root, 'data'), { openStore: inMemory, now: () => NOW })
  node = net.node
  // So that the clerk's chain is not at its beginning.
  must(await node.push([net.clerk.note('the first')]))
  must(await node.seal())
})
afterAll(() => node.close())

async function say(items: Item[]): Promise<Answer[]> {
  const answers = must(await node.push(items))
  return Promise.all(answers.map(async (one) => must(await openAnswer(one, node.ledger.network.ack, verify))))
}

async function codeOf(item: Item): Promise<string> {
  const [answer] = (await say([item])) as [Answer]
  expect(hex(answer.said.id)).toBe(hex(entryId(item.body)))
  expect(answer.said.received).toBe(NOW)
  return answer.kind === 'refused' ? answer.said.code : 'acknowledged'
}

/** Everything on disk, as one text. */
function everything(): string {
  const files = readdirSync(join(root, 'data'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  return files
    .map((one) => join(one.parentPath, one.name))
    .sort()
    .map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
    .join('\n')
}

const resigned = (device: Device, body: Uint8Array): Item => ({
  body,
  sig: device.sign(entryMessage(body)),
  payload: null,
})
const draft = (more: object = {}) => net.clerk.draft('note', ['632723'], { text: 'x' }, more)

/** A body that claims a `text` value as an integer in a longer form than needed. */
function nonCanonical(): Uint8Array {
  const body = encodeBody(draft())
  const at = Buffer.from(body).indexOf(Buffer.from(encode('v')))
  expect(body[at + 2]).toBe(1)
  return concat(body.subarray(0, at + 2), Uint8Array.of(0x18, 1), body.subarray(at + 3))
}

const cases: [string, Code, () => Item][] = [
  ['E2: an integer in a longer form', 'not-canonical', () => resigned(net.clerk, nonCanonical())],
  [
    'E2: bytes after the body',
    'not-canonical',
    () => resigned(net.clerk, concat(encodeBody(draft()), Uint8Array.of(0))),
  ],
  ['E2: cut in the middle', 'not-canonical', () => resigned(net.clerk, encodeBody(draft()).slice(0, -5))],
  ['E3: an oversized body', 'too-large', () => resigned(net.clerk, new Uint8Array(LIMITS.body + 1))],
  [
    'E3: a body nested too deep',
    'too-deep',
    () => resigned(net.clerk, concat(new Uint8Array(40).fill(0x81), Uint8Array.of(0))),
  ],
  [
    'N1: a key that a body does not have',
    'wrong-shape',
    () => resigned(net.clerk, encode({ ...draft(), x: 1 } as unknown as Value)),
  ],
  ['N1: an empty body', 'not-canonical', () => resigned(net.clerk, new Uint8Array(0))],
  ['N1: another network', 'wrong-network', () => net.clerk.signed(draft({ net: new Uint8Array(32).fill(1) }))],
  [
    'N8: a second genesis',
    'wrong-network',
    () => net.registrar.signed(net.registrar.draft('genesis', ['gov'], {}, { net: new Uint8Array(32) })),
  ],
  ['L8: a scope that is not declared', 'unknown-scope', () => net.clerk.signed(draft({ scope: ['632723', '632799'] }))],
  ['N7: a key that nobody registered', 'unknown-key', () => strangers()],
  ['K1: the log key as an author', 'unknown-key', () => byLogKey()],
  ['N7: a county that is not theirs', 'wrong-role', () => net.clerk.signed(draft({ scope: ['632726'] }))],
  ['N7: one county too many', 'wrong-role', () => net.clerk.signed(draft({ scope: ['632723', '632726'] }))],
  ['N7: gov by a clerk', 'wrong-role', () => net.clerk.signed(draft({ scope: ['gov'] }))],
  ['N7: a member made by a clerk', 'wrong-role', () => net.clerk.signed(draft({ kind: 'member', scope: ['gov'] }))],
  ['N7: a member outside gov', 'wrong-role', () => net.clerk.signed(draft({ kind: 'member' }))],
  ['K3: a small-order key to register', 'weak-key', () => weak(smallOrder())],
  ['K3: a key that is no point', 'weak-key', () => weak(new Uint8Array(32).fill(2))],
  ['K3: a key of one byte too few', 'weak-key', () => weak(new Uint8Array(31))],
  [
    'N3: out of order',
    'chain-gap',
    () => net.clerk.signed(draft({ seq: net.clerk.seq + 1, prev: new Uint8Array(32).fill(5) })),
  ],
  [
    'N3: after an entry that is not here',
    'chain-gap',
    () => net.clerk.signed(draft({ prev: new Uint8Array(32).fill(5) })),
  ],
  [
    'N3: a new epoch from its middle',
    'chain-gap',
    () => net.clerk.signed(draft({ epoch: 1, seq: 4, prev: new Uint8Array(32) })),
  ],
  [
    'K3: a signature over something else',
    'bad-signature',
    () => ({ ...net.clerk.signed(draft()), sig: net.clerk.sign(encodeBody(draft())) }),
  ],
  ['K3: a signature by somebody else', 'bad-signature', () => resigned(net.other, encodeBody(draft()))],
  ['K3: a signature of one byte', 'bad-signature', () => ({ ...net.clerk.signed(draft()), sig: Uint8Array.of(1) })],
  ['K3: a signature of zeros', 'bad-signature', () => ({ ...net.clerk.signed(draft()), sig: new Uint8Array(64) })],
  ['K3: S not below L', 'bad-signature', () => largeS()],
  [
    'N5: a commitment without its payload',
    'wrong-commit',
    () => net.clerk.signed(draft({ commit: new Uint8Array(32) })),
  ],
  ['N5: a payload without a commitment', 'wrong-commit', () => net.clerk.signed(draft(), Uint8Array.of(1))],
  [
    'E3: an oversized payload',
    'too-large',
    () => net.clerk.signed(draft({ commit: new Uint8Array(32) }), new Uint8Array(LIMITS.payload + 1)),
  ],
]

function strangers(): Item {
  const stranger = new Device()
  stranger.net = net.clerk.net
  return stranger.signed(stranger.draft('note', ['632723'], { text: 'x' }))
}

function byLogKey(): Item {
  const { pub, sign } = node.parts.keys.log
  const body = encodeBody(draft({ key: keyId(pub) }))
  return { body, sig: sign(entryMessage(body)), payload: null }
}

const smallOrder = () => Uint8Array.of(...new Uint8Array(31).map((_, i) => (i === 0 ? 1 : 0)), 0)

function weak(pub: Uint8Array): Item {
  const { registrar } = net
  const data = { id: 'weak', name: 'Weak', office: '632723', roles: ['clerk'], scopes: ['632723'] }
  return registrar.signed(
    registrar.draft('member', ['gov'], { ...data, keys: [{ pub, suite: 'ed25519', use: 'entry' }] }),
  )
}

/** The same signature with L added to S: some engines take it. */
function largeS(): Item {
  const item = net.clerk.signed(draft())
  const L = 2n ** 252n + 27742317777372353535851937790883648493n
  const sig = Buffer.from(item.sig)
  let s = BigInt(`0x${Buffer.from(sig.subarray(32)).reverse().toString('hex')}`) + L
  for (let i = 32; i < 64; i++, s >>= 8n) sig[i] = Number(s & 255n)
  return { ...item, sig: new Uint8Array(sig) }
}

describe('[L8] bad input', () => {
  test.each(cases)('[E2, E3, N1, N3, N5, N7, K3] %s: %s', async (_what, code, make) => {
    const before = everything()
    const { seq } = net.clerk
    expect(await codeOf(make())).toBe(code)
    expect(everything()).toBe(before)
    expect(node.waiting).toBe(0)
    expect(net.clerk.seq).toBe(seq)
  })

  test('[L8] a bad one takes nothing with it but those of its own chain behind it', async () => {
    const good = net.clerk.note('good')
    const forged = { ...net.clerk.note('forged'), sig: new Uint8Array(64) }
    const behind = net.clerk.note('behind')
    const answers = await say([good, forged, net.other.note('of another', ['632726']), behind])
    expect(answers.map((one) => (one.kind === 'refused' ? one.said.code : one.kind))).toEqual([
      'acknowledged',
      'bad-signature',
      'acknowledged',
      'chain-gap',
    ])
    must(await node.seal())
    net.clerk.prev = entryId(good.body)
    net.clerk.seq -= 2
    expect(await codeOf(net.clerk.note('on again'))).toBe('acknowledged')
    must(await node.seal())
  })
})

describe('[L8] what was promised', () => {
  test('the same entry again is told the same promise, byte for byte: waiting, sealed, and after a restart', async () => {
    const item = net.clerk.note('again and again')
    const first = must(await node.push([item]))[0]
    const ask = async () => must(await node.push([item]))[0]
    expect(await ask()).toEqual(first)
    must(await node.seal())
    const { size } = node.ledger.published.checkpoint
    expect(await ask()).toEqual(first)
    expect(must(await node.seal())).toBe(0)
    expect(node.ledger.published.checkpoint.size).toBe(size)
    await node.close()
    node = must(await ProvinceNode.open(net.options))
    expect(await ask()).toEqual(first)
    // Signed once more with other randomness it is the same entry (N2): the signature is not part of its name.
    expect(must(await node.push([{ ...item, sig: new Uint8Array(64) }]))[0]).toEqual(first)
  })

  test('twice in one push and in two pushes at once, it is one entry', async () => {
    const item = net.clerk.note('twice')
    const [one, two] = await Promise.all([node.push([item, item]), node.push([item])])
    const answers = [...must(one), ...must(two)]
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(node.waiting).toBe(1)
    expect(must(await node.seal())).toBe(1)
  })

  test('the promise names the time of receipt and a minute after it', async () => {
    const [answer] = (await say([net.clerk.note('when')])) as [Answer]
    expect(answer).toMatchObject({ kind: 'acknowledged', said: { received: NOW, by: NOW + 60_000 } })
    must(await node.seal())
  })

  test('a thousand of one chain are taken in their order, and pushes of one device may follow each other closely', async () => {
    const items = Array.from({ length: 1000 }, (_, i) => net.clerk.note(`many ${i}`))
    const more = Array.from({ length: 5 }, (_, i) => net.clerk.note(`more ${i}`))
    const both = await Promise.all([say(items), say(more)])
    expect(both.flat().map((one) => one.kind)).toEqual(Array(1005).fill('acknowledged'))
    expect(must(await node.seal())).toBe(1005)
  })
})

describe('[N4] two entries for one position', () => {
  test.each(['waiting', 'sealed', 'sealed, and the node restarted'])(
    'the first is %s: evidence, and the key is frozen',
    async (how) => {
      const device = new Device()
      device.net = net.clerk.net
      await say([memberEntry(net.registrar, `forker-${how.length}`, device, ['632723'])])
      must(await node.seal())
      const one = device.signed(device.draft('note', ['632723'], { text: 'one' }))
      const other = device.signed(device.draft('note', ['632723'], { text: 'other' }))
      expect(await codeOf(one)).toBe('acknowledged')
      if (how !== 'waiting') must(await node.seal())
      // Somebody without the key convicts nobody.
      expect(await codeOf({ ...other, sig: new Uint8Array(64) })).toBe('bad-signature')
      if (how.endsWith('restarted')) {
        await node.close()
        node = must(await ProvinceNode.open(net.options))
      }
      expect(await codeOf(other)).toBe('chain-fork')
      const file = readFileSync(join(root, 'data/evidence', `equivocation-${hex(device.key)}.cbor`))
      const evidence = must(parseEvidence(new Uint8Array(file)))
      expect(evidence.kind).toBe('equivocation')
      if (evidence.kind === 'equivocation') {
        expect(must(await checkEquivocation(evidence, verify))).toMatchObject({ epoch: 0, seq: 0 })
        expect(evidence.one.body).toEqual(one.body)
        expect(evidence.other.body).toEqual(other.body)
      }
      const next = device.signed(
        device.draft('note', ['632723'], { text: 'next' }, { seq: 1, prev: entryId(one.body) }),
      )
      expect(await codeOf(next)).toBe('key-frozen')
      await node.close()
      node = must(await ProvinceNode.open(net.options))
      expect(await codeOf(next)).toBe('key-frozen')
      // What was promised before is kept all the same.
      expect(await codeOf(one)).toBe('acknowledged')
      must(await node.seal())
    },
  )
})

describe('[X7] a revoked key', () => {
  test('is refused, what it had been promised is not', async () => {
    const device = new Device()
    device.net = net.clerk.net
    await say([memberEntry(net.registrar, 'leaver', device, ['632723'])])
    must(await node.seal())
    const kept = device.note('kept')
    expect(await codeOf(kept)).toBe('acknowledged')
    await say([net.registrar.next('revoke', ['gov'], { key: device.key, last: entryId(kept.body), reason: 'left' })])
    must(await node.seal())
    expect(await codeOf(device.note('late'))).toBe('key-revoked')
    expect(await codeOf(kept)).toBe('acknowledged')
  })

  test('another key of the same member still writes', async () => {
    const second = new Device()
    second.net = net.clerk.net
    const { registrar } = net
    const data = { id: 'leaver', name: 'leaver', office: '632723', roles: ['clerk'], scopes: ['632723'] }
    await say([registrar.next('member', ['gov'], { ...data, keys: [declare(second)] })])
    must(await node.seal())
    expect(await codeOf(second.note('new key'))).toBe('acknowledged')
    must(await node.seal())
  })
})

test('[K2] a key of a suite that this node does not verify', async () => {
  const device = new Device()
  device.net = net.clerk.net
  const pub = new Uint8Array(65).fill(4)
  const { registrar } = net
  const data = { id: 'sm2', name: 'sm2', office: '632723', roles: ['clerk'], scopes: ['632723'] }
  await say([registrar.next('member', ['gov'], { ...data, keys: [{ pub, suite: 'sm2', use: 'entry' }] })])
  must(await node.seal())
  expect(await codeOf(device.signed(device.draft('note', ['632723'], { text: 'x' }, { key: keyId(pub) })))).toBe(
    'unknown-suite',
  )
})

test('[N7] an unknown kind is taken and sealed', async () => {
  expect(await codeOf(net.clerk.next('weather', ['632723'], { rain: 3 }))).toBe('acknowledged')
  expect(must(await node.seal())).toBe(1)
})

test('[L8] a full intake says so and promises nothing', async () => {
  const base = await makeBase(join(root, 'full'))
  const full = must(await ProvinceNode.open(base.options))
  const payload = new Uint8Array(LIMITS.payload)
  const more = { commit: new Uint8Array(32) }
  let pushed = 0
  for (;;) {
    const items = Array.from({ length: 60 }, () => base.clerk.next('note', ['632723'], { text: 'x' }, more, payload))
    const said = await full.push(items)
    if (!said.ok) {
      expect(said.code).toBe('busy')
      break
    }
    pushed += items.length
  }
  expect(full.waiting).toBe(pushed)
  await full.close()
})

test('[L4] offices and members of one push are sealed gov first, and what they write follows', async () => {
  const device = new Device()
  device.net = net.clerk.net
  await say([officeEntry(net.registrar, '632725'), memberEntry(net.registrar, 'new', device, ['632725'])])
  expect(await codeOf(device.note('too early', ['632725']))).toBe('unknown-scope')
  must(await node.seal())
  device.seq = 0
  device.prev = null
  expect(await codeOf(device.note('now', ['632725']))).toBe('acknowledged')
  must(await node.seal())
})
