import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { join } from 'node:path'
import { createProvince } from '../../province/create.ts'
import { realDisk } from '../../province/disk.ts'
import { createKeys } from '../../province/keys.ts'
import type { ProvinceNode } from '../../province/node.ts'
import { hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import { entryMessage, keyId, openAnswer, parseBody, type Verify } from '../../shared/ledger/index.ts'
import { interleave, type Outcome, ratioOf } from './frame.ts'
import type { Options } from './options.ts'
import { ownProcessorTime } from './processor-time.ts'
import { COUNTY, countyEntries, type Filed, makeProvince, type Province } from './world.ts'

/** As a desktop sends them (renderer/replica/sync-run.ts). */
const PER_PUSH = 200
/** Pushes on their way at the same time. */
const ABREAST = 8
const IN_FLIGHT = 64

/**
 * The real node in this process, on its real files with every sync and its embedded database: pushes are admitted, answered with signed promises and
 * sealed, until all of the round's entries are in published blocks. Against bare verifications of the same signatures with node:crypto: on this
 * thread alone, and on the thread pool.
 */
export async function nodeAdmission(options: Options): Promise<Outcome> {
  const n = options.n ?? 4_000
  const rounds = options.rounds ?? 5
  const data = join(options.data, 'node')
  const passphrase = 'bench'
  const keys = await createKeys(realDisk, data, passphrase, 4)
  const asKey = (signer: { pub: Uint8Array; sign: (message: Uint8Array) => Uint8Array }) => ({
    ...signer,
    id: keyId(signer.pub),
  })
  const province = makeProvince(4, { log: asKey(keys.log), ack: asKey(keys.ack) })
  const node = must(await createProvince({ data, passphrase, genesis: province.genesis }))
  try {
    await run(
      node,
      province.gov.map((entry) => ({ ...entry, payload: null })),
      province,
    )
    options.say(`Signing ${n * (rounds + 1)} entries …`)
    const entries = countyEntries(province, n * (rounds + 1))
    const before = leavesOf(node)
    let round = 0
    let slice: Filed[] = []
    let signed: Signed[] = []
    const spent: Record<'ours' | 'one' | 'many', number[]> = { ours: [], one: [], many: [] }
    const measured = await interleave(
      rounds,
      {
        async ours() {
          slice = entries.slice(round * n, ++round * n)
          signed = slice.map((entry) => signedBy(province, entry))
          return rate(n, spent.ours, () => run(node, slice, province))
        },
        one: () => rate(n, spent.one, () => verifyHere(signed)),
        many: () => rate(n, spent.many, () => verifyOnPool(signed)),
      },
      (at, side, value) => options.say(`round ${at}: ${side} ${Math.round(value)} per second`),
    )
    if (leavesOf(node) - before !== entries.length) throw new Error('not everything was sealed')
    return {
      rounds,
      ratios: [
        ratioOf('entries / signatures on one thread', 'per second', measured.ours, measured.one),
        ratioOf('entries / signatures on the thread pool', 'per second', measured.ours, measured.many),
        ratioOf('the first, by processor time', 'per processor second', spent.ours.slice(1), spent.one.slice(1)),
      ],
      notes: [],
    }
  } finally {
    await node.close()
  }
}

/** Per second, and into `spent` per second of processor time, which other work on the machine hardly changes. */
async function rate(n: number, spent: number[], work: () => void | Promise<void>): Promise<number> {
  const start = performance.now()
  const before = ownProcessorTime()
  await work()
  spent.push((n * 1000) / (ownProcessorTime() - before))
  return (n * 1000) / (performance.now() - start)
}

function leavesOf(node: ProvinceNode): number {
  return node.ledger.scopes.get(COUNTY)?.frontier.size ?? 0
}

/** Pushes in order, several at once, and seals beside it as the node's own clock would, only without waiting for it. */
async function run(node: ProvinceNode, entries: readonly Filed[], province: Province): Promise<void> {
  const onTheirWay = new Set<Promise<void>>()
  let pushing = true
  const pushAll = async () => {
    for (let at = 0; at < entries.length; at += PER_PUSH) {
      const items = entries.slice(at, at + PER_PUSH)
      const one: Promise<void> = push(node, items, province).finally(() => onTheirWay.delete(one))
      onTheirWay.add(one)
      if (onTheirWay.size >= ABREAST) await Promise.race(onTheirWay)
    }
    await Promise.all(onTheirWay)
    pushing = false
  }
  const sealAll = async () => {
    while (pushing || node.waiting > 0) {
      if (node.waiting > 0) must(await node.seal())
      else await new Promise((done) => setTimeout(done, 1))
    }
  }
  await Promise.all([pushAll(), sealAll()])
}

const unchecked: Verify = async () => true

async function push(node: ProvinceNode, items: readonly Filed[], province: Province): Promise<void> {
  for (const answer of must(await node.push(items))) {
    const { kind, said } = must(await openAnswer(answer, province.ack.pub, unchecked))
    if (kind !== 'acknowledged') throw new Error(`refused: ${JSON.stringify(said)}`)
  }
}

interface Signed {
  readonly key: KeyObject
  readonly message: Uint8Array
  readonly sig: Uint8Array
}

const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const publicKeys = new Map<string, KeyObject>()

/** Everything but the verifying is done before the clock runs. */
function signedBy({ staff }: Province, { body, sig }: Filed): Signed {
  const id = hex(must(parseBody(body)).key)
  let key = publicKeys.get(id)
  if (key === undefined) {
    const device = [...staff.clerks, staff.reviewer, staff.approver].find((one) => hex(one.key.id) === id)
    if (device === undefined) throw new Error('an entry by nobody')
    key = createPublicKey({ key: Buffer.concat([SPKI, device.key.pub]), format: 'der', type: 'spki' })
    publicKeys.set(id, key)
  }
  return { key, message: entryMessage(body), sig }
}

function verifyHere(signed: readonly Signed[]): void {
  for (const { key, message, sig } of signed) {
    if (!verify(null, message, key, sig)) throw new Error('a signature does not hold')
  }
}

async function verifyOnPool(signed: readonly Signed[]): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < signed.length) {
      const { key, message, sig } = signed[next++] as Signed
      const holds = await new Promise<boolean>((done, fail) =>
        verify(null, message, key, sig, (error, yes) => (error === null ? done(yes) : fail(error))),
      )
      if (!holds) throw new Error('a signature does not hold')
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker))
}
