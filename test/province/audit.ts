import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { realDisk } from '../../province/disk.ts'
import { exportLedger } from '../../province/export.ts'
import { verify } from '../../province/keys.ts'
import { compareText, hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import {
  advance,
  emptyScope,
  Gov,
  type LedgerRecord,
  type ReadLeaf,
  readLeaf,
  scopeHead,
} from '../../shared/contract/index.ts'
import {
  type Checkpoint,
  checkHeaderChain,
  EXPORT_FILES,
  encodeHead,
  entryMessage,
  exportScopeFile,
  type Header,
  leafHash,
  openCheckpoint,
  parseHead,
  parseHeader,
  parseVkey,
  rootOf,
  scopesRoot,
  unframe,
} from '../../shared/ledger/index.ts'

export interface Audited {
  readonly size: number
  readonly headers: readonly Header[]
  /** Roots of the block log at every size, from 0 on. */
  readonly roots: readonly Uint8Array[]
  /** Per scope the ids of its leaves, in order, as hex. */
  readonly ids: ReadonlyMap<string, readonly string[]>
}

/**
 * Checks a whole export from nothing but its own files: checkpoint, chain of headers, every leaf replayed height by height with its signature, and
 * the heads of every block. Uses none of the node's code.
 */
export async function auditExport(out: string): Promise<Audited> {
  const file = async (name: string) => new Uint8Array(await readFile(join(out, name)))
  const key = must(parseVkey(new TextDecoder().decode(await file(EXPORT_FILES.vkey)).trimEnd()))
  const checkpoint: Checkpoint = must(await openCheckpoint(await file(EXPORT_FILES.checkpoint), key, verify))
  const headerBytes = must(unframe(await file(EXPORT_FILES.headers)))
  expect(headerBytes.length).toBe(checkpoint.size)
  const roots = headerBytes.map((_, n) => rootOf(headerBytes.slice(0, n).map(leafHash)))
  roots.push(rootOf(headerBytes.map(leafHash)))
  expect(hex(roots.at(-1) as Uint8Array)).toBe(hex(checkpoint.root))
  const heads = must(unframe(await file(EXPORT_FILES.heads))).map((bytes) => must(parseHead(bytes)))
  const leaves = new Map<string, ReadLeaf[]>()
  for (const { code } of heads)
    leaves.set(
      code,
      must(unframe(await file(exportScopeFile(code)))).map((bytes) => must(readLeaf(bytes))),
    )
  const gov = new Gov()
  const states = new Map([['gov', emptyScope('gov')]])
  const records = new Map<string, Map<string, LedgerRecord>>()
  const headers: Header[] = []
  let before: { header: Header; bytes: Uint8Array } | null = null
  for (const bytes of headerBytes) {
    const header = must(parseHeader(bytes))
    must(checkHeaderChain(before, header))
    before = { header, bytes }
    headers.push(header)
    let added = 0
    for (const code of ['gov', ...[...leaves.keys()].filter((one) => one !== 'gov').sort(compareText)]) {
      const mine = records.get(code) ?? new Map<string, LedgerRecord>()
      records.set(code, mine)
      for (const leaf of leaves.get(code) ?? []) {
        if (leaf.leaf.h !== header.h) continue
        expect(leaf.leaf.t).toBe(header.time)
        const step = must(advance(gov, states.get(code) ?? emptyScope(code), (id) => mine.get(id), leaf))
        for (const [name, value] of step.changes) {
          if (code === 'gov') gov.put(name, value)
          else mine.set(name, value as unknown as LedgerRecord)
        }
        states.set(code, step.state)
        const pub = gov.key(leaf.entry.key)?.pub as Uint8Array
        expect(await verify(pub, entryMessage(leaf.leaf.body), leaf.leaf.sig)).toBe(true)
        added++
      }
    }
    for (const code of gov.scopes(header.h)) if (!states.has(code)) states.set(code, emptyScope(code))
    const sorted = [...states.values()].map(scopeHead).sort((a, b) => compareText(a.code, b.code))
    expect(hex(scopesRoot(sorted.map(encodeHead)))).toBe(hex(header.scopes))
    expect([header.n, header.new]).toEqual([sorted.length, added])
  }
  expect(heads).toEqual([...states.values()].map(scopeHead).sort((a, b) => compareText(a.code, b.code)))
  const ids = new Map([...leaves].map(([code, some]) => [code, some.map((leaf) => hex(leaf.id))]))
  for (const some of ids.values()) expect(new Set(some).size).toBe(some.length)
  return { size: checkpoint.size, headers, roots, ids }
}

/** Exports a data folder and audits what comes out. */
export async function auditFolder(data: string, out: string): Promise<Audited> {
  must(await exportLedger(data, out))
  return auditExport(out)
}

/** Every checkpoint that was ever put into the lock is of the one log: no two blocks for one height were ever signed. */
export async function auditSigned(lock: string, audited: Audited): Promise<void> {
  const names = (await realDisk.list(lock)).filter((name) => name.startsWith('checkpoint.'))
  expect(names.length).toBeGreaterThan(0)
  for (const name of names) {
    const text = new TextDecoder().decode((await realDisk.read(join(lock, name))) as Uint8Array)
    const [, size, root] = text.split('\n') as [string, string, string]
    expect(Number(name.slice('checkpoint.'.length))).toBe(Number(size))
    expect(root).toBe(Buffer.from(audited.roots[Number(size)] as Uint8Array).toString('base64'))
  }
}
