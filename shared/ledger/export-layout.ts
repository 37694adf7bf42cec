import { utf8 } from '../base/bytes.ts'
import { frame } from './encoding.ts'
import { leafHash, nodesOf } from './merkle.ts'
import { entriesPath, TILE_WIDTH, tileBytes, tilePath, tilesOf } from './tiles.ts'

/** [F1] Where what stands in an export; paths have `/` on every system. */
export const EXPORT_FILES = {
  readme: 'README.txt',
  vkey: 'vkey',
  checkpoint: 'checkpoint',
  headers: 'headers',
  heads: 'heads',
} as const

/** [F1] One file per declared scope, an empty one for an empty scope: `scopes/632723~land`. */
export function exportScopeFile(code: string): string {
  return `scopes/${code.replaceAll('/', '~')}`
}

/** [F1] The file `vkey`: one line. */
export function exportVkey(vkey: string): Uint8Array {
  return utf8(`${vkey}\n`)
}

/** [F1] [L5] Every file below `tile/` for a log of these headers: the hash tiles, and the entry bundles, which are the headers framed. */
export function* exportTiles(headers: readonly Uint8Array[]): Generator<readonly [path: string, bytes: Uint8Array]> {
  const read = nodesOf(headers.map(leafHash))
  for (const tile of tilesOf(headers.length)) yield [tilePath(tile), tileBytes(read, tile)]
  for (let at = 0; at < headers.length; at += TILE_WIDTH) {
    const bundle = headers.slice(at, at + TILE_WIDTH)
    yield [entriesPath(at / TILE_WIDTH, bundle.length), frame(bundle)]
  }
}

/** [F1] README.txt, word for word in every export. */
export const EXPORT_README = `登记账本导出 / Ledger export

本文件夹是省级登记账本的完整公开部分，任何人都可以独立核对，不需要信任导出它的单位。
其中没有个人信息明文：密封内容只有承诺值（哈希）。

This folder is the whole public part of a provincial ledger. Anyone can check it without trusting
whoever exported it. It holds no personal data in the clear: sealed content stands as commitments.

  vkey            C2SP verifier key of the block log (name+id+base64), one line
  checkpoint      C2SP signed note: the last checkpoint of the block log
  headers         every block header from 0, each behind a big-endian uint16 length
  scopes/<code>   every leaf of one scope, framed the same way; / in a code is written ~
  heads           the scope heads of the last header, in order of their codes, framed the same way
  tile/           the block log as C2SP tlog-tiles; tile/entries holds the headers

How to check, with SHA-256, Ed25519 and deterministic CBOR (RFC 8949 4.2.1) alone:
  1. checkpoint is signed by vkey; compare vkey with the one the province has made public.
  2. The RFC 6962 root over the headers is the checkpoint's root; header n names H(header n-1).
  3. Replay the leaves by height, gov first and then scopes by code: the RFC 6962 root over the heads
     of all scopes after each height is that header's "scopes"; after the last they are the file heads.
  4. Each leaf holds an entry and its author's signature over "qhl/v1/entry\\n" and the entry's bytes;
     gov says whose key that is.
The rules are in docs/ledger-spec.md of the project; its command "npm run verify -- FOLDER" applies them all.
`
