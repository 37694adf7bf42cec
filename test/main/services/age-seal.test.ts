import { createPublicKey } from 'node:crypto'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AgeReader, ageReader, sealAge } from '../../../main/services/age-seal.ts'
import { seeded } from '../../kit/random.ts'

async function reader(): Promise<{ identity: string; recipient: string; of: AgeReader }> {
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  return { identity, recipient, of: ageReader(recipient) as AgeReader }
}

/** By the age library, which knows nothing of ours. */
async function opened(file: Uint8Array, identity: string): Promise<Uint8Array> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return decrypter.decrypt(file)
}

describe('[N5] an age file written natively', () => {
  const chunk = 64 * 1024
  test.each([0, 1, 700, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 17])(
    'of %i bytes is opened by the age library, by each of its readers and by nobody else',
    async (size) => {
      const clear = Uint8Array.from({ length: size }, (_, i) => i * 31)
      const readers = [await reader(), await reader(), await reader()]
      const stranger = await reader()
      const file = sealAge(
        readers.map((one) => one.of),
        clear,
      )
      for (const { identity } of readers) expect(Buffer.compare(await opened(file, identity), clear)).toBe(0)
      await expect(opened(file, stranger.identity)).rejects.toThrow('no identity matched')
    },
  )

  test('changed in any byte it does not open', async () => {
    const one = await reader()
    const file = sealAge([one.of], seeded(1).bytes(80))
    for (let at = 0; at < file.length; at++) {
      const changed = file.slice()
      changed[at] = (changed[at] as number) ^ 1
      await expect(opened(changed, one.identity), `byte ${at}`).rejects.toThrow()
    }
  })

  test('the same content twice gives two files that share nothing secret', async () => {
    const one = await reader()
    const files = [sealAge([one.of], new Uint8Array(64)), sealAge([one.of], new Uint8Array(64))].map((file) =>
      Buffer.from(file).toString('latin1'),
    )
    const [a, b] = files.map((file) => file.split('\n')) as [string[], string[]]
    for (const line of [1, 2, 3]) expect(a[line]).not.toBe(b[line])
    expect(files[0]?.slice(-80)).not.toBe(files[1]?.slice(-80))
  })
})

test('[N5] what is no X25519 recipient is none, and never throws', async () => {
  const { recipient, identity } = await reader()
  const last = recipient.at(-1) === 'q' ? 'p' : 'q'
  for (const text of ['', 'age1', recipient.slice(0, -1), recipient.slice(0, -1) + last, identity, `x${recipient}`])
    expect(ageReader(text), text).toBeNull()
  fc.assert(fc.property(fc.string(), (text) => ageReader(text) === null))
})

test('[N5] a reader whose key would give everybody the same secret is refused', () => {
  const raw = new Uint8Array(32)
  const x = Buffer.from(raw).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' })
  expect(() => sealAge([{ raw, key }], new Uint8Array(1))).toThrow()
})
