import { describe, expect, test } from 'vitest'
import { hex } from '../../shared/base/bytes.ts'
import { entryId, formatSlip, openSlip, parseSlip, type Value } from '../../shared/ledger/index.ts'
import { bodyOf, clerk, signed, stranger, verify } from './small-ledger.ts'
import { flips, referenceEncode } from './values.ts'

const entry = signed(bodyOf())
const file = formatSlip(entry)

describe('filing slip', () => {
  test('[R1] carries the signed entry, and opens with the key that the entry names', async () => {
    expect(hex(file)).toBe(hex(referenceEncode({ v: 1, kind: 'slip', body: entry.body, sig: entry.sig })))
    const read = parseSlip(file)
    expect(read).toEqual({ ok: true, value: entry })
    const opened = read.ok ? await openSlip(read.value, clerk.pub, verify) : read
    expect(opened).toMatchObject({
      ok: true,
      value: { id: entryId(entry.body), entry: { case: '632723/case/20261122-0001' } },
    })
  })

  test('[R1] every bit changed makes it fail', async () => {
    for (const other of flips(file)) {
      const read = parseSlip(other)
      expect(read.ok && (await openSlip(read.value, clerk.pub, verify)).ok).toBe(false)
    }
  })

  test('[R1] another key does not open it: neither a stranger’s nor one that signed in the name of the clerk', async () => {
    expect(await openSlip(entry, stranger.pub, verify)).toMatchObject({ ok: false, code: 'unknown-key' })
    const forged = signed(bodyOf(), stranger)
    expect(await openSlip(forged, clerk.pub, verify)).toMatchObject({ ok: false, code: 'bad-signature' })
    expect(await openSlip(forged, stranger.pub, verify)).toMatchObject({ ok: false, code: 'unknown-key' })
  })

  test('[R1] another shape is refused', () => {
    const { body, sig } = entry
    const bad: Value[] = [
      null,
      [1, 'slip', body, sig],
      { v: 1, kind: 'slip', body },
      { v: 2, kind: 'slip', body, sig },
      { v: 1, kind: 'receipt', body, sig },
      { v: 1, kind: 'slip', body, sig, more: 1 },
      { v: 1, kind: 'slip', body, sig: sig.subarray(1) },
    ]
    for (const value of bad) expect(parseSlip(referenceEncode(value))).toMatchObject({ ok: false, code: 'wrong-shape' })
    expect(parseSlip(new Uint8Array(65_536))).toMatchObject({ ok: false, code: 'too-large' })
    expect(parseSlip(new Uint8Array(0))).toMatchObject({ ok: false, code: 'not-canonical' })
  })
})
