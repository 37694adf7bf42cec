import { beforeAll, expect, test } from 'vitest'
import { concat, utf8 } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import {
  encodeHead,
  encodeHeader,
  formatVkey,
  frame,
  type Header,
  type ScopeHead,
  scopesRoot,
  unframe,
} from '../../shared/ledger/index.ts'
import { verifyExport } from '../../verifier/check-export.ts'
import type { Files } from '../../verifier/read-folder.ts'
import type { Report } from '../../verifier/report.ts'
import { TestKey } from '../kit/device.ts'
import { checkpointOf, exportOf } from '../kit/ledger-proofs.ts'
import { at, begin, COUNTY, LedgerWorld, OTHER_COUNTY } from '../kit/ledger-world.ts'
import { seeded } from '../kit/random.ts'
import { withFile, withFlip } from './tamper.ts'

const CONTRACT = '632723103200010001J'

/** A province of one empty office: every file is there, and few bytes. */
function small(): LedgerWorld {
  const world = new LedgerWorld()
  world.seal([world.genesis(), world.office('630000', '省')])
  world.seal([])
  return world
}

function busy(): LedgerWorld {
  const world = begin()
  for (let i = 1; i <= 3; i++) world.stock(at('clerk'), `63272310320001000${i}J`)
  const { entry, id } = world.file(at('clerk'), CONTRACT)
  world.seal([entry])
  world.seal([world.act(at('clerk'), id, 'accept')])
  return world
}

const refusals = (report: Report) => report.checks.filter((one) => !one.ok).map((one) => `${one.name} ${one.code}`)

async function expectRefused(files: Files, want: string): Promise<void> {
  const report = await verifyExport(files)
  expect(refusals(report)).toContain(want)
  expect(report.ok).toBe(false)
}

let world: LedgerWorld
let files: Map<string, Uint8Array>
beforeAll(() => {
  world = busy()
  files = exportOf(world)
})

const items = (path: string) => must(unframe(files.get(path) as Uint8Array))

test('[F1, F2] flipping any one byte of any file of a small export makes it fail', { timeout: 180_000 }, async () => {
  const whole = exportOf(small())
  expect((await verifyExport(whole)).ok).toBe(true)
  let tried = 0
  for (const [path, bytes] of whole) {
    for (let i = 0; i < bytes.length; i++) {
      const report = await verifyExport(withFlip(whole, path, i, 1 << (i % 8)))
      if (report.ok) throw new Error(`${path}: byte ${i} may be changed`)
      tried++
    }
  }
  expect(tried).toBeGreaterThan(3000)
})

test('[F2] as do bytes here and there in a larger one, seed 7', { timeout: 120_000 }, async () => {
  const random = seeded(7)
  for (const path of files.keys()) {
    const bytes = files.get(path) as Uint8Array
    for (let k = 0; k < 12 && bytes.length > 0; k++) {
      const i = random.int(bytes.length)
      const report = await verifyExport(withFlip(files, path, i, 1 << random.int(8)))
      if (report.ok) throw new Error(`${path}: byte ${i} may be changed`)
    }
  }
})

test('[F1] a missing file, one too many, an empty folder, random bytes, a cut file', async () => {
  await expectRefused(new Map(), 'readme missing-file')
  for (const path of files.keys()) {
    expect((await verifyExport(withFile(files, path, null))).ok, path).toBe(false)
    const bytes = files.get(path) as Uint8Array
    if (bytes.length === 0) continue
    expect((await verifyExport(withFile(files, path, bytes.slice(0, -1)))).ok, `${path} cut`).toBe(false)
    expect((await verifyExport(withFile(files, path, concat(bytes, Uint8Array.of(0))))).ok, `${path} longer`).toBe(
      false,
    )
    expect((await verifyExport(withFile(files, path, new Uint8Array(bytes.length).fill(7)))).ok, path).toBe(false)
  }
  await expectRefused(withFile(files, 'scopes/632723~land', new Uint8Array(0)), 'files unexpected-file')
  await expectRefused(withFile(files, 'tile/0/x001/000', new Uint8Array(32)), 'files unexpected-file')
  await expectRefused(withFile(files, 'notes.txt', utf8('x')), 'files unexpected-file')
})

