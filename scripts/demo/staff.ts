import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { realDisk } from '../../main/services/disk.ts'
import { submit } from '../../main/services/filing.ts'
import { type Journal, openJournal } from '../../main/services/journal.ts'
import type { ProfilePerson } from '../../main/services/profile.ts'
import { publicKeyOfSeed, recipientOf, sealSecret, useSecret } from '../../main/services/secret.ts'
import { type OpenKey, vaultPath } from '../../main/services/vault.ts'
import { must } from '../../shared/base/result.ts'
import type { Draft, Kept } from '../../shared/bridge.ts'
import { keyId } from '../../shared/ledger/index.ts'
import { DEMO_OFFICES, DEMO_PEOPLE, type DemoMember } from './seed.ts'

/** The passphrase stands on the screen: a higher work factor would protect nothing and make everybody wait. */
export const DEMO_WORK_FACTOR = 12

/** The age keys of the offices: the identities are sealed into the vaults of their people and then forgotten. */
export interface OfficeKey {
  readonly identity: Uint8Array
  readonly recipient: string
}

export async function makeOfficeKeys(): Promise<Map<string, OfficeKey>> {
  const keys = new Map<string, OfficeKey>()
  for (const { code } of DEMO_OFFICES) {
    const identity = new Uint8Array(randomBytes(32))
    keys.set(code, { identity, recipient: await recipientOf(identity) })
  }
  return keys
}

/** A person of the demo with a key that is open and a journal that is being written. */
export interface Actor {
  readonly member: DemoMember
  readonly person: ProfilePerson
  readonly key: OpenKey
  readonly journal: Journal
}

/** Makes everybody's key, seals it into their vault file, and opens their journal in the desktop's data folder. */
export async function makeActors(
  data: string,
  offices: ReadonlyMap<string, OfficeKey>,
  passphrase: string,
  people: readonly DemoMember[] = DEMO_PEOPLE,
): Promise<Map<string, Actor>> {
  const folder = join(data, 'journal')
  await realDisk.makeFolder(folder)
  const actors = new Map<string, Actor>()
  for (const member of people) {
    const seed = new Uint8Array(randomBytes(32))
    const office = [(offices.get(member.office) as OfficeKey).identity.slice()]
    const secret = { v: 1 as const, person: member.id, seed, office }
    const path = vaultPath(data, member.id)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(path, await sealSecret(secret, passphrase, DEMO_WORK_FACTOR), { mode: 0o600, flush: true })
    const person = personOf(member, keyId(publicKeyOfSeed(seed)))
    const key = { ...(await useSecret(secret)), person }
    actors.set(member.id, { member, person, key, journal: must(await openJournal(realDisk, folder, person.key)) })
  }
  return actors
}

/** Registrars write to gov as well as to their office. */
export function scopesOf(member: DemoMember): string[] {
  return member.roles.includes('registrar') ? [member.office, 'gov'].sort() : [member.office]
}

function personOf(member: DemoMember, key: Uint8Array): ProfilePerson {
  const { id, name, office, roles } = member
  const officeName = DEMO_OFFICES.find((one) => one.code === office)?.name ?? office
  return { id, name, office, officeName, roles: [...roles], scopes: scopesOf(member), key }
}

/** Signs and keeps as a desktop does, at a time of the past. */
export async function sign(actor: Actor, net: Uint8Array, time: number, draft: Draft): Promise<Kept> {
  return must(await submit(draft, { key: actor.key, net, journal: actor.journal, now: () => time }))
}
