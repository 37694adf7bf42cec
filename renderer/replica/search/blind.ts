import { concat, utf8 } from '../../../shared/base/bytes.ts'
import { gramOf, gramText } from './grams.ts'
import { TOKEN_BITS } from './shelf.ts'
import { TokenTable } from './token-table.ts'

/** Grams whose tokens are kept in memory; beyond it all are let go. */
const MOST = 300_000
/** Bytes of the initial vector, at the beginning of what is sealed. */
export const IV = 12

/**
 * The only one who can read or write the index. A gram is known to it by a token: HMAC-SHA-256 under a key that is there only while the office's vault
 * is open, cut to 37 bits. Rows are sealed as a whole under a second key, so that the disk does not even show how often a token comes up.
 */
export class Blind {
  readonly #hmac: CryptoKey
  readonly #aes: CryptoKey
  #known = new TokenTable()
  /** Tells one key from another, and says nothing else of it. */
  readonly check: string

  private constructor(hmac: CryptoKey, aes: CryptoKey, check: string) {
    this.#hmac = hmac
    this.#aes = aes
    this.check = check
  }

  /** `secret`: 64 bytes, half for tokens and half for rows. The keys cannot be taken out again; the bytes are wiped. */
  static async from(secret: Uint8Array): Promise<Blind> {
    const [first, second] = [secret.slice(0, 32), secret.slice(32, 64)]
    const hash = 'SHA-256'
    const hmac = await crypto.subtle.importKey('raw', first, { name: 'HMAC', hash }, false, ['sign'])
    const aes = await crypto.subtle.importKey('raw', second, 'AES-GCM', false, ['encrypt', 'decrypt'])
    for (const bytes of [secret, first, second]) bytes.fill(0)
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', hmac, plain(utf8('\0check'))))
    return new Blind(hmac, aes, [...mac.subarray(0, 8)].join('.'))
  }

  /** For the grams of one step; another one when it holds too many. */
  table(): TokenTable {
    if (this.#known.size > MOST) this.#known = new TokenTable()
    return this.#known
  }

  /** Makes known the tokens of all grams that are in the table now. */
  async learn(table: TokenTable): Promise<void> {
    const { from, grams } = table.missing()
    const macs = await Promise.all(
      Array.from(grams, (gram) => crypto.subtle.sign('HMAC', this.#hmac, plain(utf8(gramText(gram))))),
    )
    table.learn(
      from,
      macs.map((mac) => tokenIn(new DataView(mac))),
    )
  }

  async tokens(grams: readonly string[]): Promise<number[]> {
    const table = this.table()
    const places = grams.map((gram) => table.placeOf(gramOf(gram)))
    await this.learn(table)
    return places.map((place) => table.tokenAt(place))
  }

  /** `place`: which row it is; what is sealed for one place does not open at another. */
  async seal(place: string, clear: Uint8Array): Promise<Uint8Array> {
    const iv = crypto.getRandomValues(new Uint8Array(IV))
    const box = { name: 'AES-GCM', iv, additionalData: plain(utf8(place)) }
    return concat(iv, new Uint8Array(await crypto.subtle.encrypt(box, this.#aes, plain(clear))))
  }

  /** Rejects when it was not sealed here under this key for this place. */
  async open(place: string, sealed: Uint8Array): Promise<Uint8Array> {
    const box = { name: 'AES-GCM', iv: plain(sealed.subarray(0, IV)), additionalData: plain(utf8(place)) }
    return new Uint8Array(await crypto.subtle.decrypt(box, this.#aes, plain(sealed.subarray(IV))))
  }
}

/** The first 37 bits. */
function tokenIn(mac: DataView): number {
  return mac.getUint32(0) * 2 ** (TOKEN_BITS - 32) + (mac.getUint8(4) >> (40 - TOKEN_BITS))
}

const plain = (bytes: Uint8Array) => bytes as Uint8Array<ArrayBuffer>
