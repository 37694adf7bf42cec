import { describe, expect, test } from 'vitest'
import { base64, concat, hex, utf8 } from '../../shared/base/bytes.ts'
import {
  type Checkpoint,
  COSIGNATURE_V1,
  checkpointText,
  EMPTY_ROOT,
  formatNote,
  formatVkey,
  hash,
  isSignedBy,
  type NoteKey,
  type NoteSignature,
  noteKeyId,
  openCheckpoint,
  parseCheckpointText,
  parseNote,
  parseVkey,
  signCheckpoint,
  signPure,
} from '../../shared/ledger/index.ts'
import { vectorBytes, vectorNames, vectorsThere, vectorText } from '../kit/vectors.ts'
import { logKey, seedOf, signLog, stranger, verify } from './small-ledger.ts'
import { flips } from './values.ts'

/** The key of the public log, from ../shared/vectors/README.md. */
const VKEY = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx'

const checkpoint: Checkpoint = { origin: logKey.name, size: 12, root: seedOf('root') }
const note = signCheckpoint(checkpoint, logKey, signLog)
const lines = () => new TextDecoder().decode(note)
const parsed = (text: string) => parseNote(utf8(text))

describe.skipIf(!vectorsThere)('a public C2SP log', () => {
  test('[L5] its sixteen checkpoints open with its verifier key, and nothing of them can be changed', async () => {
    const key = parseVkey(VKEY)
    if (!key.ok) throw new Error(key.code)
    const names = vectorNames('tlog/checkpoint.')
    expect(names.length).toBe(16)
    for (const name of names) {
      const bytes = await vectorBytes(name)
      const size = Number(name.split('.').at(-1))
      expect(await openCheckpoint(bytes, key.value, verify), name).toMatchObject({ ok: true, value: { size } })
      const read = parseNote(bytes)
      expect(read.ok && formatNote(read.value)).toBe(await vectorText(name))
    }
    for (const other of flips(await vectorBytes('tlog/checkpoint.15')))
      expect((await openCheckpoint(other, key.value, verify)).ok).toBe(false)
  })
})

describe('verifier key', () => {
  test('[L5] its id is H(name ‖ 0x0A ‖ type ‖ key)[:4], and it has one form', () => {
    const id = hash(concat(utf8(logKey.name), Uint8Array.of(0x0a, 0x01), logKey.pub)).subarray(0, 4)
    expect(hex(noteKeyId(logKey))).toBe(hex(id))
    const vkey = formatVkey(logKey)
    expect(vkey).toBe(`${logKey.name}+${hex(id)}+${base64(concat(Uint8Array.of(1), logKey.pub))}`)
    expect(parseVkey(vkey)).toEqual({ ok: true, value: logKey })
    const key = parseVkey(VKEY)
    expect(key.ok && formatVkey(key.value)).toBe(VKEY)
  })

  test('[L5] any character changed, cut or added is refused', () => {
    const vkey = formatVkey(logKey)
    for (let i = 0; i < vkey.length; i++) {
      for (const other of ['A', 'b', '0', '+', ' ', '\n', '=', 'é']) {
        if (other === vkey[i]) continue
        expect(parseVkey(vkey.slice(0, i) + other + vkey.slice(i + 1)).ok, `${i} ${other}`).toBe(false)
      }
      expect(parseVkey(vkey.slice(0, i)).ok).toBe(false)
      expect(parseVkey(vkey.slice(i + 1)).ok).toBe(false)
    }
    for (const other of ['', `${vkey}\n`, `${vkey}+`, ` ${vkey}`, vkey.toUpperCase()])
      expect(parseVkey(other).ok).toBe(false)
    const spaced = formatVkey({ ...logKey, name: 'a b' })
    expect(parseVkey(spaced)).toMatchObject({ ok: false, code: 'wrong-shape' })
    expect(parseVkey(formatVkey({ ...logKey, pub: logKey.pub.subarray(1) }))).toMatchObject({
      ok: false,
      code: 'wrong-shape',
    })
  })
})

