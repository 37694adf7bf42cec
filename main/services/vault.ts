import { join } from 'node:path'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import { asDiskFailure, readSmallFile } from './disk.ts'
import type { ProfilePerson } from './profile.ts'
import { makeQueue } from './queue.ts'
import { isSeedOf, type Keys, openSecret, useSecret, wipe } from './secret.ts'

/** After so long without anybody doing anything the key is closed. */
export const IDLE_MS = 15 * 60_000
const LOOK_MS = 15_000

export interface VaultPorts {
  /** Milliseconds since 1970. */
  now(): number
  /** Milliseconds of a clock that never jumps, but may stand still while the computer sleeps. */
  uptime(): number
  /** Calls `run` every so many milliseconds until the function that it answers is called. */
  every(ms: number, run: () => void): () => void
}

/** The key of the person who is signed in. */
export interface OpenKey extends Keys {
  readonly person: ProfilePerson
}

/** The keys of this desktop's people: one is open at a time, none ever leaves (K5). */
export interface Vault {
  /** Closes whatever is open, then opens this person's key. Codes: not-found, wrong-passphrase, vault-damaged, disk-failed. */
  unlock(person: string, passphrase: string): Promise<Result<ProfilePerson>>
  lock(): Promise<void>
  /** The open key, and somebody is using it. Code: vault-locked. */
  use(): Result<OpenKey>
  /** The open key, for what the program does by itself. Code: vault-locked. */
  peek(): Result<OpenKey>
  close(): Promise<void>
}

export function vaultPath(data: string, person: string): string {
  return join(data, 'vault', `${person}.age`)
}

/** @param locked is told whenever a key has been closed */
export function makeVault(
  data: string,
  people: readonly ProfilePerson[],
  ports: VaultPorts,
  locked: (reason: 'idle' | 'asked') => void,
): Vault {
  const queue = makeQueue()
  let open: { key: OpenKey; wall: number; uptime: number } | null = null
  let closed = false

  const shut = (reason: 'idle' | 'asked') => {
    if (open === null) return
    open = null
    locked(reason)
  }
  // A computer that slept has a clock that stood still, and one whose time was set has one that jumped: either counts.
  const isIdle = () => open !== null && (ports.now() - open.wall >= IDLE_MS || ports.uptime() - open.uptime >= IDLE_MS)
  const stop = ports.every(LOOK_MS, () => isIdle() && shut('idle'))
  const peek = (): Result<OpenKey> => {
    if (isIdle()) shut('idle')
    return open === null ? fail('vault-locked') : ok(open.key)
  }

  return {
    unlock: (id, passphrase) =>
      queue(async () => {
        if (closed) return fail('vault-locked', 'closing')
        shut('asked')
        const person = people.find((one) => one.id === id)
        if (person === undefined) return fail('not-found', 'no such person here')
        const keys = await openKeys(data, person, passphrase)
        if (!keys.ok) return keys
        open = { key: { ...keys.value, person }, wall: ports.now(), uptime: ports.uptime() }
        return ok(person)
      }),
    lock: () => queue(async () => shut('asked')),
    use() {
      const key = peek()
      if (open !== null) open = { ...open, wall: ports.now(), uptime: ports.uptime() }
      return key
    },
    peek,
    close: () =>
      queue(async () => {
        closed = true
        stop()
        shut('asked')
      }),
  }
}

async function openKeys(data: string, person: ProfilePerson, passphrase: string): Promise<Result<Keys>> {
  let file: Uint8Array | null
  try {
    file = await readSmallFile(vaultPath(data, person.id))
  } catch (error) {
    return asDiskFailure(error)
  }
  if (file === null) return fail('vault-damaged', 'there is no key file')
  const secret = await openSecret(file, passphrase)
  if (!secret.ok) return secret
  if (secret.value.person !== person.id || !isSeedOf(secret.value.seed, person.key)) {
    wipe(secret.value)
    return fail('vault-damaged', 'the key file of somebody else')
  }
  return ok(await useSecret(secret.value))
}
