import { describe, expect, test } from 'vitest'
import { base64, concat, hex, utf8 } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import {
  compactReceipt,
  decode,
  entryId,
  formatReceipt,
  openReceipt,
  parseLeaf,
  parseReceipt,
  type Receipt,
  readCompactReceipt,
  type Value,
} from '../../shared/ledger/index.ts'
import {
  bodyOf,
  logKey,
  NET,
  receiptOf,
  seal,
  seedOf,
  signed,
  smallLedger,
  stranger,
  type ToSeal,
  verify,
} from './small-ledger.ts'
import { flips, referenceEncode } from './values.ts'

const ledger = smallLedger()
const receipt = receiptOf(ledger, '632723', 1)
const file = formatReceipt(receipt)
const codeOf = async (change: Partial<Receipt>, base = receipt) => {
  const read = await openReceipt({ ...base, ...change }, logKey, verify)
  return read.ok ? 'ok' : read.code
}

describe('sealed receipt', () => {
  test('[R2] every leaf of every scope has one that holds, from file and from QR alike', async () => {
    let opened = 0
    for (const [code, leaves] of ledger.leaves) {
      for (const [index, leaf] of leaves.entries()) {
        const one = receiptOf(ledger, code, index)
        const fromFile = must(parseReceipt(formatReceipt(one)))
        const fromQr = must(readCompactReceipt(must(decode(compactReceipt(one), { max: 262_144 }))))
        expect(fromFile).toEqual(one)
        expect(fromQr).toEqual(one)
        const proven = must(await openReceipt(fromFile, logKey, verify))
        expect(hex(proven.id)).toBe(hex(entryId(must(parseLeaf(leaf)).body)))
        expect(proven).toMatchObject({ index, head: { code }, header: { h: 2 }, checkpoint: { size: 3 } })
        opened++
      }
    }
    expect(opened).toBe(7)
  })

  test('[R2] the file is a C2SP tlog-proof with its lines in order', () => {
    const lines = new TextDecoder().decode(file).split('\n')
    expect(lines[0]).toBe('c2sp.org/tlog-proof@v1')
    expect(lines[1]?.startsWith('extra ')).toBe(true)
    expect(lines[2]).toBe('index 2')
    expect(lines.slice(3, lines.indexOf(''))).toEqual(receipt.headerProof.map(base64))
    expect(lines.slice(lines.indexOf('') + 1).join('\n')).toBe(new TextDecoder().decode(receipt.checkpoint))
  })

  test('[R2] every bit of the file changed makes it fail', async () => {
    for (const other of flips(file)) {
      const read = parseReceipt(other)
      if (read.ok && (await openReceipt(read.value, logKey, verify)).ok) expect.fail('a changed receipt opened')
    }
  }, 120_000)

  test('[R2] every byte of the file cut makes it fail, and so does every cut at the end', async () => {
    for (let i = 0; i < file.length; i++) {
      for (const other of [concat(file.subarray(0, i), file.subarray(i + 1)), file.subarray(0, i)]) {
        const read = parseReceipt(other)
        if (read.ok && (await openReceipt(read.value, logKey, verify)).ok) expect.fail(`byte ${i}`)
      }
    }
  })

  test('[R3] every bit of the compact form changed makes it fail', async () => {
    for (const other of flips(compactReceipt(receipt))) {
      const value = decode(other, { max: 262_144 })
      const read = value.ok ? readCompactReceipt(value.value) : value
      if (read.ok && (await openReceipt(read.value, logKey, verify)).ok) expect.fail('a changed receipt opened')
    }
  }, 120_000)

  test('[R2] other forms of the same receipt are refused', () => {
    const text = new TextDecoder().decode(file)
    const extra = text.split('\n')[1] as string
    const bad: [string, string][] = [
      [text, text.replaceAll('\n', '\r\n')],
      [text, `${text}\n`],
      [text, ` ${text}`],
      [text, `\ufeff${text}`],
      ['index 2', 'index 02'],
      ['index 2', 'index +2'],
      ['index 2', 'index 2 '],
      ['index 2', 'index 2\nindex 2'],
      [extra, `${extra} `],
      [extra, `${extra}=`],
      [`${extra}\n`, ''],
      [`${extra}\n`, `${extra}\n${extra}\n`],
      ['@v1', '@v2'],
    ]
    for (const [from, to] of bad) {
      const other = text.replace(from, () => to)
      expect(other).not.toBe(text)
      const read = parseReceipt(utf8(other))
      if (!read.ok) continue
      // What is after the empty line is the note; it is refused when it is opened.
      expect(read.value.checkpoint).not.toEqual(receipt.checkpoint)
    }
    expect(parseReceipt(new Uint8Array(262_145))).toMatchObject({ ok: false, code: 'too-large' })
    expect(parseReceipt(utf8(text.split('\n\n')[0] as string))).toMatchObject({ ok: false, code: 'wrong-shape' })
  })

  test('[R2] what the extra line carries has exactly its keys', () => {
    const text = new TextDecoder().decode(file)
    const extra = text.split('\n')[1] as string
    const value = must(
      decode(
        Uint8Array.from(atob(extra.slice(6)), (c) => c.charCodeAt(0)),
        { max: 262_144 },
      ),
    )
    const withExtra = (other: Value) =>
      parseReceipt(utf8(text.replace(extra, () => `extra ${base64(referenceEncode(other))}`)))
    const whole = { ...(value as Record<string, Value>) }
    expect(withExtra(whole)).toEqual({ ok: true, value: receipt })
    expect(Object.keys(whole).sort().join(' ')).toBe('head headIndex headProof header index leaf proof v')
    for (const name of Object.keys(whole)) {
      const { [name]: _, ...rest } = whole
      expect(withExtra(rest), name).toMatchObject({ ok: false, code: 'wrong-shape' })
      expect(withExtra({ ...rest, [name]: null }), name).toMatchObject({ ok: false, code: 'wrong-shape' })
    }
    expect(withExtra({ ...whole, more: 1 })).toMatchObject({ ok: false, code: 'wrong-shape' })
    expect(withExtra({ ...whole, v: 2 })).toMatchObject({ ok: false, code: 'wrong-shape' })
    const proof = Array.from({ length: 65 }, () => NET)
    expect(withExtra({ ...whole, proof })).toMatchObject({ ok: false, code: 'wrong-shape' })
  })

  test('[R2] parts of other receipts do not fit together', async () => {
    const other = receiptOf(ledger, '632723', 2)
    const elsewhere = receiptOf(ledger, '632726', 0)
    const gov = receiptOf(ledger, 'gov', 0)
    expect(await codeOf({})).toBe('ok')
    expect(await codeOf({ index: 2 })).toBe('bad-proof')
    expect(await codeOf({ leaf: other.leaf })).toBe('bad-proof')
    expect(await codeOf({ proof: other.proof })).toBe('bad-proof')
    expect(await codeOf({ leaf: other.leaf, index: other.index, proof: other.proof })).toBe('ok')
    expect(await codeOf({ head: elsewhere.head })).toBe('bad-proof')
    expect(await codeOf({ headIndex: 1 })).toBe('bad-proof')
    expect(await codeOf({ headIndex: 3 })).toBe('bad-proof')
    expect(await codeOf({ head: gov.head, headIndex: gov.headIndex, headProof: gov.headProof })).toBe('bad-proof')
    expect(await codeOf({ header: ledger.headers[1] as Uint8Array })).toBe('bad-proof')
    expect(await codeOf({ headerIndex: 1 })).toBe('bad-proof')
    expect(await codeOf({ headerProof: [] })).toBe('bad-proof')
    const longer = smallLedger()
    expect(hex(longer.checkpoint)).toBe(hex(ledger.checkpoint))
  })

  test('[R2] another log does not open it', async () => {
    const not = async (key: typeof logKey) => (await openReceipt(receipt, key, verify)).ok
    expect(await not({ ...logKey, pub: stranger.pub })).toBe(false)
    expect(await not({ ...logKey, name: 'ledger.other.example' })).toBe(false)
  })
})

