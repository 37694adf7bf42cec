import { vectorJson } from '../kit/vectors.ts'

/** The public Ed25519 suites in one form, with what rule K3 says of each case (../shared/vectors/README.md). */
export interface Case {
  readonly name: string
  readonly pub: Uint8Array
  readonly message: Uint8Array
  readonly sig: Uint8Array
  readonly valid: boolean
}

interface Expected {
  readonly 'cctv-914 accepted numbers': number[]
  readonly 'speccheck-cases accepted indexes': number[]
}
interface Wycheproof {
  readonly testGroups: {
    readonly publicKey: { readonly pk: string }
    readonly tests: { readonly tcId: number; readonly msg: string; readonly sig: string; readonly result: string }[]
  }[]
}

const unhex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (b) => Number.parseInt(b, 16))
const expected = () => vectorJson<Expected>('ed25519/k3-expected.json')

export async function cctv(): Promise<Case[]> {
  const valid = new Set((await expected())['cctv-914 accepted numbers'])
  const all = await vectorJson<{ number: number; key: string; sig: string; msg: string }[]>('ed25519/cctv-914.json')
  return all.map((one) => ({
    name: `cctv ${one.number}`,
    pub: unhex(one.key),
    message: new TextEncoder().encode(one.msg),
    sig: unhex(one.sig),
    valid: valid.has(one.number),
  }))
}

export async function speccheck(): Promise<Case[]> {
  const valid = new Set((await expected())['speccheck-cases accepted indexes'])
  const all =
    await vectorJson<{ message: string; pub_key: string; signature: string }[]>('ed25519/speccheck-cases.json')
  return all.map((one, i) => ({
    name: `speccheck ${i}`,
    pub: unhex(one.pub_key),
    message: unhex(one.message),
    sig: unhex(one.signature),
    valid: valid.has(i),
  }))
}

export async function wycheproof(): Promise<Case[]> {
  const all = await vectorJson<Wycheproof>('ed25519/wycheproof.json')
  return all.testGroups.flatMap((group) =>
    group.tests.map((one) => ({
      name: `wycheproof ${one.tcId}`,
      pub: unhex(group.publicKey.pk),
      message: unhex(one.msg),
      sig: unhex(one.sig),
      valid: one.result === 'valid',
    })),
  )
}

/** Names of the cases that `verify` judges otherwise than the rule. */
export async function wronglyJudged(
  cases: readonly Case[],
  verify: (pub: Uint8Array, message: Uint8Array, sig: Uint8Array) => boolean | Promise<boolean>,
): Promise<string[]> {
  const wrong: string[] = []
  for (const one of cases) if ((await verify(one.pub, one.message, one.sig)) !== one.valid) wrong.push(one.name)
  return wrong
}