describe('checkpoint', () => {
  test('[L5] is origin, size and root in a note signed by the log key', async () => {
    const signature = base64(concat(noteKeyId(logKey), signLog(utf8(checkpointText(checkpoint)))))
    expect(lines()).toBe(`${logKey.name}\n12\n${base64(checkpoint.root)}\n\n— ${logKey.name} ${signature}\n`)
    expect(await openCheckpoint(note, logKey, verify)).toEqual({ ok: true, value: checkpoint })
  })

  test('[L5] every bit changed in it is refused', async () => {
    for (const other of flips(note)) expect((await openCheckpoint(other, logKey, verify)).ok).toBe(false)
  })

  test('[L5] every byte cut, doubled or set to any of a few telling values is refused', async () => {
    for (let i = 0; i < note.length; i++) {
      const others = [
        concat(note.subarray(0, i), note.subarray(i + 1)),
        concat(note.subarray(0, i + 1), note.subarray(i)),
      ]
      for (const byte of [0, 9, 10, 13, 32, 43, 61, 65, 127, 255]) {
        if (note[i] !== byte) others.push(concat(note.subarray(0, i), Uint8Array.of(byte), note.subarray(i + 1)))
      }
      for (const other of others) expect((await openCheckpoint(other, logKey, verify)).ok, `byte ${i}`).toBe(false)
    }
  })

  test('[L5] another key, another name and another type of key do not open it', async () => {
    const other = { ...logKey, pub: stranger.pub }
    expect(await openCheckpoint(note, other, verify)).toMatchObject({ ok: false, code: 'bad-signature' })
    const named = { ...logKey, name: 'ledger.other.example' }
    expect(await openCheckpoint(note, named, verify)).toMatchObject({ ok: false, code: 'unknown-origin' })
    const cosigner = { ...logKey, type: COSIGNATURE_V1 }
    expect(await openCheckpoint(note, cosigner, verify)).toMatchObject({ ok: false, code: 'unknown-origin' })
    // Signed by the right key, but speaking for another log.
    const foreign = signCheckpoint({ ...checkpoint, origin: 'ledger.other.example' }, logKey, signLog)
    expect(await openCheckpoint(foreign, logKey, verify)).toMatchObject({ ok: false, code: 'unknown-origin' })
    // The right name and key id over a signature by another key.
    const forged = signCheckpoint(checkpoint, logKey, (message) => signPure(stranger.seed, message))
    expect(await openCheckpoint(forged, logKey, verify)).toMatchObject({ ok: false, code: 'bad-signature' })
  })

  test('[L5] [L6] signatures of others beside that of the log are carried; one more of the log is refused', async () => {
    const witness: NoteKey = { name: 'witness.example', type: COSIGNATURE_V1, pub: stranger.pub }
    const line = (key: NoteKey, sig: Uint8Array): NoteSignature => ({
      name: key.name,
      bytes: concat(noteKeyId(key), sig),
    })
    const text = checkpointText(checkpoint)
    const own = line(logKey, signLog(utf8(text)))
    const cosigned = line(witness, new Uint8Array(72))
    const open = async (...signatures: NoteSignature[]) =>
      (await openCheckpoint(utf8(formatNote({ text, signatures })), logKey, verify)).ok
    expect(await open(own)).toBe(true)
    expect(await open(cosigned, own)).toBe(true)
    expect(await open(own, cosigned)).toBe(true)
    expect(await open(cosigned)).toBe(false)
    expect(await open(own, own)).toBe(false)
    expect(await open(own, line(logKey, new Uint8Array(64)))).toBe(false)
    expect(await open(line(logKey, new Uint8Array(64)), own)).toBe(false)
    expect(await open({ ...own, bytes: own.bytes.subarray(0, 67) })).toBe(false)
    expect(await open({ ...own, bytes: concat(own.bytes, Uint8Array.of(0)) })).toBe(false)
    // Another key that happens to bear the log's name is not the log's key.
    expect(await open(own, line({ ...logKey, pub: stranger.pub }, new Uint8Array(64)))).toBe(true)
  })

  test('[L5] the text is three lines in one form', () => {
    const root = base64(checkpoint.root)
    expect(parseCheckpointText(`o\n0\n${base64(EMPTY_ROOT)}\n`)).toMatchObject({ ok: true, value: { size: 0 } })
    expect(parseCheckpointText(`o\n9007199254740991\n${root}\n`)).toMatchObject({ ok: true })
    const bad = [
      '',
      `o\n1\n${root}`,
      `o\n1\n${root}\n\n`,
      `o\n1\n${root}\nextension\n`,
      `\n1\n${root}\n`,
      `o\n01\n${root}\n`,
      `o\n+1\n${root}\n`,
      `o\n-1\n${root}\n`,
      `o\n1.0\n${root}\n`,
      `o\n1e3\n${root}\n`,
      `o\n 1\n${root}\n`,
      `o\n\n${root}\n`,
      `o\n9007199254740992\n${root}\n`,
      `o\n99999999999999999999\n${root}\n`,
      `o\n1\n${root.slice(0, -1)}\n`,
      `o\n1\n${base64(checkpoint.root.subarray(1))}\n`,
      `o\n1\n${root}\r\n`,
      `o\n1\n ${root}\n`,
    ]
    for (const text of bad)
      expect(parseCheckpointText(text), JSON.stringify(text)).toMatchObject({ ok: false, code: 'wrong-shape' })
  })
})