describe('a sequencer that signs what the rules forbid', () => {
  const entry = signed(bodyOf())
  const blocks = (scope: string[], time = 5000): ToSeal[] => [{ time, entries: [{ entry, scope }] }]
  const opened = async (sealed: ReturnType<typeof seal>, code: string, change: Partial<Receipt> = {}) => {
    const read = await openReceipt({ ...receiptOf(sealed, code, 0), ...change }, logKey, verify)
    return read.ok ? 'ok' : read.code
  }

  test('[R2] [C3] an entry sealed into a scope that it does not name', async () => {
    expect(await opened(seal(NET, blocks(['632723'])), '632723')).toBe('ok')
    expect(await opened(seal(NET, blocks(['632726'])), '632726')).toBe('bad-proof')
  })

  test('[R2] [N1] an entry of another network', async () => {
    expect(await opened(seal(seedOf('another network'), blocks(['632723'])), '632723')).toBe('wrong-network')
    const genesis = signed(bodyOf({ kind: 'genesis', net: new Uint8Array(32), scope: ['gov'] }))
    const all = [{ time: 1, entries: [{ entry: genesis, scope: ['gov'] }] }]
    expect(await opened(seal(entryId(genesis.body), all), 'gov')).toBe('ok')
    expect(await opened(seal(NET, all), 'gov')).toBe('wrong-network')
  })

  test('[R2] [L2] a leaf that bears another height or time than its block', async () => {
    // The header of block 0 is rewritten to another height and time; the leaf within still says h 0, t 5000.
    expect(await opened(seal(NET, blocks(['632723'], 5000), { time: 5001 }), '632723')).toBe('bad-proof')
    const later = [...blocks(['632723'], 5000), { time: 4999, entries: [] }]
    expect(await opened(seal(NET, later), '632723')).toBe('bad-proof')
    expect(await opened(seal(NET, [...blocks(['632723'], 5000), { time: 5000, entries: [] }]), '632723')).toBe('ok')
    const [honest] = blocks(['632723'], 5000) as [ToSeal]
    expect(await opened(seal(NET, [{ ...honest, claims: 1 }]), '632723')).toBe('bad-proof')
    const ahead = seal(NET, [{ time: 1, entries: [] }, ...blocks(['632723'], 5000)])
    // The leaf says h 1; the receipt offers it under a block 0 with the same heads.
    const flat = seal(NET, blocks(['632723'], 5000))
    expect(await opened(ahead, '632723')).toBe('ok')
    expect(await opened(ahead, '632723', { header: flat.headers[0] as Uint8Array, headerIndex: 0 })).toBe('bad-proof')
  })

  test('[R2] [L4] a header that stands at another index than its height', async () => {
    const sealed = seal(NET, blocks(['632723']), { h: 4, prev: NET })
    expect(await opened(sealed, '632723')).toBe('bad-proof')
  })
})