test('[F2] files swapped between two exports', async () => {
  const other = exportOf(
    (() => {
      const w = begin()
      w.stock(at('clerk', OTHER_COUNTY), '632726103200010001J', OTHER_COUNTY)
      return w
    })(),
  )
  for (const [path, bytes] of files) {
    const theirs = other.get(path)
    if (theirs === undefined || Buffer.compare(theirs, bytes) === 0) continue
    expect((await verifyExport(withFile(files, path, theirs))).ok, path).toBe(false)
  }
})

test('[L5] an older checkpoint with newer headers, and a newer one with older headers', async () => {
  await expectRefused(withFile(files, 'checkpoint', checkpointOf(world, 3)), 'root bad-proof')
  await expectRefused(withFile(files, 'headers', frame(items('headers').slice(0, -1))), 'root bad-proof')
  await expectRefused(withFile(files, 'headers', frame(items('headers').slice(1))), 'headers bad-proof')
})

test('[L5] a checkpoint by another key, or with a line that nobody can check', async () => {
  const other = new TestKey('somebody')
  const vkey = formatVkey({ ...world.noteKey, pub: other.pub })
  await expectRefused(withFile(files, 'vkey', utf8(`${vkey}\n`)), 'checkpoint bad-signature')
  const more = concat(files.get('checkpoint') as Uint8Array, utf8('— witness.example AAAAAAAA\n'))
  await expectRefused(withFile(files, 'checkpoint', more), 'checkpoint bad-signature')
})

test('[C2, L2] leaves dropped, doubled, reordered, moved to another scope', async () => {
  const path = `scopes/${COUNTY}`
  const leaves = items(path)
  const [a, b, ...rest] = leaves as [Uint8Array, Uint8Array, ...Uint8Array[]]
  for (const [what, changed] of Object.entries({
    dropped: leaves.slice(0, -1),
    'first dropped': leaves.slice(1),
    doubled: [a, a, b, ...rest],
    'doubled at the end': [...leaves, leaves.at(-1) as Uint8Array],
    reordered: [b, a, ...rest],
  })) {
    expect((await verifyExport(withFile(files, path, frame(changed)))).ok, what).toBe(false)
  }
  await expectRefused(withFile(files, `scopes/${OTHER_COUNTY}`, frame([a])), 'named bad-proof')
})

test('[F2] without trust it is consistent with itself, and says that this is all', async () => {
  const report = await verifyExport(files)
  expect(refusals(report)).toEqual([])
  expect(report).toMatchObject({ ok: true, kind: 'export', pinned: false })
  expect(report.summary).toMatch(/没有用 --trust .*not pinned/)
})

test('[F2] trust pins the key, the network and the past', async () => {
  const trust = { key: world.noteKey, net: world.net, ack: null, ledger: null }
  expect(await verifyExport(files, trust)).toMatchObject({ ok: true, pinned: true })
  const other = { ...world.noteKey, pub: new TestKey('somebody').pub }
  expect(refusals(await verifyExport(files, { ...trust, key: other }))).toEqual(['pin unknown-origin'])
  expect(refusals(await verifyExport(files, { ...trust, net: new Uint8Array(32) }))).toEqual(['pin wrong-network'])
})

// From here on the province itself lies: it holds the log key, and signs a ledger that breaks the rules.

/** The export after the last header and head list were made anew, and signed. */
function lie(make: () => LedgerWorld, change: (last: Header, heads: ScopeHead[]) => Partial<Header>) {
  const liar = make()
  const last = liar.headers.pop() as { header: Header; bytes: Uint8Array }
  const heads = [...(liar.headsAt.pop() as readonly ScopeHead[])]
  const header = { ...last.header, ...change(last.header, heads) }
  liar.headsAt.push(heads)
  liar.headers.push({ header, bytes: encodeHeader(header) })
  return exportOf(liar)
}

