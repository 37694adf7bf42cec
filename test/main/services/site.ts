import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Desktop, openDesktop, type Ports } from '../../../main/services/desktop.ts'
import { type Profile, type ProfilePerson, writeProfile } from '../../../main/services/profile.ts'
import { publicKeyOfSeed, recipientOf, sealSecret } from '../../../main/services/secret.ts'
import { hex } from '../../../shared/base/bytes.ts'
import type { Result } from '../../../shared/base/result.ts'
import { must, ok } from '../../../shared/base/result.ts'
import type { CallInput, CallName, CallOutput } from '../../../shared/bridge.ts'
import { answerCall, type Draft } from '../../../shared/bridge.ts'
import { encode, formatVkey, keyId, type Value } from '../../../shared/ledger/index.ts'

/** A data folder with real keys for two offices; cheap to unlock, otherwise as in the field. */
export interface MadeSite {
  readonly data: string
  readonly profile: Profile
  readonly passphrase: string
  readonly recipients: Readonly<Record<string, string>>
}

const STAFF = [
  { id: 'clerk-a', name: '才仁卓玛', office: '632723', roles: ['clerk'] },
  { id: 'clerk-b', name: '李秀兰', office: '632723', roles: ['clerk'] },
  { id: 'clerk-c', name: '扎西拉毛', office: '632726', roles: ['clerk'] },
]
const OFFICES: Record<string, string> = { '632723': '称多县政务服务中心', '632726': '曲麻莱县政务服务中心' }

export async function makeSite(data: string, change: Partial<Profile> = {}): Promise<MadeSite> {
  const passphrase = '高原 2026'
  const scalars = Object.fromEntries(Object.keys(OFFICES).map((code) => [code, new Uint8Array(randomBytes(32))]))
  await mkdir(join(data, 'vault'), { recursive: true })
  const people: ProfilePerson[] = []
  for (const { id, name, office, roles } of STAFF) {
    const seed = new Uint8Array(randomBytes(32))
    const scalar = (scalars[office] as Uint8Array).slice()
    const key = keyId(publicKeyOfSeed(seed))
    await writeFile(
      join(data, 'vault', `${id}.age`),
      await sealSecret({ v: 1, person: id, seed, office: [scalar] }, passphrase, 4),
    )
    people.push({ id, name, office, officeName: OFFICES[office] as string, roles, scopes: [office], key })
  }
  const profile: Profile = {
    v: 1,
    installId: 'test0001',
    port: null,
    node: 'http://127.0.0.1:9',
    net: new Uint8Array(32).fill(7),
    origin: 'ledger.example/2026',
    vkey: formatVkey({ name: 'ledger.example/2026', type: 1, pub: new Uint8Array(32).fill(9) }),
    ack: new Uint8Array(32).fill(3),
    device: '001',
    people,
    demoPassphrase: null,
    ...change,
  }
  must(await writeProfile(data, profile))
  const recipients: Record<string, string> = {}
  for (const [code, scalar] of Object.entries(scalars)) recipients[code] = await recipientOf(scalar)
  return { data, profile, passphrase, recipients }
}

export async function open(data: string, ports: Partial<Ports> = {}): Promise<Result<Desktop>> {
  return openDesktop({ data, shell: 'browser', version: '0.0.0', makePdf: async () => ok(new Uint8Array(1)), ports })
}

/** Calls as a page does: through the guarded door; what is thrown inside fails the test. */
export function caller(desktop: Desktop) {
  return async <N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput[N]>> =>
    (await answerCall(desktop.handlers, name, input, (error) => {
      throw error
    })) as Result<CallOutput[N]>
}

export function draft(n: number, change: Partial<Draft> = {}): Draft {
  const caseId = `632723/case/63272300120261101${String(n).padStart(5, '0')}`
  return {
    kind: 'note',
    scope: ['632723'],
    case: caseId,
    subj: [{ id: caseId, heads: [] }],
    data: encode({ text: `第 ${n} 件` } as Value),
    payload: null,
    att: [],
    ...change,
  }
}

export const fileOf = (site: MadeSite, person: string) =>
  join(site.data, 'journal', `${hex(site.profile.people.find((one) => one.id === person)?.key as Uint8Array)}.log`)
