import { describe, expect, test } from 'vitest'
import { hex } from '../../shared/base/bytes.ts'
import {
  areSortedHeads,
  checkHeaderChain,
  encodeHead,
  encodeHeader,
  type Header,
  hash,
  headerHash,
  leafHash,
  nodeHash,
  parseHead,
  parseHeader,
  scopesRoot,
  type Value,
} from '../../shared/ledger/index.ts'
import { NET, seedOf } from './small-ledger.ts'
import { flips, referenceEncode } from './values.ts'

const head = { code: '632723/land', size: 3, root: seedOf('root'), state: seedOf('state') }

describe('scope head', () => {
  test('[L3] is [code, size, root, state]', () => {
    const bytes = encodeHead(head)
    expect(hex(bytes)).toBe(hex(referenceEncode([head.code, head.size, head.root, head.state])))
    expect(parseHead(bytes)).toEqual({ ok: true, value: head })
  })

  test('[L3] another shape is refused', () => {
    const { code, size, root, state } = head
    const bad: Value[] = [
      [code, size, root],
      [code, size, root, state, 0],
      ['', size, root, state],
      ['GOV', size, root, state],
      [code, -1, root, state],
      [code, '3', root, state],
      [code, size, root.subarray(1), state],
      [code, size, root, null],
      { code, size, root, state },
      null,
    ]
    for (const value of bad) expect(parseHead(referenceEncode(value))).toMatchObject({ ok: false, code: 'wrong-shape' })
    expect(parseHead(new Uint8Array(513))).toMatchObject({ ok: false, code: 'too-large' })
  })

  test('[L3] heads are sorted by the bytes of their codes, none twice, and their root is that of RFC 6962', () => {
    const of = (code: string) => ({ ...head, code })
    expect(areSortedHeads(['632723', '632723/land', '632726', 'gov'].map(of))).toBe(true)
    expect(areSortedHeads(['gov', '632723'].map(of))).toBe(false)
    expect(areSortedHeads(['gov', 'gov'].map(of))).toBe(false)
    const [a, b, c] = ['632723', '632726', 'gov'].map((code) => encodeHead(of(code))) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ]
    expect(hex(scopesRoot([a, b, c]))).toBe(hex(nodeHash(nodeHash(leafHash(a), leafHash(b)), leafHash(c))))
    expect(hex(scopesRoot([]))).toBe(hex(hash(new Uint8Array(0))))
  })
})

const first: Header = { v: 1, net: NET, h: 0, prev: null, time: 1000, scopes: seedOf('scopes'), n: 3, new: 1 }
const firstBytes = encodeHeader(first)
const second: Header = { ...first, h: 1, prev: headerHash(firstBytes), time: 1000, n: 3 }

describe('header', () => {
  test('[L4] is a map of exactly its keys', () => {
    expect(hex(firstBytes)).toBe(hex(referenceEncode({ ...first } as unknown as Value)))
    expect(parseHeader(firstBytes)).toEqual({ ok: true, value: first })
    const names = Object.keys(first) as (keyof Header)[]
    expect([...names].sort().join(' ')).toBe('h n net new prev scopes time v')
    const wrong: Record<keyof Header, Value[]> = {
      v: [0, 2, '1'],
      net: [null, NET.subarray(1)],
      h: [-1, null, '0'],
      prev: [NET, 0],
      time: [-1, null],
      scopes: [null, NET.subarray(1)],
      n: [-1, null],
      new: [-1, true],
    }
    for (const name of names) {
      const { [name]: _, ...rest } = first as unknown as Record<string, Value>
      expect(parseHeader(referenceEncode(rest as Value)), name).toMatchObject({ ok: false, code: 'wrong-shape' })
      for (const bad of wrong[name])
        expect(parseHeader(referenceEncode({ ...rest, [name]: bad } as Value)), name).toMatchObject({
          ok: false,
          code: 'wrong-shape',
        })
    }
    expect(parseHeader(referenceEncode({ ...first, more: 1 } as unknown as Value)).ok).toBe(false)
    expect(parseHeader(new Uint8Array(1025))).toMatchObject({ ok: false, code: 'too-large' })
  })

  test('[L4] prev is null exactly at height 0', () => {
    expect(parseHeader(encodeHeader(second)).ok).toBe(true)
    expect(parseHeader(encodeHeader({ ...second, prev: null }))).toMatchObject({ ok: false, code: 'wrong-shape' })
    expect(parseHeader(encodeHeader({ ...first, prev: NET }))).toMatchObject({ ok: false, code: 'wrong-shape' })
  })

  test('[L4] headers follow one another by height, hash, time, network and scopes', () => {
    const before = { header: first, bytes: firstBytes }
    const code = (next: Header) => {
      const read = checkHeaderChain(before, next)
      return read.ok ? 'ok' : read.code
    }
    expect(checkHeaderChain(null, first).ok).toBe(true)
    expect(checkHeaderChain(null, second)).toMatchObject({ ok: false, code: 'bad-proof' })
    expect(code(second)).toBe('ok')
    expect(code({ ...second, time: 5000, n: 4 })).toBe('ok')
    expect(code({ ...second, h: 2 })).toBe('bad-proof')
    expect(code({ ...second, h: 0 })).toBe('bad-proof')
    expect(code({ ...second, prev: NET })).toBe('bad-proof')
    expect(code({ ...second, prev: null })).toBe('bad-proof')
    expect(code({ ...second, time: 999 })).toBe('bad-proof')
    expect(code({ ...second, n: 2 })).toBe('bad-proof')
    expect(code({ ...second, net: seedOf('other') })).toBe('wrong-network')
  })

  test('[L4] any bit of a header changed breaks the link of the one after it', () => {
    for (const other of flips(firstBytes))
      expect(checkHeaderChain({ header: first, bytes: other }, second)).toMatchObject({ ok: false, code: 'bad-proof' })
  })
})
