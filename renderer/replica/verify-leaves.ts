import { concat } from '../../shared/base/bytes.ts'
import {
  entryMessage,
  leafMessage,
  makeVerify,
  parseLeaf,
  type SubtleVerify,
  unframe,
  type Verify,
  verifyPure,
  webCryptoVerify,
} from '../../shared/ledger/index.ts'
import { digestAll } from './digests.ts'

/** One piece of work for a verify worker: framed leaves, the authors' keys, and for each leaf which key is its own. */
export interface VerifyTask {
  readonly frames: Uint8Array
  readonly pubs: readonly Uint8Array[]
  readonly which: Uint16Array
}

/** Per leaf: 1 when its signature holds under K3; its entry id; its leaf hash. */
export interface VerifyAnswer {
  readonly holds: Uint8Array
  readonly ids: Uint8Array
  readonly hashes: Uint8Array
}

/** K3 on this runtime: WebCrypto where it knows Ed25519, noble where it does not. Found out by trying, once. */
export async function runtimeVerify(subtle: SubtleVerify | undefined): Promise<Verify> {
  if (subtle === undefined) return makeVerify(null)
  try {
    // RFC 8032, test 1: an engine that cannot verify this one is not used.
    const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (b) => Number.parseInt(b, 16))
    const pub = hex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
    const sig = hex(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    )
    const verify = makeVerify(webCryptoVerify(subtle))
    return (await verify(pub, new Uint8Array(0), sig)) ? verify : async (p, m, s) => verifyPure(p, m, s)
  } catch {
    return makeVerify(null)
  }
}

/** Checks and hashes a chunk of leaves. A leaf that does not parse counts as not holding. */
export async function verifyLeaves(task: VerifyTask, verify: Verify): Promise<VerifyAnswer> {
  const items = unframe(task.frames)
  const leaves = items.ok ? items.value : []
  const holds = new Uint8Array(leaves.length)
  const messages: Uint8Array[] = []
  const waiting: Promise<void>[] = []
  for (const [i, bytes] of leaves.entries()) {
    const leaf = parseLeaf(bytes)
    const pub = task.pubs[task.which[i] ?? -1]
    messages.push(leaf.ok ? entryMessage(leaf.value.body) : new Uint8Array(0))
    if (!leaf.ok || pub === undefined) continue
    waiting.push(
      verify(pub, messages[i] as Uint8Array, leaf.value.sig).then((yes) => {
        holds[i] = yes ? 1 : 0
      }),
    )
  }
  const [ids, hashes] = await Promise.all([digestAll(messages), digestAll(leaves.map(leafMessage))])
  await Promise.all(waiting)
  return { holds, ids: concat(...ids), hashes: concat(...hashes) }
}