test('[L4] a header that counts wrongly', async () => {
  await expectRefused(
    lie(busy, (last) => ({ new: last.new + 1 })),
    'blocks bad-proof',
  )
  await expectRefused(
    lie(busy, (last) => ({ n: last.n + 1 })),
    'heads bad-proof',
  )
  await expectRefused(
    lie(busy, (last) => ({ time: last.time + 1 })),
    'leaves bad-proof',
  )
  await expectRefused(
    lie(busy, () => ({ time: 1 })),
    'headers bad-proof',
  )
})

test('[C2, X3] a head with another state digest, size or root', async () => {
  for (const change of [{ state: new Uint8Array(32) }, { size: 99 }, { root: new Uint8Array(32) }]) {
    const signed = lie(busy, (_, heads) => {
      const i = heads.findIndex((head) => head.code === COUNTY)
      heads[i] = { ...(heads[i] as ScopeHead), ...change }
      return { scopes: scopesRoot(heads.map(encodeHead)) }
    })
    await expectRefused(signed, 'blocks root-mismatch')
  }
})

test('[L3] a scope left out of the heads', async () => {
  const signed = lie(busy, (_, heads) => {
    heads.pop()
    return { scopes: scopesRoot(heads.map(encodeHead)), n: heads.length }
  })
  signed.set(`scopes/${OTHER_COUNTY}`, new Uint8Array(0))
  expect((await verifyExport(signed)).ok).toBe(false)
})

test('[K3, L8] a sealed entry with a forged signature, or by a key that gov does not know', async () => {
  const forged = busy()
  const note = { kind: 'note', scope: [COUNTY], data: { text: '备注' } }
  const entry = forged.device(at('clerk')).sign(note)
  forged.seal([{ body: entry.body, sig: forged.device(at('reviewer')).key.sign(entry.body) }])
  await expectRefused(exportOf(forged), 'signatures bad-signature')
  const unknown = busy()
  unknown.seal([unknown.device('nobody').sign(note)])
  await expectRefused(exportOf(unknown), 'signatures unknown-key')
})

test('[N3, C3] a gap in a device’s chain; two entries for one position are told, not refused', async () => {
  const gap = busy()
  const note = (text: string) => ({ kind: 'note', scope: [COUNTY], data: { text } })
  gap.device(at('clerk')).sign(note('从未送达'))
  gap.seal([gap.device(at('clerk')).sign(note('后一条'))])
  await expectRefused(exportOf(gap), 'chains chain-gap')
  const fork = busy()
  const clone = fork.device(at('clerk')).draft(note('甲'))
  fork.seal([clone, fork.device(at('clerk')).sign(note('乙'))])
  const report = await verifyExport(exportOf(fork))
  expect(report.ok).toBe(true)
  expect(report.notes.join()).toMatch(/N4/)
})

test('[N1, N8] a ledger whose genesis names another log key or network', async () => {
  const other = busy()
  const signed = exportOf(Object.assign(other, { log: new TestKey('another log') }))
  await expectRefused(signed, 'genesis unknown-origin')
})

test('[L2] an entry that one of its scopes does not hold', async () => {
  const half = busy()
  const both = half.device(at('clerk')).sign({ kind: 'note', scope: [COUNTY, OTHER_COUNTY], data: { text: '两县' } })
  half.seal([both])
  expect((await verifyExport(exportOf(half))).ok).toBe(true)
  const lies = busy()
  const entry = lies.device(at('clerk')).sign({ kind: 'note', scope: [COUNTY, OTHER_COUNTY], data: { text: '两县' } })
  lies.seal([entry], () => [COUNTY])
  await expectRefused(exportOf(lies), 'named bad-proof')
})
