import { createPrivateKey, randomBytes } from 'node:crypto'
import { Encrypter } from 'age-encryption'
import { describe, expect, test } from 'vitest'
import { ageIdentity, openAge } from '../../../main/services/age-open.ts'
import { type AgeReader, ageReader, sealAge } from '../../../main/services/age-seal.ts'
import { recipientOf } from '../../../main/services/secret.ts'
import { concat, utf8 } from '../../../shared/base/bytes.ts'
import { seeded } from '../../kit/random.ts'

async function somebody() {
  const scalar = new Uint8Array(randomBytes(32))
  const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), scalar])
  const identity = ageIdentity(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))
  const recipient = await recipientOf(scalar)
  return { identity, recipient, reader: ageReader(recipient) as AgeReader }
}

async function byLibrary(recipients: readonly string[], clear: Uint8Array): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  for (const one of recipients) encrypter.addRecipient(one)
  return encrypter.encrypt(clear)
}

describe('[N5] an age file opened natively', () => {
  const chunk = 64 * 1024
  test.each([0, 1, 900, chunk - 1, chunk, chunk + 1, 2 * chunk, 2 * chunk + 9])(
    'of %i bytes, whoever wrote it, by each of its readers and by nobody else',
    async (size) => {
      const [a, b, stranger] = [await somebody(), await somebody(), await somebody()]
      const clear = seeded(size).bytes(size)
      const files = [sealAge([a.reader, b.reader], clear), await byLibrary([a.recipient, b.recipient], clear)]
      for (const file of files) {
        for (const one of [a, b])
          expect(Buffer.compare(openAge([stranger.identity, one.identity], file) ?? new Uint8Array(1), clear)).toBe(0)
        expect(openAge([stranger.identity], file)).toBeNull()
        expect(openAge([], file)).toBeNull()
      }
    },
  )

  test('changed in any byte, cut anywhere or with more at its end it does not open', async () => {
    const one = await somebody()
    const file = sealAge([one.reader], seeded(1).bytes(60))
    expect(openAge([one.identity], file)).not.toBeNull()
    for (let at = 0; at < file.length; at++) {
      for (const bit of [1, 32]) {
        const changed = file.slice()
        changed[at] = (changed[at] as number) ^ bit
        expect(openAge([one.identity], changed), `byte ${at}`).toBeNull()
      }
      expect(openAge([one.identity], file.slice(0, at)), `cut at ${at}`).toBeNull()
    }
    for (const more of [[0], [10], Array.from({ length: 20 }, () => 7)])
      expect(openAge([one.identity], concat(file, Uint8Array.from(more)))).toBeNull()
  })

  test('what it does not know is left to the library, and junk never throws', async () => {
    const one = await somebody()
    const text = Buffer.from(sealAge([one.reader], utf8('一'))).toString('latin1')
    const others = [
      text.replace('-> X25519', '-> scrypt'),
      text.replace('-> X25519 ', '-> X25519  '),
      text.replace('age-encryption.org/v1', 'age-encryption.org/v2'),
      text.replace('\n-> ', '\r\n-> '),
      text.replace('\n---', '=\n---'),
      `${text.split('\n').slice(0, 3).join('\n')}\n`,
      '',
      '\n--- ',
      `age-encryption.org/v1\n--- ${'A'.repeat(43)}\n${'x'.repeat(40)}`,
    ]
    for (const other of others)
      expect(openAge([one.identity], Buffer.from(other, 'latin1')), other.slice(0, 60)).toBeNull()
    const random = seeded(4)
    for (let i = 0; i < 200; i++) expect(openAge([one.identity], random.bytes(random.int(300)))).toBeNull()
    // A share of small order gives a secret that everybody knows.
    const zeros = text.replace(/X25519 [^\n]+/, `X25519 ${'A'.repeat(43)}`)
    expect(openAge([one.identity], Buffer.from(zeros, 'latin1'))).toBeNull()
  })
})