describe('signed note', () => {
  const sig = base64(new Uint8Array(68))

  test('[L5] has one byte form: what is read is what is written', () => {
    for (const text of ['a\n', 'a\n\nb\n', '\n', 'ö 县\n'])
      for (const signatures of [[`— x ${sig}\n`], [`— x ${sig}\n`, `— y.example/é ${base64(new Uint8Array(5))}\n`]]) {
        const whole = `${text}\n${signatures.join('')}`
        const read = parsed(whole)
        expect(read.ok && read.value.text).toBe(text)
        expect(read.ok && formatNote(read.value)).toBe(whole)
      }
  })

  test('[L5] other forms are refused', () => {
    const bad = [
      '',
      'a\n',
      'a\n\n',
      `a\n— x ${sig}\n`,
      `a\n\n— x ${sig}`,
      `a\n\n— x ${sig}\n\n`,
      `a\n\n- x ${sig}\n`,
      `a\n\n—x ${sig}\n`,
      `a\n\n—  x ${sig}\n`,
      `a\n\n— x  ${sig}\n`,
      `a\n\n— x ${sig} \n`,
      `a\n\n— x+y ${sig}\n`,
      `a\n\n— ${sig}\n`,
      `a\n\n— x\u00a0y ${sig}\n`,
      `a\n\n— x ${sig.slice(0, -1)}\n`,
      `a\n\n— x ${base64(new Uint8Array(4))}\n`,
      `a\n\n— x \n`,
      `a\n\n— x ${sig}\njunk\n`,
      `a\t\n\n— x ${sig}\n`,
      `a\r\n\n— x ${sig}\n`,
      `a\u0000\n\n— x ${sig}\n`,
      `a\n\n${`— x ${sig}\n`.repeat(65)}`,
    ]
    for (const whole of bad) expect(parsed(whole).ok, JSON.stringify(whole.slice(0, 60))).toBe(false)
    expect(parsed(`a\n\n${`— x ${sig}\n`.repeat(64)}`).ok).toBe(true)
    expect(parseNote(new Uint8Array(65_537).fill(97))).toMatchObject({ ok: false, code: 'too-large' })
    expect(parseNote(concat(Uint8Array.of(0xff), utf8(`\n\n— x ${sig}\n`)))).toMatchObject({
      ok: false,
      code: 'not-canonical',
    })
  })

  test('[L5] a note is signed by a key only by a line of its name and id that verifies', async () => {
    const read = parseNote(note)
    if (!read.ok) throw new Error(read.code)
    expect(await isSignedBy(read.value, logKey, verify)).toBe(true)
    expect(await isSignedBy({ ...read.value, text: `${read.value.text}x\n` }, logKey, verify)).toBe(false)
    expect(await isSignedBy({ ...read.value, signatures: [] }, logKey, verify)).toBe(false)
    // A signature of another length never gets as far as an engine that may be lax about it.
    const [line] = read.value.signatures as [NoteSignature]
    const lax = async () => true
    expect(await isSignedBy(read.value, logKey, lax)).toBe(true)
    for (const bytes of [line.bytes.subarray(0, 67), concat(line.bytes, Uint8Array.of(0))])
      expect(await isSignedBy({ ...read.value, signatures: [{ ...line, bytes }] }, logKey, lax)).toBe(false)
    expect(await isSignedBy(read.value, { ...logKey, name: 'x' }, verify)).toBe(false)
  })
})
